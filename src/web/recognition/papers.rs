//! Papers as PDF.

use actix_web::web::Path;

use super::pdf;
use crate::domain::access::{Help, IssueAwards, SeeSchool};
use crate::domain::ids::{AwardId, ProgrammeId};
use crate::service::recognition::papers;
use crate::web::{Answer, May};

/// One award's certificate.
pub async fn certificate(who: May<IssueAwards>, id: Path<i64>) -> Answer {
    let id = AwardId(id.into_inner());
    let paper = who.read(move |act| papers::one(act, id)).await?;
    Ok(pdf(&format!("giay-{id}.pdf"), papers::print(paper).await?))
}

/// The certificates of all issued awards, in one file.
pub async fn certificates(who: May<IssueAwards>, id: Path<i64>) -> Answer {
    let id = ProgrammeId(id.into_inner());
    let papers_of = who.read(move |act| papers::all(act, id)).await?;
    Ok(pdf(&format!("giay-chuong-trinh-{id}.pdf"), papers::print(papers_of).await?))
}

/// The pupil's own certificate.
pub async fn my_certificate(who: May<Help>, id: Path<i64>) -> Answer {
    let id = AwardId(id.into_inner());
    let paper = who.read(move |act| papers::my_own(act, id)).await?;
    Ok(pdf(&format!("giay-cua-em-{id}.pdf"), papers::print(paper).await?))
}

/// The list of proposals for the board.
pub async fn proposal(who: May<SeeSchool>, id: Path<i64>) -> Answer {
    let id = ProgrammeId(id.into_inner());
    let paper = who.read(move |act| papers::proposal(act, id)).await?;
    Ok(pdf(&format!("danh-sach-de-nghi-{id}.pdf"), papers::print_paper(paper).await?))
}
