//! Hours on paper and in a spreadsheet.

use super::{SchoolHours, of_class, of_school};
use crate::db::hours::Total;
use crate::db::organisations;
use crate::document::paper::{Align, Block, Column, Paper, Signatory, Table};
use crate::document::table::csv;
use crate::domain::hours::percent_shown;
use crate::domain::ids::ClassId;
use crate::domain::lang::Lang;
use crate::service::recognition::papers::letterhead;
use crate::service::{Act, Answer, Error};

/// One class's hours as an official list, in Vietnamese as papers are.
pub fn class_sheet(act: &mut Act<'_>, class: ClassId) -> Answer<Paper> {
    let hours = of_class(act, class)?;
    let ward = match hours.school.ward_id {
        Some(ward) => Some(organisations::get(act.conn, ward)?),
        None => None,
    };
    let ward = ward.map(|ward| ward.name).unwrap_or_default();
    Ok(paper(&hours, &ward))
}

fn paper(hours: &SchoolHours, ward: &str) -> Paper {
    let school = &hours.school;
    let class = hours.totals.first().map(|total| total.class_name.as_str()).unwrap_or_default();
    let sign = |office: &str| Signatory { office: vec![office.to_owned()], name: String::new() };
    Paper {
        letterhead: letterhead(&school.parent_name, ward, &school.name),
        number: None,
        place: ward.trim_start_matches("Phường ").to_owned(),
        day: None,
        title: "Bảng tổng hợp giờ tình nguyện".to_owned(),
        subject: Some(format!(
            "Đại sứ số lớp {class}, năm học {}, tính đến ngày {}",
            hours.school_year,
            Lang::Vi.date(hours.at.day()),
        )),
        attached_to: None,
        addressees: Vec::new(),
        grounds: Vec::new(),
        body: vec![
            Block::Table(table(&hours.totals)),
            Block::Text(
                "Giờ được ghi theo lúc vào và lúc ra của từng buổi, do người lớn phụ trách điểm \
                 danh và chốt; làm tròn xuống từng 15 phút, nhiều nhất 3 giờ một buổi và 8 giờ một \
                 tuần; giúp người nhà được phụ huynh xác nhận, nhiều nhất 1 giờ một tuần."
                    .to_owned(),
            ),
        ],
        signatures: vec![sign("Giáo viên chủ nhiệm"), sign("Hiệu trưởng")],
        recipients: vec!["Lưu: VT".to_owned()],
    }
}

fn table(totals: &[Total]) -> Table {
    let columns = vec![
        Column::new("STT", 6.0, Align::Centre),
        Column::new("Họ và tên", 36.0, Align::Left),
        Column::new("Số giờ", 12.0, Align::Right),
        Column::new("Số lượt", 12.0, Align::Right),
        Column::new("Số ca", 10.0, Align::Right),
        Column::new("Vắng", 10.0, Align::Right),
        Column::new("Chuyên cần", 14.0, Align::Right),
    ];
    let rows = totals.iter().zip(1..).map(|(total, at)| {
        vec![
            at.to_string(),
            total.name.clone(),
            bare_hours(Lang::Vi, total.minutes),
            Lang::Vi.number(total.supports),
            Lang::Vi.number(total.shifts_done),
            Lang::Vi.number(total.shifts_absent),
            percent_shown(total.attendance_percent()),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let sum = |of: fn(&Total) -> i64| totals.iter().map(of).sum::<i64>();
    let mut total = vec![String::new(); 7];
    total[1] = "Tổng cộng".to_owned();
    total[2] = bare_hours(Lang::Vi, sum(|t| t.minutes));
    total[3] = Lang::Vi.number(sum(|t| t.supports));
    total[4] = Lang::Vi.number(sum(|t| t.shifts_done));
    total[5] = Lang::Vi.number(sum(|t| t.shifts_absent));
    Table { columns, rows, total: Some(total) }
}

/// "2,25": hours without their word.
fn bare_hours(lang: Lang, minutes: i64) -> String {
    lang.hours(minutes).split(' ').next().unwrap_or_default().to_owned()
}

/// The school's hours, or one class's, as CSV in the reader's language.
pub fn spreadsheet(act: &mut Act<'_>, class: Option<ClassId>, lang: Lang) -> Answer<Vec<u8>> {
    let hours = match class {
        Some(class) => of_class(act, class)?,
        None => of_school(act)?,
    };
    let header = [
        lang.t("Lớp", "Class"),
        lang.t("Họ và tên", "Name"),
        lang.t("Mã", "Code"),
        lang.t("Phút", "Minutes"),
        lang.t("Giờ", "Hours"),
        lang.t("Lượt hỗ trợ", "Supports"),
        lang.t("Ca đã trực", "Shifts done"),
        lang.t("Ca vắng", "Shifts missed"),
        lang.t("Chuyên cần %", "Attendance %"),
    ];
    let rows = hours.totals.iter().map(|total| {
        [
            total.class_name.clone(),
            total.name.clone(),
            total.badge.clone(),
            total.minutes.to_string(),
            bare_hours(lang, total.minutes),
            total.supports.to_string(),
            total.shifts_done.to_string(),
            total.shifts_absent.to_string(),
            total.attendance_percent().map(|percent| percent.to_string()).unwrap_or_default(),
        ]
    });
    csv(&header, rows).map_err(|error| Error::Fault(error.to_string()))
}
