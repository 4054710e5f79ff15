//! The table of routes: method, path, permission, handler. The permission stands
//! here for readers and for the test that tries every door as everybody; the
//! handler's own signature is what enforces it.

use actix_web::http::Method;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, Route, guard};

use super::error::WebError;
use super::{
    accounts, audit, breaches, conduct, data_leaks, data_requests, desk, dev, home, hours,
    incidents, matching, openid, organisations, passkeys, recognition, register, staff, two_step,
};
use crate::domain::access::Permission;
use crate::paths;

/// One way into the house.
#[derive(Clone, Copy)]
pub struct Door {
    pub method: &'static str,
    pub path: &'static str,
    /// None: open to everybody.
    pub needs: Option<Permission>,
    route: fn() -> Route,
}

macro_rules! doors {
    ($($method:ident $path:expr, $needs:tt => $handler:path;)*) => {
        &[$(Door {
            method: stringify!($method),
            path: $path,
            needs: doors!(@needs $needs),
            route: || $crate::web::routes::on(Method::$method).to($handler),
        },)*]
    };
    (@needs public) => { None };
    (@needs $permission:ident) => { Some(Permission::$permission) };
}

/// Whoever may read a page may also ask only for its head, as monitors do.
fn on(method: Method) -> Route {
    match method {
        Method::GET => web::route().guard(guard::Any(guard::Get()).or(guard::Head())),
        other => web::method(other),
    }
}

mod pupils;
mod residents;
mod sessions;

const HOME: &[Door] = doors! {
    GET paths::home::INDEX, public => home::index;
    POST paths::home::LANGUAGE, public => home::set_language;
    GET paths::home::ASSET, public => home::asset;
    GET paths::home::FAVICON, public => home::favicon;
    GET paths::home::HEALTHZ, public => home::healthz;
    GET paths::home::READYZ, public => home::readyz;
};

const ACCOUNTS: &[Door] = doors! {
    GET paths::accounts::SIGN_IN, public => accounts::sign_in_page;
    POST paths::accounts::SIGN_IN, public => accounts::sign_in;
    GET paths::accounts::CODE, public => two_step::code_page;
    POST paths::accounts::CODE, public => two_step::code;
    POST paths::passkeys::QUESTION, public => passkeys::question;
    POST paths::passkeys::SIGN_IN, public => passkeys::sign_in;
    GET paths::accounts::CARD, public => accounts::card_page;
    POST paths::accounts::CARD, public => accounts::card;
    POST paths::accounts::SIGN_OUT, OwnAccount => accounts::sign_out;
    GET paths::accounts::START, OwnAccount => accounts::start;
};

const OPENID: &[Door] = doors! {
    POST paths::openid::BEGIN, public => openid::begin;
    GET paths::openid::RETURN, public => openid::back;
    POST paths::openid::RELEASE, KeepAccounts => openid::release;
};

