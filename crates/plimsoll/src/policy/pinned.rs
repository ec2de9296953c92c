//! `--policy-sha256`: the policies on the command line are the ones that were meant, or nothing is checked.

use plimsoll_linter::{Linter, is_digest, same_digest};
use plimsoll_report::visible;

use crate::failure::Failure;

/// Whether each of the policies that were named has one of the digests that were given, and the other way round.
pub(crate) fn check_digests(digests: &[String], policies: &[String], linter: &Linter) -> Result<(), Failure> {
    if digests.is_empty() {
        return Ok(());
    }
    if policies.is_empty() {
        return usage("`--policy-sha256` requires `--policy`".to_owned());
    }
    if let Some(wrong) = digests.iter().find(|digest| !is_digest(digest)) {
        return usage(format!(
            "`{}` is not a SHA-256 digest: `plimsoll policy digest FILE` prints the digest of a policy",
            visible(wrong)
        ));
    }
    let files = || linter.policy().0.files.iter().filter(|file| policies.contains(&file.path));
    let is_given = |real: &str| digests.iter().any(|digest| same_digest(digest, real));
    if let Some(other) = files().find(|file| !is_given(&file.digest)) {
        return usage(format!(
            "nothing was checked, because the digest of `{}` is {}, but `--policy-sha256` is {}",
            visible(&other.path),
            other.digest,
            digests.join(" and ")
        ));
    }
    match digests.iter().find(|digest| files().all(|file| !same_digest(digest, &file.digest))) {
        Some(unused) => usage(format!("nothing was checked, because no `--policy` has the digest {unused}")),
        None => Ok(()),
    }
}

fn usage(what: String) -> Result<(), Failure> {
    Err(Failure::Usage(what))
}
