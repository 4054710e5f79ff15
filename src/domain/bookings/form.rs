//! Who comes, as typed and as understood.

use chrono::NaiveDate;
use serde::Deserialize;
use validator::Validate;

use super::{AccessNeed, Agreed, Channel, Relation};
use crate::domain::ids::{AreaId, SlotId};
use crate::domain::lang::Lang;
use crate::domain::people;
use crate::domain::phone::Phone;
use crate::domain::refusal::{Message, Problems};

/// The last step of booking as typed, with the choices of the steps before it.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct WhoForm {
    #[validate(length(max = 20))]
    pub topic: String,
    #[validate(length(max = 20))]
    pub slot: String,
    /// `self`, or `other` when somebody books for the person who comes.
    #[validate(length(max = 10))]
    pub whom: String,
    #[validate(length(max = 80))]
    pub name: String,
    #[validate(length(max = 30))]
    pub phone: String,
    #[validate(length(max = 10))]
    pub birth_year: String,
    /// An area's id; `other` for somebody from elsewhere.
    #[validate(length(max = 20))]
    pub area: String,
    #[validate(length(max = 10))]
    pub needs: Vec<String>,
    #[validate(length(max = 80))]
    pub proxy_name: String,
    #[validate(length(max = 30))]
    pub proxy_phone: String,
    #[validate(length(max = 20))]
    pub proxy_relation: String,
    #[validate(length(max = 20))]
    pub proxy_agreed: String,
    /// `yes` when the proxy too may change and cancel.
    #[validate(length(max = 10))]
    pub proxy_may_change: String,
    /// `yes`: when the slot is full, wait for a seat.
    #[validate(length(max = 10))]
    pub wait: String,
    /// Made when the answers were shown for checking: sent twice, it books once.
    #[validate(length(max = 64))]
    pub key: String,
}

impl WhoForm {
    /// It says for whom: oneself or another.
    pub fn says_whom(&self) -> bool {
        self.whom == "self" || self.is_for_other()
    }

    /// Somebody books for the person who comes.
    pub fn is_for_other(&self) -> bool {
        self.whom == "other"
    }

    /// All answers as (field, value), to travel through the page that shows them once more.
    pub fn answers(&self) -> Vec<(&'static str, &str)> {
        let mut answers = vec![
            ("topic", self.topic.as_str()),
            ("slot", &self.slot),
            ("whom", &self.whom),
            ("name", &self.name),
            ("phone", &self.phone),
            ("birth_year", &self.birth_year),
            ("area", &self.area),
            ("wait", &self.wait),
        ];
        answers.extend(self.needs.iter().map(|need| ("needs", need.as_str())));
        if self.is_for_other() {
            answers.extend([
                ("proxy_name", self.proxy_name.as_str()),
                ("proxy_phone", &self.proxy_phone),
                ("proxy_relation", &self.proxy_relation),
                ("proxy_agreed", &self.proxy_agreed),
                ("proxy_may_change", &self.proxy_may_change),
            ]);
        }
        answers
    }
}

/// A booking that somebody asks for, understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Booking {
    pub topic: String,
    pub slot: SlotId,
    pub who: Who,
    pub proxy: Option<Proxy>,
    pub channel: Channel,
    /// When the slot is full, wait for a seat instead of being told of other times.
    pub wait: bool,
    /// Sent twice with the same key, it books once.
    pub key: String,
    pub lang: Lang,
}

/// The person who comes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Who {
    pub name: String,
    pub phone: Option<Phone>,
    pub birth_year: Option<i64>,
    pub area: Option<AreaId>,
    pub needs: Vec<AccessNeed>,
}

/// Somebody who speaks for the person who comes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proxy {
    pub name: String,
    pub phone: Option<Phone>,
    pub relation: Relation,
    pub agreed: Agreed,
    /// May also change and cancel.
    pub may_change: bool,
}

impl Who {
    /// See [`people::person_key`].
    pub fn person_key(&self) -> String {
        people::person_key(&self.name, self.phone.as_ref(), self.birth_year, self.area)
    }

    pub(in crate::domain) fn parse(
        form: &WhoForm,
        today: NaiveDate,
        problems: &mut Problems,
    ) -> Option<Who> {
        let name = problems.take("name", people::name(&form.name));
        let phone = problems.take("phone", Phone::optional(&form.phone));
        let birth_year = problems.take("birth_year", people::birth_year(&form.birth_year, today));
        let area = problems.take("area", area(&form.area));
        let needs = form.needs.iter().filter_map(|need| AccessNeed::from_code(need)).collect();
        Some(Who { name: name?, phone: phone?, birth_year: birth_year?, area: area?, needs })
    }
}