const STAFF: &[Door] = doors! {
    GET paths::staff::LIST, KeepAccounts => staff::list;
    GET paths::staff::RIGHTS, KeepAccounts => staff::rights;
    GET paths::staff::INVITE, KeepAccounts => staff::invite_page;
    POST paths::staff::INVITE, KeepAccounts => staff::invite;
    POST paths::staff::INVITE_AGAIN, KeepAccounts => staff::invite_again;
    POST paths::staff::END_ROLE, KeepAccounts => staff::end_role;
    POST paths::staff::END_SIGN_INS, KeepAccounts => staff::end_sign_ins;
    GET paths::staff::INVITATION, public => staff::invitation;
    POST paths::staff::INVITATION, public => staff::accept;
    GET paths::staff::ACCOUNT, OwnAccount => staff::account;
    POST paths::staff::PASSWORD, OwnAccount => staff::change_password;
    POST paths::staff::OTHERS_OUT, OwnAccount => staff::sign_out_others;
    POST paths::staff::ONE_OUT, OwnAccount => staff::sign_out_one;
    GET paths::passkeys::PAGE, OwnAccount => passkeys::page;
    POST paths::passkeys::BEGIN, OwnAccount => passkeys::begin;
    POST paths::passkeys::ADD, OwnAccount => passkeys::add;
    POST paths::passkeys::REMOVE, OwnAccount => passkeys::remove;
    GET paths::two_step::PAGE, OwnAccount => two_step::page;
    POST paths::two_step::BEGIN, OwnAccount => two_step::begin;
    POST paths::two_step::CONFIRM, OwnAccount => two_step::confirm;
    POST paths::two_step::CODES, OwnAccount => two_step::renew_codes;
    POST paths::two_step::OFF, OwnAccount => two_step::turn_off;
    POST paths::two_step::RESET, KeepAccounts => two_step::reset;
    POST paths::two_step::REQUIRED, KeepAccounts => two_step::set_required;
    GET paths::organisations::LIST, KeepOrganisations => organisations::list;
    GET paths::organisations::NEW, KeepOrganisations => organisations::new_page;
    POST paths::organisations::NEW, KeepOrganisations => organisations::add;
    GET paths::organisations::ONE, KeepAccounts => organisations::one;
    POST paths::organisations::ONE, KeepAccounts => organisations::add_parts;
    GET paths::audit::LIST, ReadAudit => audit::list;
    GET paths::register::PAGE, ReadAudit => register::page;
    GET paths::data_requests::LIST, AnswerDataRequests => data_requests::list;
    GET paths::data_requests::NEW, AnswerDataRequests => data_requests::new_page;
    POST paths::data_requests::NEW, AnswerDataRequests => data_requests::receive;
    GET paths::data_requests::ONE, AnswerDataRequests => data_requests::one;
    POST paths::data_requests::ACKNOWLEDGE, AnswerDataRequests => data_requests::acknowledge;
    POST paths::data_requests::REFUSE, AnswerDataRequests => data_requests::refuse;
    POST paths::data_requests::ANSWER, AnswerDataRequests => data_requests::answer;
    POST paths::data_requests::CORRECT, AnswerDataRequests => data_requests::correct;
    POST paths::data_requests::RESTRICT, AnswerDataRequests => data_requests::restrict;
    POST paths::data_requests::LIFT, AnswerDataRequests => data_requests::lift;
    POST paths::data_requests::WITHDRAW, AnswerDataRequests => data_requests::withdraw;
    GET paths::data_requests::COPY, AnswerDataRequests => data_requests::copy;
    GET paths::data_requests::COPY_FILE, AnswerDataRequests => data_requests::copy_file;
    GET paths::data_requests::DELETE, AnswerDataRequests => data_requests::delete_page;
    POST paths::data_requests::DELETE, AnswerDataRequests => data_requests::delete;
    GET paths::data_requests::LETTER, AnswerDataRequests => data_requests::letter;
    GET paths::data_leaks::LIST, AnswerDataRequests => data_leaks::list;
    GET paths::data_leaks::NEW, AnswerDataRequests => data_leaks::new_page;
    POST paths::data_leaks::NEW, AnswerDataRequests => data_leaks::open;
    GET paths::data_leaks::ONE, AnswerDataRequests => data_leaks::one;
    GET paths::data_leaks::EDIT, AnswerDataRequests => data_leaks::edit_page;
    POST paths::data_leaks::EDIT, AnswerDataRequests => data_leaks::edit;
    GET paths::data_leaks::NOTICES, AnswerDataRequests => data_leaks::notices_page;
    POST paths::data_leaks::NOTICES, AnswerDataRequests => data_leaks::save_notices;
    GET paths::data_leaks::PAPER, AnswerDataRequests => data_leaks::paper;
    POST paths::data_leaks::NOTIFIED, AnswerDataRequests => data_leaks::notified;
    POST paths::data_leaks::TOLD, AnswerDataRequests => data_leaks::told;
    POST paths::data_leaks::CLOSE, AnswerDataRequests => data_leaks::close;
    GET paths::data_leaks::AFFECTED, AnswerDataRequests => data_leaks::affected;
    GET paths::data_leaks::AFFECTED_FILE, AnswerDataRequests => data_leaks::affected_file;
    GET paths::dev::MAIL, public => dev::mail;
    GET paths::dev::PARTS, public => dev::parts;
};

