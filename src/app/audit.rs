//! Checking the chain over the audit trail from the command line.

use std::process::ExitCode;

use super::{open_office, told};
use crate::clock::Clock;
use crate::config::Config;
use crate::service::audit::{self, Verdict};

/// Follows the whole chain and says what it found: 0 sound, 1 broken or forged.
pub async fn verify(config: &Config, anchor: Option<(i64, String)>) -> anyhow::Result<ExitCode> {
    let office = open_office(config, Clock::machine())?;
    let verdict = audit::verify(&office, anchor).await.map_err(told)?;
    println!("{}", say(&verdict));
    Ok(match verdict {
        Verdict::Sound { .. } => ExitCode::SUCCESS,
        Verdict::Broken { .. } | Verdict::Forged { .. } => ExitCode::FAILURE,
    })
}

fn say(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Sound { sealed, head, unsealed } => format!(
            "Nhật ký nguyên vẹn: {sealed} dòng (the trail is sound: {sealed} rows).\n\
             Chưa niêm phong (not sealed yet): {unsealed}\n\
             Hãy ghi lại ở nơi khác (write down elsewhere): {sealed}:{head}"
        ),
        Verdict::Broken { number, row } => format!(
            "Nhật ký bị sửa từ dòng niêm phong {number}, mã dòng {row} \
             (the trail was changed at seal {number}, row {row})."
        ),
        Verdict::Forged { number } => format!(
            "Mã đã ghi của dòng niêm phong {number} không có trong nhật ký: nhật ký bị viết lại hoặc cắt bớt \
             (the hash noted for seal {number} is not in the trail: it was written anew or cut)."
        ),
    }
}
