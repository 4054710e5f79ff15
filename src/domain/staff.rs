//! Inviting staff: who may be given which role, and from when to when.

use chrono::NaiveDate;
use serde::Deserialize;
use validator::Validate;

use super::access::{OrganisationKind, Role, roles_at};
use super::names::tidy;
use super::refusal::{Message, Problems, Refuse};
use super::typed;

/// As typed on the invitation page.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct InviteForm {
    #[validate(length(max = 100))]
    pub name: String,
    #[validate(length(max = 100))]
    pub title: String,
    #[validate(length(max = 200))]
    pub email: String,
    pub organisation: String,
    pub role: String,
    pub class: String,
    /// The first day; empty: today.
    #[validate(length(max = 20))]
    pub since: String,
    /// The last day, for who stands in for somebody; empty: until it is ended.
    #[validate(length(max = 20))]
    pub until: String,
}

/// An invitation that can be sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invitation {
    pub name: String,
    pub title: String,
    /// Lower case; also the sign-in name.
    pub email: String,
    pub role: Role,
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
}

impl Invitation {
    /// Reads the form for an organisation of this kind.
    pub fn parse(
        form: &InviteForm,
        kind: OrganisationKind,
        today: NaiveDate,
    ) -> Result<Invitation, Problems> {
        let mut problems = Problems::none();
        let name = problems.take("name", person_name(&form.name));
        let email = problems.take("email", email(&form.email));
        let role = Role::from_code(&form.role).filter(|role| roles_at(kind).contains(role));
        if role.is_none() {
            problems.add(
                "role",
                Message::new(
                    "Hãy chọn một vai trò có ở đơn vị này.",
                    "Choose a role that this organisation has.",
                ),
            );
        }
        let days = days(form, today, &mut problems);
        match (name, email, role, days) {
            (Some(name), Some(email), Some(role), Some((since, until))) => {
                Ok(Invitation { name, title: tidy(&form.title), email, role, since, until })
            }
            _ => Err(problems),
        }
    }
}

/// Longest time ahead for which a role is given, in days.
const MOST_DAYS: i64 = 3 * 366;

/// The first and the last day of a role.
fn days(
    form: &InviteForm,
    today: NaiveDate,
    problems: &mut Problems,
) -> Option<(NaiveDate, Option<NaiveDate>)> {
    let most = today + chrono::TimeDelta::days(MOST_DAYS);
    let since = match form.since.trim() {
        "" => Some(today),
        typed => typed::day(typed).filter(|day| (today..=most).contains(day)),
    };
    let since = since.ok_or_else(|| {
        Message::new("Ngày bắt đầu là hôm nay hoặc sau đó.", "The first day is today or later.")
    });
    let since = problems.take("since", since)?;
    let until = match form.until.trim() {
        "" => return Some((since, None)),
        typed => typed::day(typed).filter(|day| (since..=most).contains(day)),
    };
    let until = until.ok_or_else(|| {
        Message::new(
            "Ngày cuối không trước ngày bắt đầu, và trong vòng ba năm.",
            "The last day is not before the first, and within three years.",
        )
    });
    problems.take("until", until).map(|until| (since, Some(until)))
}

/// A person's name: two letters at least, no digits.
pub fn person_name(typed: &str) -> Result<String, Message> {
    let name = tidy(typed);
    if name.chars().filter(|c| c.is_alphabetic()).count() < 2 || name.contains(char::is_numeric) {
        return Err(Message::new("Hãy ghi họ và tên.", "Enter the full name."));
    }
    Ok(name)
}

/// An e-mail address, lower case.
pub fn email(typed: &str) -> Result<String, Message> {
    use validator::ValidateEmail;
    let email = typed.trim().to_lowercase();
    if email.validate_email() {
        return Ok(email);
    }
    Err(Message::new(
        "Hãy ghi địa chỉ thư đầy đủ, ví dụ ten@example.vn.",
        "Enter a whole e-mail address such as name@example.vn.",
    ))
}