const RECOGNITION: &[Door] = doors! {
    GET paths::recognition::LIST, SeeSchool => recognition::programmes::list;
    GET paths::recognition::NEW, IssueAwards => recognition::programmes::new_page;
    POST paths::recognition::NEW, IssueAwards => recognition::programmes::create;
    GET paths::recognition::ONE, SeeSchool => recognition::programmes::one;
    GET paths::recognition::EDIT, IssueAwards => recognition::programmes::edit_page;
    POST paths::recognition::EDIT, IssueAwards => recognition::programmes::edit;
    POST paths::recognition::COMPUTE, IssueAwards => recognition::programmes::compute;
    GET paths::recognition::MISSING, SeeSchool => recognition::programmes::missing;
    GET paths::recognition::CLASSES, SeeSchool => recognition::programmes::classes;
    POST paths::recognition::CHECK, CheckCandidates => recognition::programmes::check;
    GET paths::recognition::APPROVE, ApproveAwards => recognition::programmes::approve_page;
    POST paths::recognition::APPROVE, ApproveAwards => recognition::programmes::approve;
    POST paths::recognition::ISSUE, IssueAwards => recognition::programmes::issue;
    GET paths::recognition::PROPOSAL, SeeSchool => recognition::papers::proposal;
    GET paths::recognition::CERTIFICATES, IssueAwards => recognition::papers::certificates;
    GET paths::recognition::AWARD, SeeSchool => recognition::awards::one;
    POST paths::recognition::SET_ASIDE, CheckCandidates => recognition::awards::set_aside;
    POST paths::recognition::REOPEN, CheckCandidates => recognition::awards::reopen;
    POST paths::recognition::TAKE_OFF, ApproveAwards => recognition::awards::take_off;
    POST paths::recognition::REVOKE, IssueAwards => recognition::awards::revoke;
    GET paths::recognition::CERTIFICATE, IssueAwards => recognition::papers::certificate;
    GET paths::recognition::BREACHES, KeepRoster => breaches::page;
    POST paths::recognition::BREACHES, KeepRoster => breaches::note;
    POST paths::recognition::WITHDRAW, KeepRoster => breaches::withdraw;
    GET paths::recognition::MINE, Help => recognition::awards::mine;
    GET paths::recognition::MY_CERTIFICATE, Help => recognition::papers::my_certificate;
    GET paths::recognition::PUBLIC, public => recognition::awards::public;
};

const SAFETY: &[Door] = doors! {
    GET paths::incidents::FOR_PARENTS, public => incidents::for_parents;
    GET paths::incidents::SAFETY, Help => incidents::safety;
    GET paths::incidents::REPORT, Help => incidents::report_page;
    POST paths::incidents::REPORT, Help => incidents::report;
    GET paths::incidents::AT_DESK, RunDesk => incidents::desk_page;
    POST paths::incidents::AT_DESK, RunDesk => incidents::desk_report;
    GET paths::incidents::LIST, SeeIncidents => incidents::list;
    GET paths::incidents::ONE, SeeIncidents => incidents::one;
    POST paths::incidents::SEEN, SeeIncidents => incidents::seen;
    POST paths::incidents::HANDLE, SeeIncidents => incidents::handle;
    POST paths::incidents::CLOSE, SeeIncidents => incidents::close;
    POST paths::conduct::NOTE, RunDesk => conduct::note;
    GET paths::conduct::LIST, KeepConduct => conduct::list;
    GET paths::conduct::ONE, KeepConduct => conduct::one;
    POST paths::conduct::BAR, KeepConduct => conduct::bar;
    POST paths::conduct::LIFT, KeepConduct => conduct::lift;
};

