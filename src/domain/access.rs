//! Who may do what. Rights come from a role and the place where it is held.

use chrono::NaiveDate;

use super::consent::Agreement;
use super::ids::{AccountId, AmbassadorId, ClassId, OrganisationId, SignInId};
use super::lang::Lang;
use crate::text_enum;

text_enum! {
    /// A ward's youth union or a school.
    pub enum OrganisationKind { Ward = "ward", School = "school" }
}

text_enum! {
    /// Staff sign in with an e-mail address, pupils with the code their school gave them.
    pub enum AccountKind { Staff = "staff", Ambassador = "ambassador" }
}

text_enum! {
    /// What somebody is at an organisation.
    pub enum Role {
        /// Organisations, accounts, settings; held nowhere in particular.
        Administrator = "administrator",
        /// Of a ward's youth union: posts sessions, matches, runs the desk.
        Coordinator = "coordinator",
        /// The adult in the room, of a ward or a school.
        Supervisor = "supervisor",
        /// Of a school: roster, approvals, hours, recognition.
        SchoolOfficer = "school_officer",
        /// Of one class.
        ClassTeacher = "class_teacher",
        /// The school's board, which approves awards.
        Board = "board",
    }
}

text_enum! {
    /// One thing a person may do; each route names the one it needs.
    pub enum Permission {
        /// Post, change, publish and cancel a ward's sessions.
        PostSessions = "post_sessions",
        /// Run the matching of a ward and publish it.
        RunMatching = "run_matching",
        /// Run a session's desk: roll call, arrivals, walk-ins.
        RunDesk = "run_desk",
        /// Close supports and confirm hours of a session.
        ConfirmHours = "confirm_hours",
        /// Release a school's pupils for a session.
        ApproveRelease = "approve_release",
        /// See the school's ambassadors and their hours.
        SeeSchool = "see_school",
        /// Keep the school's roster, consents and certifications.
        KeepRoster = "keep_roster",
        /// Print and reissue the pupils' sign-in cards.
        IssueCards = "issue_cards",
        /// Reverse hours; verify supports.
        VerifyHours = "verify_hours",
        /// Check award candidates of one's class.
        CheckCandidates = "check_candidates",
        /// Keep the programme, issue and revoke awards.
        IssueAwards = "issue_awards",
        /// Approve awards with a decision.
        ApproveAwards = "approve_awards",
        /// Invite and end staff accounts.
        KeepAccounts = "keep_accounts",
        /// Add wards and schools.
        KeepOrganisations = "keep_organisations",
        /// Read one's organisation's audit trail.
        ReadAudit = "read_audit",
        /// See and handle reports about safety: of one's ward, school, class or sessions.
        SeeIncidents = "see_incidents",
        /// Read notes about residents' conduct; set and lift the ward's bars.
        KeepConduct = "keep_conduct",
        /// Answer requests about personal data.
        AnswerDataRequests = "answer_data_requests",
        /// Take shifts, log supports: an ambassador's own pages.
        Help = "help",
        /// One's own account: sign-ins, language.
        OwnAccount = "own_account",
    }
}

/// The whole table of rights: what each role may do where it is held.
pub fn grants(role: Role) -> &'static [Permission] {
    use Permission as P;
    match role {
        Role::Administrator => {
            &[P::KeepAccounts, P::KeepOrganisations, P::ReadAudit, P::AnswerDataRequests]
        }
        Role::Coordinator => &[
            P::PostSessions,
            P::RunMatching,
            P::RunDesk,
            P::ConfirmHours,
            P::SeeIncidents,
            P::KeepConduct,
            P::KeepAccounts,
            P::ReadAudit,
            P::AnswerDataRequests,
        ],
        Role::Supervisor => &[P::RunDesk, P::ConfirmHours, P::SeeIncidents],
        Role::SchoolOfficer => &[
            P::ApproveRelease,
            P::SeeSchool,
            P::KeepRoster,
            P::IssueCards,
            P::VerifyHours,
            P::IssueAwards,
            P::SeeIncidents,
            P::KeepAccounts,
            P::ReadAudit,
            P::AnswerDataRequests,
        ],
        Role::ClassTeacher => &[P::SeeSchool, P::IssueCards, P::CheckCandidates, P::SeeIncidents],
        Role::Board => &[P::SeeSchool, P::ApproveAwards],
    }
}

