//! What the school sees and does: what is missing, the list as a file, the printed forms, and
//! the deadline for guardians.

use crate::db::ambassadors::missing::{self, ClassLacks, FormRow, Lack, MissingRow};
use crate::db::{organisations, school_days};
use crate::document::consent_form::{ConsentForm, Question, consent_forms};
use crate::document::letterhead::Letterhead;
use crate::document::table::csv;
use crate::domain::access::Permission;
use crate::domain::at::At;
use crate::domain::consent::Purpose;
use crate::domain::consent::texts::TODAY;
use crate::domain::guardians::{DeadlineForm, EXPIRY_DAYS, veto_hours, with_veto_hours};
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::school_year;
use crate::paths;
use crate::service::recognition::papers::{letterhead, print_with};
use crate::service::shifts::page_count;
use crate::service::{Act, Answer, Error, Step, guardians};

/// Rows of a page.
pub const PER_PAGE: i64 = 50;
/// Rows of the file; no school has more pupils.
const MOST: i64 = 20_000;

/// What somebody wants to see.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wanted {
    pub lack: Lack,
    pub class: Option<ClassId>,
    /// From 1.
    pub page: u32,
}

/// The page about what is missing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConsentsPage {
    pub now: At,
    pub school_year: String,
    pub rows: Vec<MissingRow>,
    pub classes: Vec<ClassLacks>,
    pub page: u32,
    pub pages: u32,
    pub veto_hours: i64,
    /// Days until the year's consents end, when that is soon.
    pub ends_in: Option<i64>,
    /// This person may ask guardians and type forms in.
    pub asks: bool,
    pub keeps: bool,
}

/// What is missing in one's own school or class: a fixed number of queries.
pub fn list(act: &mut Act<'_>, wanted: Wanted) -> Answer<ConsentsPage> {
    let school = act.place(Permission::SeeSchool)?;
    let person = act.person()?;
    let only = person.only_classes(Permission::SeeSchool);
    let keeps = person.may_at(Permission::KeepRoster, school);
    let asks = keeps || person.may_at(Permission::CheckCandidates, school);
    let today = act.now.day();
    let year = school_year::of(today);
    let of = (school, year.as_str());
    let classes = missing::by_class(act.conn, of, only.as_deref())?;
    let here = classes.iter().filter(|c| wanted.class.is_none_or(|class| c.class == class));
    let pages = page_count(here.map(|class| class.of(wanted.lack)).sum(), PER_PAGE);
    let page = wanted.page.clamp(1, pages);
    let part = (PER_PAGE, i64::from(page - 1) * PER_PAGE);
    let narrowed = (only.as_deref(), wanted.class);
    let rows = missing::list(act.conn, of, narrowed, wanted.lack, part)?;
    let ends_in = (school_year::days(today).1 - today).num_days() + 1;
    let settings = school_days::settings(act.conn, school)?;
    Ok(ConsentsPage {
        now: act.now,
        school_year: year,
        rows,
        classes,
        page,
        pages,
        veto_hours: veto_hours(&settings),
        ends_in: (ends_in <= EXPIRY_DAYS).then_some(ends_in),
        asks,
        keeps,
    })
}

/// The same list as a table for a spreadsheet, whole.
pub fn spreadsheet(act: &mut Act<'_>, wanted: Wanted, lang: Lang) -> Answer<Vec<u8>> {
    let school = act.place(Permission::SeeSchool)?;
    let only = act.person()?.only_classes(Permission::SeeSchool);
    let year = school_year::of(act.now.day());
    let narrowed = (only.as_deref(), wanted.class);
    let rows = missing::list(act.conn, (school, &year), narrowed, wanted.lack, (MOST, 0))?;
    let header = [
        lang.t("Lớp", "Class"),
        lang.t("Họ và tên", "Name"),
        lang.t("Mã", "Code"),
        lang.t("Em", "Child"),
        lang.t("Phụ huynh", "Guardian"),
        lang.t("Mục đã trả lời (trên 9)", "Answered (of 9)"),
        lang.t("Gửi đường dẫn ngày", "Link sent on"),
    ];
    let word = |rows: i64, yes: i64| match (rows, yes) {
        (0, _) => lang.t("chưa trả lời", "no answer"),
        (_, 0) => lang.t("không đồng ý hoặc đã rút", "said no or withdrew"),
        _ => lang.t("đồng ý", "agreed"),
    };
    let lines = rows.iter().map(|row| {
        [
            row.class_name.clone(),
            row.name.clone(),
            row.sign_in_name.clone(),
            word(row.child_rows, row.child_yes).to_owned(),
            word(row.guardian_rows, row.guardian_yes).to_owned(),
            row.answered.to_string(),
            row.link_made_at.map(|at| lang.date(at.day())).unwrap_or_default(),
        ]
    });
    csv(&header, lines).map_err(|error| Error::Fault(error.to_string()))
}

