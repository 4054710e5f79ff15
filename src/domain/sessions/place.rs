//! What a coordinator types about a help point.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::ids::AreaId;
use crate::domain::names::tidy;
use crate::domain::privacy::refuse_secrets;
use crate::domain::refusal::{Message, Problems};
use crate::domain::typed;

/// As typed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize, Serialize, Validate)]
#[serde(default)]
pub struct PlaceForm {
    #[validate(length(max = 120))]
    pub name: String,
    #[validate(length(max = 200))]
    pub address: String,
    #[validate(length(max = 200))]
    pub landmark: String,
    #[validate(length(max = 20))]
    pub area: String,
    #[validate(length(max = 5))]
    pub accessible: String,
    #[validate(length(max = 20))]
    pub east_m: String,
    #[validate(length(max = 20))]
    pub north_m: String,
}

/// A help point that can stand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    pub name: String,
    pub address: String,
    pub landmark: String,
    pub area: AreaId,
    pub accessible: bool,
    /// Metres east and north of the ward's reference point; a ward is a few kilometres wide.
    pub at: (i64, i64),
}

/// No help point of a ward lies farther from its reference point, in metres.
const FARTHEST: i64 = 30_000;

impl Place {
    /// Reads the form; `areas` are the ward's.
    pub fn parse(form: &PlaceForm, areas: &[AreaId]) -> Result<Place, Problems> {
        let mut p = Problems::none();
        let name = p.take("name", required(&form.name, "Điền tên nơi hỗ trợ.", "Enter its name."));
        let address =
            p.take("address", required(&form.address, "Điền địa chỉ.", "Enter the address."));
        let area = form.area.parse().ok().filter(|area| areas.contains(area));
        let area = p.take(
            "area",
            area.ok_or_else(|| Message::new("Chọn khu phố.", "Choose the neighbourhood.")),
        );
        let east = p.take("east_m", metres(&form.east_m));
        let north = p.take("north_m", metres(&form.north_m));
        for (field, text) in
            [("name", &form.name), ("address", &form.address), ("landmark", &form.landmark)]
        {
            p.take(field, refuse_secrets(text));
        }
        let (Some(name), Some(address), Some(area), Some(east), Some(north), true) =
            (name, address, area, east, north, p.is_empty())
        else {
            return Err(p);
        };
        let accessible = form.accessible == "yes";
        Ok(Place {
            name,
            address,
            landmark: tidy(&form.landmark),
            area,
            accessible,
            at: (east, north),
        })
    }
}

fn required(text: &str, vi: &'static str, en: &'static str) -> Result<String, Message> {
    let text = tidy(text);
    if text.is_empty() { Err(Message::new(vi, en)) } else { Ok(text) }
}

fn metres(text: &str) -> Result<i64, Message> {
    if text.trim().is_empty() {
        return Ok(0);
    }
    typed::whole(text).filter(|m| m.abs() <= FARTHEST).ok_or_else(|| {
        Message::new(
            "Điền số mét, ví dụ 450 hoặc -1200; để trống nếu chưa đo.",
            "Enter metres, for example 450 or -1200; leave empty when not measured.",
        )
    })
}