impl Proxy {
    fn parse(form: &WhoForm, problems: &mut Problems) -> Option<Proxy> {
        let name = problems.take("proxy_name", people::name(&form.proxy_name));
        let phone = problems.take("proxy_phone", Phone::optional(&form.proxy_phone));
        let relation = Relation::from_code(&form.proxy_relation);
        let agreed = Agreed::from_code(&form.proxy_agreed);
        if relation.is_none() {
            problems.add(
                "proxy_relation",
                Message::new(
                    "Hãy chọn quan hệ với người sẽ đến.",
                    "Please say who you are to them.",
                ),
            );
        }
        if agreed.is_none() {
            problems.add(
                "proxy_agreed",
                Message::new(
                    "Chỉ đặt hộ khi người đó đã đồng ý. Hãy cho biết người đó đồng ý bằng cách nào.",
                    "Book for somebody only with their agreement. Please say how they agreed.",
                ),
            );
        }
        Some(Proxy {
            name: name?,
            phone: phone?,
            relation: relation?,
            agreed: agreed?,
            may_change: form.proxy_may_change == "yes",
        })
    }
}

impl Booking {
    /// Understands a form, or says what is wrong beside each field.
    pub fn parse(form: &WhoForm, today: NaiveDate, lang: Lang) -> Result<Booking, Problems> {
        let mut problems = Problems::none();
        let who = Who::parse(form, today, &mut problems);
        if !form.says_whom() {
            problems.add("whom", Message::new("Hãy chọn ai sẽ đến.", "Please say who will come."));
        }
        let for_other = form.is_for_other();
        let proxy = if for_other { Proxy::parse(form, &mut problems) } else { None };
        let slot = problems.take("slot", slot(&form.slot));
        match (who, slot) {
            (Some(who), Some(slot)) if problems.is_empty() => Ok(Booking {
                topic: form.topic.clone(),
                slot,
                who,
                proxy,
                channel: if for_other { Channel::Proxy } else { Channel::Web },
                wait: form.wait == "yes",
                key: form.key.clone(),
                lang,
            }),
            _ => Err(problems),
        }
    }
}

fn slot(typed: &str) -> Result<SlotId, Message> {
    typed.parse().map_err(|_| Message::new("Hãy chọn một khung giờ.", "Please choose a time."))
}

fn area(typed: &str) -> Result<Option<AreaId>, Message> {
    match typed {
        "other" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| {
            Message::new(
                "Hãy chọn khu phố đang ở, hoặc “Nơi khác”.",
                "Please choose the neighbourhood, or “Elsewhere”.",
            )
        }),
    }
}

/// Access needs as they are stored with a resident.
pub fn needs_stored(needs: &[AccessNeed]) -> String {
    needs.iter().map(|need| need.code()).collect::<Vec<_>>().join(",")
}

/// Stored access needs in words: "Đi xe lăn hoặc khó đi lại; Mắt kém, cần chữ to".
pub fn needs(stored: &str, lang: Lang) -> String {
    let words: Vec<String> = stored
        .split(',')
        .filter_map(AccessNeed::from_code)
        .map(|need| need.message().say(lang).to_owned())
        .collect();
    words.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 28).unwrap()
    }

    fn form() -> WhoForm {
        WhoForm {
            topic: "A2".into(),
            slot: "7".into(),
            whom: "self".into(),
            name: " Bà  Chín ".into(),
            area: "5".into(),
            needs: vec!["eyesight".into(), "nonsense".into()],
            ..WhoForm::default()
        }
    }

    #[test]
    fn a_name_and_a_neighbourhood_are_enough() {
        let booking = Booking::parse(&form(), today(), Lang::Vi).unwrap();
        assert_eq!((booking.who.name.as_str(), booking.who.area), ("Bà Chín", Some(AreaId(5))));
        assert_eq!(booking.who.needs, [AccessNeed::Eyesight]);
        assert_eq!((booking.channel, booking.proxy), (Channel::Web, None));
        assert_eq!(needs(&needs_stored(&booking.who.needs), Lang::En), "Poor eyesight, large type");
    }

    #[test]
    fn booking_for_somebody_asks_how_they_agreed() {
        let mut form = WhoForm { whom: "other".into(), ..form() };
        let problems = Booking::parse(&form, today(), Lang::Vi).unwrap_err();
        for field in ["proxy_name", "proxy_relation", "proxy_agreed"] {
            assert!(problems.of(field).is_some(), "{field}");
        }
        form.proxy_name = "Ông Phước".into();
        form.proxy_relation = "area_head".into();
        form.proxy_agreed = "spoken".into();
        let booking = Booking::parse(&form, today(), Lang::Vi).unwrap();
        assert_eq!(booking.channel, Channel::Proxy);
        assert!(!booking.proxy.unwrap().may_change);
    }

    #[test]
    fn every_wrong_field_has_its_message() {
        let form = WhoForm {
            name: "079155001234".into(),
            phone: "12".into(),
            birth_year: "12/3/1955".into(),
            area: String::new(),
            slot: String::new(),
            whom: "them".into(),
            ..form()
        };
        let problems = Booking::parse(&form, today(), Lang::Vi).unwrap_err();
        for field in ["name", "phone", "birth_year", "area", "slot", "whom"] {
            assert!(problems.of(field).is_some(), "{field}");
        }
    }
}
