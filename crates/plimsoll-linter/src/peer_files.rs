//! Which configuration files of other linters a search came across, and for which directory each of them holds.

use std::collections::BTreeMap;

use crate::config::Peer;
use crate::configs::held_by;
use crate::folders::{folder_of, holds, name_of};
use crate::formats::{HADOLINT_NAMES, NAMED_HADOLINT_NAMES};
use crate::{FileKind, Workspace};

/// A configuration file of another linter: its path, and whose it is; `None` is hadolint.
pub type PeerPath = (String, Option<&'static Peer>);

/// The files by the directory that they hold for. Of several of one linter in a directory the first counts.
pub fn peer_files(workspace: &Workspace) -> BTreeMap<String, Vec<PeerPath>> {
    let mut by_folder: BTreeMap<String, Vec<PeerPath>> = BTreeMap::new();
    let mut found: Vec<(usize, PeerPath)> =
        workspace.of(FileKind::Config).iter().filter_map(|path| ranked(path)).collect();
    found.sort_by_key(|(rank, _)| *rank);
    for (_, (path, peer)) in found {
        let files = by_folder.entry(folder_for(&path, workspace)).or_default();
        let name = |peer: Option<&'static Peer>| peer.map(|peer| peer.name);
        if files.iter().all(|(_, other)| name(*other) != name(peer)) {
            files.push((path, peer));
        }
    }
    by_folder
}

/// The directory that a file holds for. One that has nothing to check, such as that of other linters' files, cannot be meant.
pub fn folder_for(path: &str, workspace: &Workspace) -> String {
    let folder = held_by(path);
    let has_files = workspace.linted().any(|file| holds(folder, folder_of(file)));
    if has_files { folder.to_owned() } else { ".".to_owned() }
}

/// A file with its rank among those of its kind.
fn ranked(path: &str) -> Option<(usize, PeerPath)> {
    let name = name_of(path);
    let of_hadolint = HADOLINT_NAMES.into_iter().chain(NAMED_HADOLINT_NAMES).position(|known| known == name);
    if let Some(rank) = of_hadolint {
        let is_kept_elsewhere = held_by(path) != folder_of(path);
        return Some((rank + 10 * usize::from(is_kept_elsewhere), (path.to_owned(), None)));
    }
    let peer = Peer::of(name)?;
    let rank = peer.files.iter().position(|known| *known == name)?;
    Some((20 + rank, (path.to_owned(), Some(peer))))
}
