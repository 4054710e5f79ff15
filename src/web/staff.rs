//! Staff accounts and one's own account.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::{Answer, Fields, May, Visitor, WebError, routes};
use crate::domain::access::{KeepAccounts, OwnAccount};
use crate::domain::accounts::CurrentForm;
use crate::domain::ids::SignInId;
use crate::domain::passwords::PasswordForm;
use crate::domain::refusal::Problems;
use crate::domain::staff::InviteForm;
use crate::paths;
use crate::service::{self, Error};
use crate::view;
use crate::view::layout::Audience;
use crate::view::staff::Typed;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    q: String,
    page: Option<i64>,
}

/// Who holds which role.
pub async fn list(who: May<KeepAccounts>, query: Query<Search>) -> Answer {
    let Search { q, page } = query.into_inner();
    let (lang, page) = (who.lang, page.unwrap_or(1).clamp(1, 100_000));
    let part = q.clone();
    let (rows, total) = who.read(move |act| service::staff::list(act, &part, page)).await?;
    let today = who.office().now().day();
    let per_page = service::staff::PER_PAGE;
    let list = view::staff::List { rows: &rows, total, page, per_page, q: &q, today };
    Ok(who.page(lang.t("Cán bộ", "Staff"), Audience::Staff, view::staff::list(lang, &list)))
}

/// The table of rights, from what guards the doors.
pub async fn rights(who: May<KeepAccounts>) -> Answer {
    let ways: Vec<view::rights::Way> = routes::DOORS
        .iter()
        .copied()
        .flatten()
        .filter_map(|door| {
            let needs = door.needs?;
            Some(view::rights::Way { needs, method: door.method, path: door.path })
        })
        .collect();
    let lang = who.lang;
    let title = lang.t("Ai được làm gì", "Who may do what");
    Ok(who.page(title, Audience::Staff, view::rights::matrix(lang, &ways)))
}

/// The invitation form.
pub async fn invite_page(who: May<KeepAccounts>) -> Answer {
    let choices = who.read(service::staff::choices).await?;
    let body = view::staff::invite(
        who.lang,
        &InviteForm::default(),
        &Problems::none(),
        &choices.organisations,
        &choices.classes,
    );
    Ok(who.page(who.lang.t("Mời cán bộ", "Invite staff"), Audience::Staff, body))
}