const DESK: &[Door] = doors! {
    GET paths::desk::LIST, RunDesk => desk::list;
    GET paths::desk::BOARD, RunDesk => desk::board;
    GET paths::desk::BODY, RunDesk => desk::body;
    GET paths::desk::EVENTS, RunDesk => desk::live::events;
    POST paths::desk::OPEN, RunDesk => desk::open;
    POST paths::desk::ADULTS, RunDesk => desk::adult;
    POST paths::desk::PUPILS, RunDesk => desk::pupil;
    POST paths::desk::JOIN, RunDesk => desk::join;
    POST paths::desk::PUPILS_OUT, RunDesk => desk::pupils_out;
    POST paths::desk::ARRIVE, RunDesk => desk::arrive;
    POST paths::desk::WALK_IN, RunDesk => desk::walk_in;
    POST paths::desk::NEXT, RunDesk => desk::next;
    GET paths::desk::VISIT, RunDesk => desk::visit::page;
    POST paths::desk::HELPER, RunDesk => desk::visit::helper;
    POST paths::desk::BACK, RunDesk => desk::visit::back;
    POST paths::desk::FINISH, RunDesk => desk::visit::finish;
    POST paths::desk::RESCHEDULE, RunDesk => desk::visit::reschedule;
    POST paths::desk::LEAVE, RunDesk => desk::visit::leave;
    POST paths::desk::ABSENT, RunDesk => desk::visit::absent;
    GET paths::desk::END, RunDesk => desk::ending::page;
    POST paths::desk::END, RunDesk => desk::ending::end;
    POST paths::desk::REST_ABSENT, RunDesk => desk::ending::rest_absent;
    POST paths::desk::CONFIRM, ConfirmHours => desk::ending::confirm;
    POST paths::desk::SEND_BACK, ConfirmHours => desk::ending::send_back;
    POST paths::desk::CLOSE, ConfirmHours => desk::ending::close;
};

const HOURS: &[Door] = doors! {
    GET paths::hours::SCHOOL, SeeSchool => hours::school;
    GET paths::hours::CLASS, SeeSchool => hours::class;
    GET paths::hours::SHEET, SeeSchool => hours::class_sheet;
    GET paths::hours::EXPORT, SeeSchool => hours::export;
    GET paths::hours::PUPIL, SeeSchool => hours::pupil;
    POST paths::hours::REVERSE, VerifyHours => hours::reverse;
    POST paths::hours::CREDIT_AGAIN, VerifyHours => hours::credit_again;
    GET paths::hours::SUPPORTS, VerifyHours => hours::supports;
    POST paths::hours::SUPPORTS, VerifyHours => hours::verify_supports;
    POST paths::hours::SEND_BACK, VerifyHours => hours::send_back;
};

const MATCHING: &[Door] = doors! {
    GET paths::matching::LIST, RunMatching => matching::list;
    POST paths::matching::LIST, RunMatching => matching::plan;
    GET paths::matching::RUN, RunMatching => matching::run;
    POST paths::matching::AGAIN, RunMatching => matching::again;
    POST paths::matching::STOP, RunMatching => matching::stop;
    POST paths::matching::HURRY, RunMatching => matching::hurry;
    GET paths::matching::WHAT_IF, RunMatching => matching::what_if;
    GET paths::matching::EFFECT, RunMatching => matching::effect;
    POST paths::matching::PIN, RunMatching => matching::pin;
    POST paths::matching::UNPIN, RunMatching => matching::unpin;
    POST paths::matching::FORBID, RunMatching => matching::forbid;
    POST paths::matching::ALLOW, RunMatching => matching::allow;
    POST paths::matching::SWAP, RunMatching => matching::swap;
    POST paths::matching::PUBLISH, RunMatching => matching::publish;
    POST paths::matching::DISCARD, RunMatching => matching::discard;
    GET paths::matching::CHOOSE, RunMatching => matching::choose;
};

/// Every door, room by room.
pub const DOORS: &[&[Door]] = &[
    HOME,
    ACCOUNTS,
    OPENID,
    STAFF,
    RECOGNITION,
    DESK,
    HOURS,
    MATCHING,
    SAFETY,
    residents::RESIDENTS,
    sessions::SESSIONS,
    pupils::PUPILS,
    pupils::ROSTER,
];

/// Registers every door; a path asked with another method answers 405.
pub fn configure(config: &mut ServiceConfig) {
    let mut doors: Vec<&Door> = DOORS.iter().copied().flatten().collect();
    while let Some(first) = doors.first() {
        let path = first.path;
        let mut resource = web::resource(path);
        let mut allowed = Vec::new();
        for door in doors.extract_if(.., |door| door.path == path) {
            resource = resource.route((door.route)());
            allowed.push(door.method);
        }
        let allowed = allowed.join(", ");
        config.service(resource.default_service(web::to(move || {
            let error = WebError::OtherMethod { allowed: allowed.clone() };
            std::future::ready(Err::<HttpResponse, _>(error))
        })));
    }
    config.default_service(web::route().guard(guard::fn_guard(|_| true)).to(home::not_found));
}
