//! The doors that residents come through, and the coordinator's side of them.

use actix_web::http::Method;

use super::Door;
use crate::domain::access::Permission;
use crate::paths;
use crate::web::{bookings, catalogue, requests, topics};

pub(super) const RESIDENTS: &[Door] = doors! {
    GET paths::catalogue::TOPICS, public => topics::list;
    GET paths::catalogue::TOPIC, public => topics::one;
    GET paths::catalogue::SESSIONS, public => catalogue::sessions;
    GET paths::catalogue::SESSION, public => catalogue::session;
    GET paths::bookings::BOOK, public => bookings::flow::begin;
    GET paths::bookings::WHEN, public => bookings::flow::when;
    GET paths::bookings::WHO, public => bookings::flow::who;
    POST paths::bookings::WHO, public => bookings::flow::who_again;
    GET paths::bookings::CHECK, public => bookings::flow::begin;
    POST paths::bookings::CHECK, public => bookings::flow::check;
    POST paths::bookings::BOOK, public => bookings::flow::book;
    GET paths::bookings::ENTER, public => bookings::mine::enter_page;
    POST paths::bookings::ENTER, public => bookings::mine::enter;
    POST paths::bookings::LEAVE, public => bookings::mine::leave;
    GET paths::bookings::MINE, public => bookings::mine::mine;
    GET paths::bookings::SLIP, public => bookings::mine::slip;
    GET paths::bookings::CALENDAR, public => bookings::mine::calendar;
    GET paths::bookings::MOVE, public => bookings::mine::move_page;
    POST paths::bookings::MOVE, public => bookings::mine::move_to;
    GET paths::bookings::CANCEL, public => bookings::mine::cancel_page;
    POST paths::bookings::CANCEL, public => bookings::mine::cancel;
    GET paths::data_requests::OWN, public => bookings::data::page;
    POST paths::data_requests::OWN, public => bookings::data::ask;
    POST paths::bookings::ACCEPT, public => bookings::mine::accept;
    GET paths::requests::ASK, public => requests::ask_page;
    POST paths::requests::ASK, public => requests::ask;
    GET paths::bookings::CALLS, PostSessions => bookings::calls::list;
    POST paths::bookings::CALL_YES, PostSessions => bookings::calls::yes;
    POST paths::bookings::CALL_NO, PostSessions => bookings::calls::no;
    GET paths::requests::LIST, PostSessions => requests::list;
    GET paths::requests::ONE, PostSessions => requests::one;
    POST paths::requests::FIT, PostSessions => requests::fit;
    POST paths::requests::CLOSE, PostSessions => requests::close;
};
