//! What is left of the status of a requirement where a part of the files was not checked.

use plimsoll_linter::{Checked, FileKind, FileSystem, LeftOut, LeftOutBy, Unread, VerdictWord, Workspace};
use plimsoll_report::{Requirement, Status, Subject};

/// What the repository's configuration leaves out is said of each requirement that it may break. It may break a policy from
/// outside: nothing of that is met before all is checked.
pub(super) fn excluded(requirements: &mut [Requirement], is_trusted: bool, checked: &Checked) {
    let by_configuration = [LeftOutBy::Configuration, LeftOutBy::NestedConfiguration, LeftOutBy::Format];
    let is_excluded = |left_out: &&LeftOut| by_configuration.contains(&left_out.by);
    let left_out: Vec<&LeftOut> = checked.left_out.iter().filter(is_excluded).collect();
    let Some(LeftOut { path, place, .. }) = left_out.first() else { return };
    let met = [Status::Satisfied, Status::SatisfiedInPart, Status::NothingFound, Status::NotApplicable];
    for one in requirements.iter_mut().filter(|one| met.contains(&one.status)) {
        if is_trusted && one.status != Status::NotApplicable {
            one.status = Status::NotChecked;
            one.note = format!("`{path}` is excluded by {place}");
        }
        one.subjects.extend(left_out.iter().map(|left_out| Subject {
            name: left_out.path.clone(),
            verdict: "left out".to_owned(),
            place: left_out.place.clone(),
            source: String::new(),
            why: "excluded, so nothing in it was checked".to_owned(),
            fix: String::new(),
        }));
    }
}

/// The most of a file that is read to see what it looks like.
const LOOKED_AT: usize = 1 << 20;

/// The files that look like a Dockerfile or a Compose file, and that no format takes.
pub(super) fn lookalikes(
    workspace: &Workspace,
    disk: &dyn FileSystem,
    checked: &Checked,
) -> Vec<(String, String)> {
    let others = workspace.lookalikes.iter().filter(|path| !checked.files.contains(*path));
    let named = others.filter_map(|path| {
        let like = FileKind::lookalike(path, || disk.read(path, LOOKED_AT).ok())?;
        Some((path.clone(), format!("looks like {like}")))
    });
    named.collect()
}

/// Why a file of variables or secrets is among what was not checked.
pub(super) const UNSEARCHED: &str = "not searched for secrets";

/// The requirement that the files of variables and secrets beside a Compose file may break, too.
const NO_SECRETS: &str = "no-plain-secrets";

/// Why a requirement is undecided although nothing was found: files of variables and secrets were not searched.
pub(super) fn unsearched(requirement: &str, status: Status, checked: &Checked) -> Option<String> {
    let first = checked.unsearched.first()?;
    let more = checked.unsearched.len() - 1;
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let is_open = requirement == NO_SECRETS && status == Status::NothingFound;
    is_open.then(|| format!("{UNSEARCHED}: `{first}`{more}"))
}

/// A file that was not read in whole may break every requirement: none is met before it is read.
pub(super) fn unread(requirements: &mut [Requirement], checked: &Checked) {
    let Some(Unread { path, why, .. }) = checked.unread.first() else { return };
    let doubted = [
        Status::Satisfied,
        Status::SatisfiedInPart,
        Status::NothingFound,
        Status::NotApplicable,
        Status::Undecided,
        Status::Waived,
        Status::Excepted,
    ];
    let may_be_broken = [Status::NotChecked, Status::Violated, Status::ViolatedPreferred];
    for one in requirements {
        if doubted.contains(&one.status) {
            one.status = Status::NotChecked;
            one.note = format!("`{path}` was not read completely: {why}");
        }
        if may_be_broken.contains(&one.status) {
            one.subjects.extend(checked.unread.iter().map(|unread| Subject {
                name: unread.path.clone(),
                verdict: VerdictWord::NotChecked.name().to_owned(),
                place: format!("{}:{}", unread.path, unread.line),
                source: String::new(),
                why: unread.why.clone(),
                fix: String::new(),
            }));
        }
    }
}
