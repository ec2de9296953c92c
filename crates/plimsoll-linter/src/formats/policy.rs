//! Policies: they say what is wanted of other files, and are none of those.

use plimsoll_diagnostics::{FileId, Sources};
use plimsoll_project::Project;

use super::{Format, Name};
use crate::load::Reader;
use crate::policy::gatekeeper::is_constraint;
use crate::policy::keeps_all_but_waivers;
use crate::proof::{Changes, Proof};

/// The format of `plimsoll-policy.yaml`.
pub(super) struct PolicyFormat;

/// The keys that open a policy of another name. No Compose file has one of them at its top.
const OPENING: [&str; 2] = ["compliance:", "declare:"];

impl Format for PolicyFormat {
    /// Also a name that is almost the one of a policy: what is in such a file applies to nothing, which is reported.
    fn is_named(&self, name: Name<'_>) -> bool {
        let file = name.file.trim_start_matches('.').to_ascii_lowercase();
        let (stem, end) = file.rsplit_once('.').unwrap_or((&file, ""));
        let is_stem = || matches!(&*stem.replace(['_', '.'], "-"), "plimsoll-policy" | "plimsoll-policies");
        matches!(end, "yaml" | "yml" | "toml") && is_stem()
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/plimsoll-policy.{yaml,yml,toml}"]
    }

    fn is_linted(&self) -> bool {
        false
    }

    fn open<'s>(&self, _file: FileId, reader: &Reader<'s>) -> Project<'s> {
        Project::empty(reader.sources)
    }

    fn same_meaning(&self, sources: &Sources, before: FileId, after: FileId, _: &Changes) -> Proof {
        keeps_all_but_waivers(sources, sources.text(before), sources.text(after))
    }
}

/// Whether a YAML file that somebody named is a policy, whatever it is called.
pub(crate) fn reads_like_policy(text: &str) -> bool {
    let opens = |line: &&str| !line.starts_with([' ', '#', '-', '%', '\t']) && !line.trim().is_empty();
    let mut keys = text.trim_start_matches('\u{feff}').lines().filter(opens);
    (keys.any(|line| OPENING.iter().any(|key| line.starts_with(key))) || is_constraint(text))
        && !text.lines().any(|line| line.starts_with("services:"))
}