/// Why something about an account was not done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StaffRefusal {
    /// The invitation is used, too old, or replaced by a newer one.
    InvitationOver,
    /// The role has ended already.
    RoleOver,
    /// One cannot end one's own role and lock oneself out.
    OwnRole,
    /// There already is an administrator.
    AdministratorExists,
    /// Nobody gives a role to themselves.
    Oneself,
    /// Whoever proposes awards does not choose who approves them.
    BoardOnly,
    /// The person holds this role here already.
    HeldAlready,
    /// The person has an account in use: a new link would be a way into it.
    InUse,
    /// The account is connected to no provider.
    NotConnected,
}

impl Refuse for StaffRefusal {
    fn code(&self) -> &'static str {
        match self {
            StaffRefusal::InvitationOver => "invitation_over",
            StaffRefusal::RoleOver => "role_over",
            StaffRefusal::OwnRole => "own_role",
            StaffRefusal::AdministratorExists => "administrator_exists",
            StaffRefusal::Oneself => "oneself",
            StaffRefusal::BoardOnly => "board_only",
            StaffRefusal::HeldAlready => "held_already",
            StaffRefusal::InUse => "in_use",
            StaffRefusal::NotConnected => "not_connected",
        }
    }

    fn message(&self) -> Message {
        match self {
            StaffRefusal::InvitationOver => Message::new(
                "Lời mời này đã dùng hoặc hết hạn. Hãy nhờ người mời gửi lại.",
                "This invitation was used or has expired. Ask for a new one.",
            ),
            StaffRefusal::RoleOver => {
                Message::new("Vai trò này đã kết thúc rồi.", "This role has ended already.")
            }
            StaffRefusal::OwnRole => Message::new(
                "Không thể tự kết thúc vai trò của chính mình. Hãy nhờ người khác.",
                "Nobody can end their own role. Ask somebody else to do it.",
            ),
            StaffRefusal::Oneself => Message::new(
                "Không thể tự giao vai trò cho chính mình. Hãy nhờ người khác mời.",
                "Nobody can give a role to themselves. Ask somebody else to invite you.",
            ),
            StaffRefusal::BoardOnly => Message::new(
                "Vai trò Ban giám hiệu do chính Ban giám hiệu hoặc quản trị viên giao, vì người đề nghị khen không chọn người phê duyệt.",
                "The role of the board is given by the board itself or an administrator, because whoever proposes awards does not choose who approves them.",
            ),
            StaffRefusal::HeldAlready => Message::new(
                "Người này đang giữ vai trò này ở đơn vị này rồi.",
                "This person holds this role here already.",
            ),
            StaffRefusal::InUse => Message::new(
                "Người này đang dùng tài khoản rồi; không gửi lại lời mời.",
                "This person uses the account already; no new invitation is sent.",
            ),
            StaffRefusal::NotConnected => Message::new(
                "Tài khoản này không còn nối với nơi đăng nhập nào khác.",
                "This account is not connected to any other sign-in.",
            ),
            StaffRefusal::AdministratorExists => Message::new(
                "Đã có quản trị viên. Thêm --force nếu thật sự cần một người nữa.",
                "There already is an administrator. Add --force if another one is really needed.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ward_has_no_class_teacher() {
        let form = InviteForm {
            name: "Võ Thị Thu".into(),
            email: "Thu@Truong.example".into(),
            role: "class_teacher".into(),
            ..InviteForm::default()
        };
        let today = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let at = |kind| Invitation::parse(&form, kind, today);
        assert!(at(OrganisationKind::Ward).unwrap_err().of("role").is_some());
        let invitation = at(OrganisationKind::School).unwrap();
        assert_eq!(invitation.email, "thu@truong.example");
        assert_eq!((invitation.since, invitation.until), (today, None));
    }

    #[test]
    fn a_deputy_has_a_first_and_a_last_day() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let read = |since: &str, until: &str| {
            let form =
                InviteForm { since: since.into(), until: until.into(), ..InviteForm::default() };
            let mut problems = Problems::none();
            days(&form, today, &mut problems)
        };
        let day = |d| NaiveDate::from_ymd_opt(2026, 12, d).unwrap();
        assert_eq!(read("2026-12-01", "2026-12-24"), Some((day(1), Some(day(24)))));
        assert_eq!(read("", "2026-12-24"), Some((today, Some(day(24)))));
        for (since, until) in
            [("2026-11-27", ""), ("2026-12-10", "2026-12-09"), ("x", ""), ("", "2050-01-01")]
        {
            assert_eq!(read(since, until), None, "{since} {until}");
        }
    }
}
