//! Which configuration files of other linters a search came across, and for which directory each of them holds.

use std::collections::BTreeMap;

use crate::configs::held_by;
use crate::folders::{folder_of, holds, name_of};
use crate::formats::{HADOLINT_NAMES, NAMED_HADOLINT_NAMES};
use crate::peers::PeerConfig;
use crate::{FileKind, Workspace};

/// A configuration file of another linter.
#[derive(Clone)]
pub struct PeerPath {
    /// Its path.
    pub path: String,
    /// Whose it is; `None`: hadolint's.
    pub peer: Option<&'static PeerConfig>,
    /// Whether it holds for the directory because it holds for one above.
    pub is_inherited: bool,
}

impl PeerPath {
    /// A file that holds for its own directory.
    pub fn new(path: String) -> PeerPath {
        let peer = PeerConfig::of(name_of(&path));
        PeerPath { path, peer, is_inherited: false }
    }

    fn is_of_same(&self, other: &PeerPath) -> bool {
        self.peer.map(|peer| peer.name) == other.peer.map(|peer| peer.name)
    }
}

/// The files by the directory that they hold for. Of several of one linter in a directory the first counts, and a
/// directory without one has that of the nearest above.
pub fn peer_files(workspace: &Workspace) -> BTreeMap<String, Vec<PeerPath>> {
    let mut by_folder: BTreeMap<String, Vec<PeerPath>> = BTreeMap::new();
    let mut found: Vec<(usize, PeerPath)> =
        workspace.of(FileKind::Config).iter().filter_map(|path| ranked(path)).collect();
    found.sort_by_cached_key(|(rank, _)| *rank);
    for (_, file) in found {
        let files = by_folder.entry(folder_for(&file.path, workspace)).or_default();
        if !files.iter().any(|other| other.is_of_same(&file)) {
            files.push(file);
        }
    }
    let own = by_folder.clone();
    for (folder, files) in &mut by_folder {
        // The deepest first.
        for (_, above) in own.iter().rev().filter(|(other, _)| *other != folder && holds(other, folder)) {
            for file in above {
                if !files.iter().any(|other| other.is_of_same(file)) {
                    files.push(PeerPath { is_inherited: true, ..file.clone() });
                }
            }
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
        // One that hadolint does not look for itself counts where there is no other.
        let is_named = NAMED_HADOLINT_NAMES.contains(&name);
        let is_kept_elsewhere = held_by(path) != folder_of(path);
        return Some((
            rank + 10 * usize::from(is_kept_elsewhere) + 20 * usize::from(is_named),
            PeerPath::new(path.to_owned()),
        ));
    }
    let rank = PeerConfig::of(name)?.files.iter().position(|known| *known == name)?;
    Some((40 + rank, PeerPath::new(path.to_owned())))
}
