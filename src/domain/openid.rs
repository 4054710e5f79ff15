//! Signing in by OpenID Connect: what the settings say of a provider, what its claims say of
//! one person, and why somebody is not let in.

use serde::Deserialize;
use serde_json::Value;
use validator::Validate;

use super::access::{OrganisationKind, Role, roles_at};
use super::lang::Lang;
use super::refusal::{Message, Refuse};
use super::staff::{email, person_name};

/// As sent by the button of the sign-in page.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct BeginForm {
    /// Where to go after; only a path of this house.
    #[validate(length(max = 300))]
    pub back: String,
}

/// What this house believes of a provider.
#[derive(Clone, Debug)]
pub struct Policy {
    pub issuer: String,
    pub name_vi: String,
    pub name_en: String,
    pub claims: ClaimNames,
    /// Values of the claim about the second step of which one is enough; none: it is asked
    /// for as after a password.
    pub second_step: Vec<String>,
    /// Somebody unknown to whom a rule gives a role gets an account.
    pub create: bool,
    /// Hours a sign-in by this provider lasts.
    pub hours: i64,
    pub rules: Vec<RoleRule>,
}

/// What the claims are called.
#[derive(Clone, Debug)]
pub struct ClaimNames {
    pub email: String,
    pub verified: String,
    pub name: String,
    pub second_step: String,
}

/// Whoever has this value in this claim holds this role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoleRule {
    pub claim: String,
    pub value: String,
    pub role: Role,
    /// The code of a ward or school; none for administrators.
    pub organisation: Option<String>,
    /// The name of a class, of class teachers.
    pub class: Option<String>,
}

impl RoleRule {
    /// Why such a rule cannot work, in the words of the settings.
    pub fn wrong(&self) -> Option<&'static str> {
        if self.claim.is_empty() || self.value.is_empty() {
            return Some("each needs a claim and a value");
        }
        if (self.role == Role::Administrator) != self.organisation.is_none() {
            return Some("each role but administrator, and no administrator, has an organisation");
        }
        if (self.role == Role::ClassTeacher) != self.class.is_some() {
            return Some("a class teacher, and nobody else, has a class");
        }
        None
    }

    /// Can the role be held at this kind of organisation?
    pub fn fits(&self, kind: OrganisationKind) -> bool {
        roles_at(kind).contains(&self.role)
    }
}

/// What a provider says about one person, checked to be its own words.
#[derive(Clone, Debug)]
pub struct Claims(Value);

impl Claims {
    /// From a JSON object.
    pub fn new(object: Value) -> Claims {
        Claims(object)
    }

    /// Takes from `other` what is not here yet.
    pub fn or(mut self, other: Claims) -> Claims {
        if let (Value::Object(own), Value::Object(others)) = (&mut self.0, other.0) {
            for (name, value) in others {
                own.entry(name).or_insert(value);
            }
        }
        self
    }

    /// A claim by its name, or by its way with dots: `realm_access.roles`.
    pub fn find(&self, name: &str) -> Option<&Value> {
        if let Some(found) = self.0.get(name) {
            return Some(found);
        }
        name.split('.').try_fold(&self.0, |value, step| value.get(step))
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.find(name).and_then(Value::as_str)
    }

    /// Is this the claim's value, or one of its values?
    fn says(&self, name: &str, wanted: &str) -> bool {
        let is = |value: &Value| match value {
            Value::String(text) => text == wanted,
            Value::Bool(said) => wanted == if *said { "true" } else { "false" },
            Value::Number(number) => number.to_string() == wanted,
            _ => false,
        };
        match self.find(name) {
            Some(Value::Array(values)) => values.iter().any(is),
            Some(value) => is(value),
            None => false,
        }
    }

    fn is_true(&self, name: &str) -> bool {
        self.says(name, "true") || self.says(name, "1")
    }
}

/// Is this an address by plain HTTP on this very machine?
pub fn is_loopback(address: &str) -> bool {
    let rest = address.strip_prefix("http://").unwrap_or_default();
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|host| {
        let after = rest.strip_prefix(host);
        let port = after.map(|rest| rest.strip_prefix(':').unwrap_or(rest));
        port.is_some_and(|rest| {
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.is_empty() || rest.starts_with('/')
        })
    })
}

/// One person as a provider describes them, in the terms of this house.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identity {
    /// Never given to another person by the same provider.
    pub subject: String,
    /// Only one that the provider has verified, in lower case.
    pub email: Option<String>,
    pub name: Option<String>,
    /// The provider has asked for a second step itself.
    pub second_step: bool,
    /// What the rules give.
    pub roles: Vec<RoleRule>,
}

impl Policy {
    /// The provider's name on the button.
    pub fn name(&self, lang: Lang) -> &str {
        lang.t(&self.name_vi, &self.name_en)
    }

