//! Doors of the ward's sessions, its help points, and the schools' answers.

use actix_web::http::Method;

use super::Door;
use crate::domain::access::Permission;
use crate::paths;
use crate::web::{approvals, places, sessions};

pub(super) const SESSIONS: &[Door] = doors! {
    GET paths::sessions::LIST, PostSessions => sessions::list;
    GET paths::sessions::WEEK, PostSessions => sessions::week;
    GET paths::sessions::NEW, PostSessions => sessions::new_page;
    POST paths::sessions::NEW, PostSessions => sessions::post;
    GET paths::sessions::ONE, PostSessions => sessions::one;
    POST paths::sessions::PUBLISH, PostSessions => sessions::publish;
    POST paths::sessions::SCHOOLS, PostSessions => sessions::ask_more;
    POST paths::sessions::TAKE_BACK, PostSessions => sessions::take_back;
    GET paths::sessions::EDIT, PostSessions => sessions::edit_page;
    POST paths::sessions::EDIT, PostSessions => sessions::change;
    GET paths::sessions::CANCEL, PostSessions => sessions::cancel_page;
    POST paths::sessions::CANCEL, PostSessions => sessions::cancel;
    GET paths::sessions::CALLS, PostSessions => sessions::calls;
    GET paths::places::LIST, PostSessions => places::list;
    GET paths::places::NEW, PostSessions => places::new_page;
    POST paths::places::NEW, PostSessions => places::add;
    GET paths::places::ONE, PostSessions => places::one;
    POST paths::places::ONE, PostSessions => places::change;
    POST paths::places::RETIRE, PostSessions => places::retire;
    POST paths::places::RESTORE, PostSessions => places::restore;
    GET paths::approvals::LIST, ApproveRelease => approvals::list;
    POST paths::approvals::LIST, ApproveRelease => approvals::approve;
    GET paths::approvals::ONE, ApproveRelease => approvals::one;
    POST paths::approvals::ONE, ApproveRelease => approvals::decide;
};
