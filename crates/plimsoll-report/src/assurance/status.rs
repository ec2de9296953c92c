//! What was found out about something that is asked for: its words, signs and order.

/// What was found out about something that is asked for. The first that holds counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// A part of it could not be read.
    NotChecked,
    /// A finding of level error breaks it.
    Violated,
    /// A finding breaks it, and the policy only prefers it.
    ViolatedPreferred,
    /// A finding speaks against a control of a standard.
    FindingAgainst,
    /// A finding speaks against one of the things that a control asks.
    FindingAgainstPart,
    /// Of some subject, nobody knows.
    Undecided,
    /// It is broken, and somebody answers for that.
    Waived,
    /// It is broken, and the policy itself makes an exception.
    Excepted,
    /// No finding, and nothing can show more.
    NothingFound,
    /// Proved of every subject, as far as files can show it.
    SatisfiedInPart,
    /// Proved of every subject.
    Satisfied,
    /// Somebody vouches for it; no file can show it.
    Attested,
    /// No file can show it.
    NotCheckable,
    /// There is nothing that it could be asked of.
    NotApplicable,
    /// The policy allows it.
    Allowed,
}

impl Status {
    /// Every status, in the order of counts.
    pub const ALL: [Status; 15] = [
        Status::Violated,
        Status::ViolatedPreferred,
        Status::FindingAgainst,
        Status::FindingAgainstPart,
        Status::NotChecked,
        Status::Undecided,
        Status::Waived,
        Status::Excepted,
        Status::NothingFound,
        Status::SatisfiedInPart,
        Status::Satisfied,
        Status::Attested,
        Status::NotCheckable,
        Status::NotApplicable,
        Status::Allowed,
    ];

    /// Its words.
    pub fn name(self) -> &'static str {
        match self {
            Status::NotChecked => "not checked",
            Status::Violated => "violated",
            Status::ViolatedPreferred => "violated (preferred)",
            Status::FindingAgainst => "finding against",
            Status::FindingAgainstPart => "finding against a part",
            Status::Undecided => "undecided",
            Status::Waived => "waived",
            Status::Excepted => "excepted by the policy",
            Status::NothingFound => "no violation found",
            Status::SatisfiedInPart => "satisfied in part",
            Status::Satisfied => "satisfied by evidence",
            Status::Attested => "attested",
            Status::NotCheckable => "not checkable here",
            Status::NotApplicable => "not applicable",
            Status::Allowed => "allowed by the policy",
        }
    }

    /// The one with this name.
    pub(crate) fn named(name: &str) -> Option<Status> {
        let known = Status::ALL.into_iter().find(|status| status.name() == name);
        // As earlier reports have it.
        known.or((name == "partly violated").then_some(Status::FindingAgainstPart))
    }

    /// A sign beside the words, so that colour is not all that tells them apart.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Status::Violated
            | Status::ViolatedPreferred
            | Status::FindingAgainst
            | Status::FindingAgainstPart => "✗",
            Status::NotChecked | Status::Undecided => "?",
            Status::Satisfied | Status::SatisfiedInPart => "✓",
            Status::Waived | Status::Excepted | Status::Attested => "✎",
            _ => "–",
        }
    }
}