    /// Every claim that [`Policy::identify`] looks for.
    pub fn looks_for(&self) -> impl Iterator<Item = &str> {
        let names = [&self.claims.email, &self.claims.verified, &self.claims.name];
        names.into_iter().chain(self.rules.iter().map(|rule| &rule.claim)).map(String::as_str)
    }

    /// What the claims say; none without a subject.
    pub fn identify(&self, claims: &Claims) -> Option<Identity> {
        let subject = claims.text("sub").filter(|sub| (1..=255).contains(&sub.len()))?;
        let verified = claims.is_true(&self.claims.verified);
        let typed = claims.text(&self.claims.email).filter(|_| verified);
        let second_step =
            self.second_step.iter().any(|value| claims.says(&self.claims.second_step, value));
        let given = |rule: &&RoleRule| claims.says(&rule.claim, &rule.value);
        Some(Identity {
            subject: subject.to_owned(),
            email: typed.and_then(|typed| email(typed).ok()),
            name: claims.text(&self.claims.name).and_then(|name| person_name(name).ok()),
            second_step,
            roles: self.rules.iter().filter(given).cloned().collect(),
        })
    }

    /// A refusal in the name of this provider.
    pub fn refuse(&self, why: Why) -> OpenidRefusal {
        OpenidRefusal { why, name_vi: self.name_vi.clone(), name_en: self.name_en.clone() }
    }
}

/// Why somebody who came from the provider is not let in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// The provider cannot be reached.
    Away,
    /// Begun too long ago, in another browser, or finished already.
    TooLate,
    /// The person, or the provider, stopped.
    Stopped,
    /// The answer is not provably the provider's.
    Doubtful,
    Unverified,
    Unknown,
    NoRole,
    Paused,
    /// The account belongs to somebody else at this provider.
    BoundElsewhere,
}

/// The reason, with the provider's name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenidRefusal {
    why: Why,
    name_vi: String,
    name_en: String,
}

