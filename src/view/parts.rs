//! The design system: every page is put together from these parts.
//!
//! All text comes in already in the language of the page; a part takes a [`Lang`] only where
//! it says something of its own. A part that is a builder renders itself, so it stands in
//! markup like a value: `html! { (Field::text("name", "Họ tên")) (Button::primary("Lưu")) }`.
//!
//! [`Lang`]: crate::domain::lang::Lang

mod block;
mod button;
mod calendar;
mod chart;
mod field;
mod form;
pub mod icons;
mod live;
mod mark;
mod navigate;
mod notice;
mod seats;
mod slip;
mod table;
mod timeline;

pub use block::{
    big_code, card, checklist, code_block, definitions, disclosure, link_card, page_head, section,
    stat, stats,
};
pub use button::{Button, button_row, confirm_box, confirm_box_again, post_button};
pub use calendar::{Event, Week, WeekDay, day_grid};
pub use chart::{Bar, Goal, award_progress, bar_chart, column_chart};
pub use field::{Choice, Field};
pub use form::{
    Form, error_summary, fieldset, form, hidden, search_form, side_by_side, upload_form,
};
pub use live::{filter_box, live, live_stream, print_button, running_time};
pub use mark::{Mark, badge};
pub use navigate::{Tab, breadcrumb, pager, steps, tabs};
pub use notice::{Notice, Tone, empty_state, hint_box, notice};
pub use seats::{Seat, SeatRow, seat_map};
pub use slip::{Slip, grouped, qr_code};
pub use table::Table;
pub use timeline::{Moment, timeline};