/// Sends an invitation.
pub async fn invite(who: May<KeepAccounts>, form: Fields<InviteForm>) -> Answer {
    let lang = who.lang;
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| service::staff::invite(act, &typed)).await {
            Ok(()) => {
                let notice =
                    lang.t("Đã mời. Thư mời đang được gửi.", "Invited. The letter is on its way.");
                return Ok(who.done(paths::staff::LIST, notice));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    let choices = who.read(service::staff::choices).await?;
    let body =
        view::staff::invite(lang, &form, &problems, &choices.organisations, &choices.classes);
    Ok(who.again(lang.t("Mời cán bộ", "Invite staff"), Audience::Staff, body))
}

/// Sends the invitation once more, which also serves who forgot the password.
pub async fn invite_again(who: May<KeepAccounts>, role: Path<i64>) -> Answer {
    let role = role.into_inner();
    who.write(move |act| service::staff::invite_again(act, role)).await?;
    let notice = who.lang.t("Đã gửi thư mời mới.", "A new letter is on its way.");
    Ok(who.done(paths::staff::LIST, notice))
}

/// Ends a role as of today.
pub async fn end_role(who: May<KeepAccounts>, role: Path<i64>) -> Answer {
    let role = role.into_inner();
    match who.write(move |act| service::staff::end_role(act, role)).await {
        Ok(()) => Ok(
            who.done(paths::staff::LIST, who.lang.t("Đã kết thúc vai trò.", "The role has ended."))
        ),
        Err(Error::Refused(refusal)) => Ok(who.refused(paths::staff::LIST, &refusal.message())),
        Err(error) => Err(error.into()),
    }
}

/// Signs somebody out everywhere.
pub async fn end_sign_ins(who: May<KeepAccounts>, role: Path<i64>) -> Answer {
    let role = role.into_inner();
    who.write(move |act| service::staff::end_sign_ins_of(act, role)).await?;
    let notice = who.lang.t(
        "Đã đăng xuất người này khỏi mọi thiết bị.",
        "This person is signed out on every device.",
    );
    Ok(who.done(paths::staff::LIST, notice))
}

/// Where an invited person sets a password.
pub async fn invitation(visitor: Visitor, token: Path<String>) -> Answer {
    let token = token.into_inner();
    let asked = token.clone();
    let name = visitor.read(move |act| service::staff::invited(act, &asked)).await?;
    Ok(visitor.page(
        visitor.lang.t("Đặt mật khẩu", "Set a password"),
        Audience::Bare,
        view::staff::invitation(visitor.lang, &token, &name, &Problems::none()),
    ))
}

/// Takes the invitation up.
pub async fn accept(visitor: Visitor, token: Path<String>, form: Fields<PasswordForm>) -> Answer {
    let (lang, token) = (visitor.lang, token.into_inner());
    let asked = token.clone();
    let name = visitor.read(move |act| service::staff::invited(act, &asked)).await?;
    match service::staff::accept(visitor.office(), &token, &form).await {
        Ok(()) => {
            let notice =
                lang.t("Đã đặt mật khẩu. Mời đăng nhập.", "The password is set. Please sign in.");
            Ok(visitor.done(paths::accounts::SIGN_IN, notice))
        }
        Err(Error::Invalid(problems)) => Ok(visitor.again(
            lang.t("Đặt mật khẩu", "Set a password"),
            Audience::Bare,
            view::staff::invitation(lang, &token, &name, &problems),
        )),
        Err(error) => Err(error.into()),
    }
}

/// One's own devices and password.
pub async fn account(who: May<OwnAccount>) -> Answer {
    let body = account_body(&who, &Typed::Nothing).await?;
    Ok(who.page(who.lang.t("Tài khoản của tôi", "My account"), Audience::Staff, body))
}

async fn account_body(who: &May<OwnAccount>, typed: &Typed) -> Result<maud::Markup, WebError> {
    let own = who.read(service::staff::own).await?;
    let provider = who.office().rules().openid.as_ref().map(|policy| policy.name(who.lang));
    Ok(view::staff::account(who.lang, who.me(), &own, provider, typed))
}

/// The page again, with what is wrong in one of its forms.
async fn account_again(who: &May<OwnAccount>, typed: &Typed) -> Answer {
    let body = account_body(who, typed).await?;
    Ok(who.again(who.lang.t("Tài khoản của tôi", "My account"), Audience::Staff, body))
}

/// Changes one's own password.
pub async fn change_password(who: May<OwnAccount>, form: Fields<PasswordForm>) -> Answer {
    let lang = who.lang;
    match service::staff::change_password(who.office(), who.actor(), &form).await {
        Ok(()) => Ok(done_here(
            &who,
            lang.t(
                "Đã đổi mật khẩu. Các thiết bị khác đã đăng xuất.",
                "The password is changed. Other devices are signed out.",
            ),
        )),
        Err(Error::Invalid(problems)) => account_again(&who, &Typed::Password(problems)).await,
        Err(error) => Err(error.into()),
    }
}

/// Signs one device out; this one too, which then is at the door again.
pub async fn sign_out_one(
    who: May<OwnAccount>,
    sign_in: Path<i64>,
    form: Fields<CurrentForm>,
) -> Answer {
    let sign_in = SignInId(sign_in.into_inner());
    let ended = service::staff::end_one_sign_in(who.office(), who.actor(), sign_in, &form).await;
    match ended {
        Ok(true) => {
            let notice = who.lang.t("Thiết bị ấy đã đăng xuất.", "That device is signed out.");
            Ok(done_here(&who, notice))
        }
        Ok(false) => Err(WebError::NotFound),
        Err(Error::Invalid(wrong)) => account_again(&who, &Typed::Device(sign_in, wrong)).await,
        Err(error) => Err(error.into()),
    }
}

/// Signs all other devices out.
pub async fn sign_out_others(who: May<OwnAccount>, form: Fields<CurrentForm>) -> Answer {
    let lang = who.lang;
    match service::staff::end_other_sign_ins(who.office(), who.actor(), &form).await {
        Ok(()) => {
            let notice = lang.t("Các thiết bị khác đã đăng xuất.", "Other devices are signed out.");
            Ok(done_here(&who, notice))
        }
        Err(Error::Invalid(wrong)) => account_again(&who, &Typed::Others(wrong)).await,
        Err(error) => Err(error.into()),
    }
}

fn done_here(who: &May<OwnAccount>, notice: &str) -> HttpResponse {
    who.done(paths::staff::ACCOUNT, notice)
}
