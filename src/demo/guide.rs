//! The short table that is printed when the demo starts: who signs in how, and what to
//! try first. Vietnamese first, English below.

use std::fmt;

use super::{PASSWORD, pupils, residents, staff};
use crate::db::demo::{self as showcase, LiveBooking};
use crate::domain::access::Actor;
use crate::domain::codes;
use crate::domain::passkeys::Home;
use crate::domain::phone;
use crate::paths;
use crate::service::{Answer, Office};

/// Everything the table says.
pub struct Guide {
    address: String,
    booking: Option<LiveBooking>,
    running: bool,
    award: Option<String>,
}

/// Gathers it from the database, so that a demo that is opened again has its table too.
pub async fn guide(office: &Office, address: &str) -> Answer<Guide> {
    let address = address.to_owned();
    office
        .read(&Actor::House, move |act| {
            Ok(Guide {
                address,
                booking: showcase::next_booking(act.conn, residents::SAU.name, act.now)?,
                running: showcase::running_session(act.conn)?.is_some(),
                award: showcase::issued_award(act.conn)?,
            })
        })
        .await
}

/// Role and what to try, in both languages, and the sign-in name between them.
struct Line {
    role: (&'static str, &'static str),
    sign_in: &'static str,
    first: (String, String),
}

fn line(role: (&'static str, &'static str), sign_in: &'static str, first: (&str, &str)) -> Line {
    Line { role, sign_in, first: (first.0.to_owned(), first.1.to_owned()) }
}

impl Guide {
    fn lines(&self) -> Vec<Line> {
        let mut lines = vec![self.resident()];
        let desk = match self.running {
            true => ("Bàn trực của buổi đang diễn ra", "The desk of the session running now"),
            false => ("Các buổi sắp tới của mình", "Sessions ahead"),
        };
        lines.extend([
            line(
                ("Cán bộ Đoàn phường", "Coordinator"),
                staff::DIEM.mail,
                ("Đăng buổi mới; chạy ghép cho tuần tới", "Post a session; match the week ahead"),
            ),
            line(("Người lớn phụ trách", "Supervisor"), staff::PHUOC.mail, desk),
            line(
                ("Cán bộ nhà trường", "School officer"),
                staff::KHOA.mail,
                (
                    "Duyệt buổi đang chờ; danh sách, giờ, khen thưởng",
                    "Approve the waiting session; roster, hours, awards",
                ),
            ),
            line(
                ("Giáo viên chủ nhiệm 8A1", "Class teacher of 8A1"),
                staff::THU.mail,
                ("Xem giờ của lớp; kiểm tra đề nghị khen", "The class's hours; check candidates"),
            ),
            line(
                ("Ban giám hiệu", "School board"),
                staff::HIEU.mail,
                ("Phê duyệt khen thưởng", "Approve awards"),
            ),
            line(
                ("Đại sứ số lớp 8A1 (Minh Anh)", "Ambassador, class 8A1"),
                pupils::MINH_ANH,
                ("Nhận ca; xem giờ và chặng tới", "Take a shift; hours and the next award"),
            ),
            line(
                ("Đại sứ số lớp 6/3 (Quốc Bảo)", "Ambassador, class 6/3"),
                pupils::QUOC_BAO,
                ("Ghi một lần giúp người nhà", "Log help at home"),
            ),
            line(
                ("Quản trị", "Administrator"),
                staff::ADMINISTRATOR.mail,
                ("Mời cán bộ; đơn vị; nhật ký", "Invite staff; organisations; audit trail"),
            ),
        ]);
        lines
    }

    fn resident(&self) -> Line {
        let mut first = ("Đặt lịch từ trang chủ".to_owned(), "Book from the home page".to_owned());
        if let Some(booking) = &self.booking {
            let code = codes::shown(&booking.code);
            let proof = match &booking.phone {
                Some(phone) => phone::shown(phone),
                None => booking.name.clone(),
            };
            first.0.push_str(&format!("; xem lịch hẹn mã {code}, điện thoại {proof}"));
            first.1.push_str(&format!("; look up code {code}, telephone {proof}"));
        }
        Line { role: ("Người dân", "Resident"), sign_in: "—", first }
    }
}

impl fmt::Display for Guide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.lines();
        let width = |cells: Vec<&str>| cells.iter().map(|c| c.chars().count()).max().unwrap_or(0);
        let role = width(lines.iter().flat_map(|l| [l.role.0, l.role.1]).collect());
        let name = width(lines.iter().map(|l| l.sign_in).collect()).max(10);
        writeln!(f)?;
        writeln!(f, "  Đại sứ số · bản dùng thử với dữ liệu mẫu  (demo with sample data)")?;
        writeln!(f)?;
        writeln!(f, "  {:<role$}  {}", "Địa chỉ / Address", self.address)?;
        if let Some(home) = Home::of(&self.address).filter(|home| home.origin != self.address) {
            writeln!(f, "  {:<role$}  {}", "Thử khóa / Passkeys at", home.origin)?;
        }
        writeln!(f, "  {:<role$}  {PASSWORD}", "Mật khẩu / Password")?;
        writeln!(f, "  {:<role$}  {}/dev/mail", "Thư gửi đi / Messages", self.address)?;
        if let Some(token) = &self.award {
            let award = paths::recognition::public(token);
            writeln!(f, "  {:<role$}  {}{award}", "Giấy khen / An award", self.address)?;
        }
        writeln!(f)?;
        writeln!(f, "  {:<role$}  {:<name$}  Thử trước", "Vai trò", "Đăng nhập")?;
        writeln!(f, "  {:<role$}  {:<name$}  Try first", "Role", "Sign in as")?;
        for line in &lines {
            writeln!(f)?;
            writeln!(f, "  {:<role$}  {:<name$}  {}", line.role.0, line.sign_in, line.first.0)?;
            writeln!(f, "  {:<role$}  {:<name$}  {}", line.role.1, "", line.first.1)?;
        }
        writeln!(f)?;
        writeln!(f, "  Dừng bằng Ctrl+C  (stop with Ctrl+C)")
    }
}