/// The roles that can be held at a kind of organisation.
pub fn roles_at(kind: OrganisationKind) -> &'static [Role] {
    match kind {
        OrganisationKind::Ward => &[Role::Coordinator, Role::Supervisor],
        OrganisationKind::School => {
            &[Role::SchoolOfficer, Role::ClassTeacher, Role::Board, Role::Supervisor]
        }
    }
}

/// A role as it is held today.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    pub role: Role,
    /// None for an administrator.
    pub organisation: Option<OrganisationId>,
    pub organisation_kind: Option<OrganisationKind>,
    pub organisation_name: String,
    /// Of a class teacher.
    pub class: Option<ClassId>,
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
}

/// Somebody who is signed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    pub account: AccountId,
    pub sign_in: SignInId,
    pub kind: AccountKind,
    pub name: String,
    pub lang: Lang,
    pub roles: Vec<Held>,
    /// Set for pupils, with their school and class.
    pub pupil: Option<Pupil>,
}

/// What makes a signed-in pupil an ambassador of a class.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pupil {
    pub ambassador: AmbassadorId,
    pub school: OrganisationId,
    pub ward: OrganisationId,
    pub class: ClassId,
    pub class_name: String,
    /// Who agrees this school year that the pupil takes part; without both, an account can do
    /// nothing but learn.
    pub agreed: Agreement,
}

impl Person {
    /// May do it somewhere.
    pub fn may(&self, permission: Permission) -> bool {
        match permission {
            Permission::Help => self.pupil.is_some(),
            Permission::OwnAccount => true,
            _ => self.roles.iter().any(|held| grants(held.role).contains(&permission)),
        }
    }

    /// The organisations at which it may be done.
    pub fn places(&self, permission: Permission) -> impl Iterator<Item = OrganisationId> + '_ {
        self.roles
            .iter()
            .filter(move |held| grants(held.role).contains(&permission))
            .filter_map(|held| held.organisation)
    }

    /// May do it at this organisation.
    pub fn may_at(&self, permission: Permission, organisation: OrganisationId) -> bool {
        self.places(permission).any(|place| place == organisation)
    }

    /// Holds the installation's own role, which is bound to no organisation.
    pub fn is_administrator(&self) -> bool {
        self.roles.iter().any(|held| held.role == Role::Administrator)
    }

    /// A class teacher who is nothing more at the school sees only these classes; `None`: all.
    pub fn only_classes(&self, permission: Permission) -> Option<Vec<ClassId>> {
        let granting = || self.roles.iter().filter(|h| grants(h.role).contains(&permission));
        if granting().any(|held| held.class.is_none()) {
            return None;
        }
        Some(granting().filter_map(|held| held.class).collect())
    }
}

/// Who acts: a signed-in person, a visitor without account, or the house itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Actor {
    Person(Box<Person>),
    Visitor,
    House,
}

impl Actor {
    /// The signed-in person.
    pub fn person(&self) -> Option<&Person> {
        match self {
            Actor::Person(person) => Some(person),
            Actor::Visitor | Actor::House => None,
        }
    }
}

/// A permission as a type, so that a handler's signature names it: `May<PostSessions>`.
pub trait Needs {
    const PERMISSION: Permission;
}

macro_rules! needs {
    ($($name:ident,)*) => {$(
        #[doc = concat!("Stands for [`Permission::", stringify!($name), "`] in a handler's signature.")]
        #[derive(Clone, Copy, Debug)]
        pub struct $name;
        impl Needs for $name {
            const PERMISSION: Permission = Permission::$name;
        }
    )*};
}

needs! {
    PostSessions, RunMatching, RunDesk, ConfirmHours, ApproveRelease, SeeSchool, KeepRoster,
    VerifyHours, CheckCandidates, IssueAwards, ApproveAwards, KeepAccounts, KeepOrganisations,
    ReadAudit, AnswerDataRequests, SeeIncidents, KeepConduct, Help, OwnAccount, IssueCards,
}