impl Refuse for OpenidRefusal {
    fn code(&self) -> &'static str {
        match self.why {
            Why::Away => "openid_away",
            Why::TooLate => "openid_too_late",
            Why::Stopped => "openid_stopped",
            Why::Doubtful => "openid_doubtful",
            Why::Unverified => "openid_unverified",
            Why::Unknown => "openid_unknown",
            Why::NoRole => "openid_no_role",
            Why::Paused => "openid_paused",
            Why::BoundElsewhere => "openid_bound_elsewhere",
        }
    }

    fn message(&self) -> Message {
        let (vi, en) = (&self.name_vi, &self.name_en);
        match self.why {
            Why::Away => Message::new(
                format!(
                    "Lúc này chưa liên lạc được với {vi}. Hãy thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu."
                ),
                format!(
                    "{en} cannot be reached at the moment. Try again in a few minutes, or sign in with your password."
                ),
            ),
            Why::TooLate => Message::new(
                "Lần đăng nhập này đã quá hạn, đã dùng rồi, hoặc bắt đầu ở một trình duyệt khác. Hãy bắt đầu lại.",
                "This sign-in is too old, was used already, or was begun in another browser. Please begin again.",
            ),
            Why::Stopped => Message::new(
                format!(
                    "Việc đăng nhập ở {vi} đã dừng lại. Hãy thử lại, hoặc đăng nhập bằng mật khẩu."
                ),
                format!(
                    "The sign-in at {en} was stopped. Try again, or sign in with your password."
                ),
            ),
            Why::Doubtful => Message::new(
                format!(
                    "Chưa xác minh được câu trả lời của {vi} nên chưa cho vào. Hãy thử lại; nếu vẫn vậy, hãy báo cho quản trị viên."
                ),
                format!(
                    "The answer of {en} could not be verified, so nobody was let in. Try again; if it stays so, tell the administrator."
                ),
            ),
            Why::Unverified => Message::new(
                format!(
                    "{vi} chưa xác nhận địa chỉ thư của bạn. Hãy xác nhận địa chỉ thư ở đó rồi đăng nhập lại."
                ),
                format!(
                    "{en} has not verified your e-mail address. Verify it there, then sign in again."
                ),
            ),
            Why::Unknown => Message::new(
                "Chưa có tài khoản cán bộ nào mang địa chỉ thư này. Hãy nhờ người quản lý tài khoản ở đơn vị mời bạn.",
                "No staff account has this e-mail address. Ask the keeper of accounts at your organisation to invite you.",
            ),
            Why::NoRole => Message::new(
                format!(
                    "{vi} chưa giao cho bạn vai trò nào ở đây. Hãy hỏi người quản lý tài khoản ở đơn vị."
                ),
                format!(
                    "{en} has given you no role here yet. Ask the keeper of accounts at your organisation."
                ),
            ),
            Why::Paused => Message::new(
                "Tài khoản này đang tạm dừng. Hãy hỏi người quản lý tài khoản ở đơn vị.",
                "This account is paused. Ask the keeper of accounts at your organisation.",
            ),
            Why::BoundElsewhere => Message::new(
                format!(
                    "Tài khoản mang địa chỉ thư này đã nối với một người dùng khác ở {vi}. Hãy nhờ người quản lý tài khoản gỡ kết nối cũ."
                ),
                format!(
                    "The account with this e-mail address is connected to another user of {en}. Ask the keeper of accounts to remove the old connection."
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rule(claim: &str, value: &str, role: Role) -> RoleRule {
        let organisation = (role != Role::Administrator).then(|| "DHT".to_owned());
        let class = (role == Role::ClassTeacher).then(|| "8A1".to_owned());
        RoleRule { claim: claim.into(), value: value.into(), role, organisation, class }
    }

    fn policy() -> Policy {
        Policy {
            issuer: "https://id.example".into(),
            name_vi: "Cổng đăng nhập".into(),
            name_en: "the portal".into(),
            claims: ClaimNames {
                email: "email".into(),
                verified: "email_verified".into(),
                name: "name".into(),
                second_step: "amr".into(),
            },
            second_step: vec!["mfa".into(), "otp".into()],
            create: false,
            hours: 12,
            rules: vec![
                rule("groups", "dieu-phoi", Role::Coordinator),
                rule("realm_access.roles", "giam-sat", Role::Supervisor),
                rule("is_admin", "true", Role::Administrator),
            ],
        }
    }

    #[test]
    fn claims_become_a_person_with_roles() {
        let claims = Claims::new(json!({
            "sub": "a-1", "email": " Diem@Phuong.Example", "email_verified": true,
            "name": "Nguyễn Thị Diễm", "amr": ["pwd", "otp"], "groups": ["khac", "dieu-phoi"],
            "realm_access": { "roles": ["giam-sat"] }, "is_admin": false,
        }));
        let who = policy().identify(&claims).unwrap();
        assert_eq!(who.email.as_deref(), Some("diem@phuong.example"));
        assert!(who.second_step);
        let roles: Vec<Role> = who.roles.iter().map(|rule| rule.role).collect();
        assert_eq!(roles, [Role::Coordinator, Role::Supervisor]);
    }

    #[test]
    fn an_address_counts_only_when_it_is_verified() {
        for verified in [json!(false), json!("yes"), json!(null), json!([]), json!(0)] {
            let claims = json!({ "sub": "a", "email": "a@b.vn", "email_verified": verified });
            assert_eq!(policy().identify(&Claims::new(claims)).unwrap().email, None, "{verified}");
        }
        for verified in [json!(true), json!("true"), json!(1)] {
            let claims = json!({ "sub": "a", "email": "a@b.vn", "email_verified": verified });
            assert!(policy().identify(&Claims::new(claims)).unwrap().email.is_some(), "{verified}");
        }
        let unsaid = Claims::new(json!({ "sub": "a", "email": "a@b.vn" }));
        assert_eq!(policy().identify(&unsaid).unwrap().email, None);
        assert_eq!(policy().identify(&Claims::new(json!({ "email": "a@b.vn" }))), None);
    }

    #[test]
    fn what_a_token_says_is_not_overruled_by_what_is_asked_later() {
        let token = Claims::new(json!({ "sub": "a", "groups": ["x"] }));
        let more = Claims::new(json!({ "sub": "b", "groups": ["y"], "name": "Lan Anh" }));
        let both = token.or(more);
        assert_eq!(both.text("sub"), Some("a"));
        assert!(both.says("groups", "x") && !both.says("groups", "y"));
        assert_eq!(both.text("name"), Some("Lan Anh"));
    }

    #[test]
    fn a_rule_names_a_place_exactly_where_its_role_is_held() {
        let fine = rule("groups", "x", Role::ClassTeacher);
        assert_eq!(fine.wrong(), None);
        assert!(fine.fits(OrganisationKind::School) && !fine.fits(OrganisationKind::Ward));
        assert_eq!(rule("groups", "x", Role::Administrator).wrong(), None);
        for wrong in [
            RoleRule { class: None, ..fine.clone() },
            RoleRule { organisation: None, ..fine.clone() },
            RoleRule { value: String::new(), ..fine.clone() },
            RoleRule { role: Role::Board, ..fine.clone() },
            RoleRule { role: Role::Administrator, class: None, ..fine.clone() },
        ] {
            assert!(wrong.wrong().is_some(), "{wrong:?}");
        }
    }
}