/// Whose forms are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Printed {
    Pupil(AmbassadorId),
    Class(ClassId),
}

/// The forms of one pupil or of a whole class, for those who may ask the guardians.
pub fn to_print(act: &mut Act<'_>, what: Printed) -> Answer<Vec<ConsentForm>> {
    let (school, rows) = match what {
        Printed::Pupil(id) => {
            let of = guardians::asked_by_school(act, id)?;
            let row = FormRow {
                id: of.id,
                name: of.name,
                sign_in_name: of.sign_in_name,
                class_name: of.class_name,
                birth_year: of.birth_year,
                guardian_name: of.guardian_name,
            };
            (of.school, vec![row])
        }
        Printed::Class(class) => {
            let school = act.place(Permission::SeeSchool)?;
            let only = act.person()?.only_classes(Permission::SeeSchool);
            if only.is_some_and(|own| !own.contains(&class)) {
                return Err(Error::NotFound);
            }
            (school, missing::to_print(act.conn, school, class)?)
        }
    };
    if rows.is_empty() {
        return Err(Error::NotFound);
    }
    let school = organisations::get(act.conn, school)?;
    let ward = match school.ward_id {
        Some(ward) => organisations::get(act.conn, ward)?.name,
        None => String::new(),
    };
    let head = letterhead(&school.parent_name, &ward, &school.name);
    let year = school_year::of(act.now.day());
    let url = &act.rules.public_url;
    let form = |row| form(row, (&head, &year, &school.phone), url);
    Ok(rows.into_iter().map(form).collect())
}

fn form(
    row: FormRow,
    (head, year, phone): (&Letterhead, &str, &str),
    public_url: &str,
) -> ConsentForm {
    ConsentForm {
        letterhead: head.clone(),
        school_year: year.to_owned(),
        version: TODAY.version.to_owned(),
        enter_url: format!("{public_url}{}#phieu", paths::roster::one(row.id)),
        pupil: row.name,
        class: row.class_name,
        birth_year: row.birth_year,
        code: row.sign_in_name.to_uppercase(),
        guardian: row.guardian_name,
        questions: Purpose::ALL.iter().map(|purpose| question(*purpose)).collect(),
        school_phone: phone.to_owned(),
    }
}

fn question(purpose: Purpose) -> Question {
    let statement = |side: &crate::domain::consent::Side| {
        let text = TODAY.text(purpose, *side)?;
        Some((side.name(Lang::Vi).to_owned(), text.say(Lang::Vi).to_owned()))
    };
    Question {
        name: purpose.name(Lang::Vi).to_owned(),
        needed: purpose == Purpose::TakingPart,
        statements: purpose.sides().iter().filter_map(statement).collect(),
    }
}

/// Draws the forms, off the async threads.
pub async fn print_forms(forms: Vec<ConsentForm>) -> Answer<Vec<u8>> {
    print_with(move || consent_forms(&forms)).await
}

/// Sets until when guardians of this school can say no to a shift.
pub fn set_deadline(act: &mut Act<'_>, form: &DeadlineForm) -> Answer<()> {
    let school = act.place(Permission::KeepRoster)?;
    let hours = form.parse()?;
    let settings = school_days::settings(act.conn, school)?;
    let from = veto_hours(&settings).to_string();
    school_days::set_settings(act.conn, school, &with_veto_hours(&settings, hours))?;
    act.audit(Step {
        organisation: Some(school),
        entity: "organisation",
        id: school.0,
        act: "set_deadline",
        from: "",
        to: "",
        detail: &format!("hours {from}, {hours}"),
    })
}
