//! The doors of pupils, of their guardians and of the school that keeps the roster.

use actix_web::http::Method;

use super::Door;
use crate::domain::access::Permission;
use crate::paths;
use crate::web::{
    ambassadors, consents, data_requests, family_supports, guardians, roster, shifts, supports,
};

/// An ambassador's own pages, and the guardian's one-time page.
pub(super) const PUPILS: &[Door] = doors! {
    GET paths::ambassadors::HOME, Help => ambassadors::home;
    GET paths::ambassadors::WEEK, Help => ambassadors::week;
    POST paths::ambassadors::WEEK, Help => ambassadors::set_week;
    POST paths::ambassadors::EXCEPTIONS, Help => ambassadors::add_exception;
    POST paths::ambassadors::REMOVE_EXCEPTION, Help => ambassadors::remove_exception;
    GET paths::data_requests::MINE, Help => data_requests::mine::page;
    POST paths::data_requests::MINE, Help => data_requests::mine::ask;
    GET paths::data_requests::MY_COPY, Help => data_requests::mine::copy_page;
    GET paths::data_requests::MY_COPY_FILE, Help => data_requests::mine::copy_file;
    GET paths::ambassadors::HOURS, Help => ambassadors::hours;
    GET paths::shifts::OPEN, Help => shifts::open;
    POST paths::shifts::TAKE, Help => shifts::take;
    GET paths::shifts::MINE, Help => shifts::mine;
    GET paths::shifts::ONE, Help => shifts::one;
    POST paths::shifts::ACCEPT, Help => shifts::accept;
    POST paths::shifts::DECLINE, Help => shifts::decline;
    POST paths::shifts::WITHDRAW, Help => shifts::withdraw;
    POST paths::supports::START, Help => supports::start;
    GET paths::supports::LOG, Help => supports::log_page;
    POST paths::supports::LOG, Help => supports::log;
    GET paths::family_supports::MINE, Help => family_supports::mine;
    POST paths::family_supports::MINE, Help => family_supports::tell;
    POST paths::family_supports::LINK, Help => family_supports::link;
    GET paths::family_supports::ANSWER, public => family_supports::answer_page;
    POST paths::family_supports::ANSWER, public => family_supports::answer;
    GET paths::consents::MINE, Help => consents::mine;
    POST paths::consents::MINE, Help => consents::reply;
    POST paths::consents::WITHDRAW_MINE, Help => consents::withdraw;
    GET paths::guardians::PAGE, public => guardians::page;
    POST paths::guardians::PAGE, public => guardians::open;
    POST paths::guardians::REPLY, public => guardians::reply;
    POST paths::guardians::WITHDRAW, public => guardians::withdraw;
    POST paths::guardians::ADDRESS, public => guardians::address;
    POST paths::guardians::VETO, public => guardians::veto;
    POST paths::guardians::ALLOW, public => guardians::allow;
    GET paths::data_requests::GUARDIAN, public => data_requests::guardian::page;
    POST paths::data_requests::GUARDIAN, public => data_requests::guardian::ask;
    POST paths::guardians::LEAVE, public => guardians::leave;
};

/// The roster and the calendar of a school.
pub(super) const ROSTER: &[Door] = doors! {
    GET paths::roster::LIST, SeeSchool => roster::list;
    GET paths::roster::NEW, KeepRoster => roster::new_page;
    POST paths::roster::NEW, KeepRoster => roster::add;
    GET paths::roster::PASTE, KeepRoster => roster::paste_page;
    POST paths::roster::PASTE, KeepRoster => roster::paste;
    GET paths::roster::CARDS, IssueCards => roster::cards;
    POST paths::roster::CARDS, IssueCards => roster::issue_cards;
    GET paths::roster::ONE, SeeSchool => roster::one::page;
    POST paths::roster::DETAILS, KeepRoster => roster::one::details;
    POST paths::roster::STANDING, KeepRoster => roster::one::standing;
    POST paths::roster::SIGN, KeepRoster => roster::one::sign;
    POST paths::roster::UNSIGN, KeepRoster => roster::one::unsign;
    POST paths::roster::CERTIFY, KeepRoster => roster::one::certify;
    POST paths::roster::UNCERTIFY, KeepRoster => roster::one::uncertify;
    POST paths::roster::REVOKE_CARD, IssueCards => roster::revoke_card;
    POST paths::roster::KEEP_APART, KeepRoster => roster::one::keep_apart;
    POST paths::roster::END_APART, KeepRoster => roster::one::end_apart;
    POST paths::roster::PAUSE, KeepRoster => roster::one::pause;
    POST paths::roster::RESUME, KeepRoster => roster::one::resume;
    GET paths::roster::CALENDAR, KeepRoster => roster::calendar::page;
    POST paths::roster::CALENDAR, KeepRoster => roster::calendar::add_days;
    POST paths::roster::REMOVE_DAYS, KeepRoster => roster::calendar::remove_days;
    GET paths::roster::LESSONS, KeepRoster => roster::calendar::lessons;
    POST paths::roster::LESSONS, KeepRoster => roster::calendar::set_lessons;
    POST paths::roster::LIMITS, KeepRoster => roster::calendar::set_limits;
    GET paths::consents::LIST, SeeSchool => consents::list;
    GET paths::consents::EXPORT, SeeSchool => consents::export;
    GET paths::consents::FORMS, SeeSchool => consents::forms;
    POST paths::consents::DEADLINE, KeepRoster => consents::deadline;
    GET paths::consents::FORM, SeeSchool => consents::form;
    POST paths::consents::LINK, SeeSchool => consents::link;
    GET paths::family_supports::WAITING, SeeSchool => family_supports::waiting;
    POST paths::family_supports::PAPER, SeeSchool => family_supports::paper;
};
