//! Reading configuration files, ours and those of peers, and saying which of them have no effect.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use plimsoll_diagnostics::{Diagnostic, FileId, SourceFile, Sources, Text};

use super::Configured;
use super::places::is_kept_by_wrapper;
use crate::FileSystem;
use crate::config::{Config, Names, ParseContext, PeerSettings, Peers, Settings};
use crate::folders::{folder_of, name_of};
use crate::formats::NAMED_HADOLINT_NAMES;
use crate::limits::FILE_BYTES;
use crate::load::unreadable;
use crate::peers::{Hadolint, PeerConfig};

/// Reads configuration files, each once.
pub(super) struct ConfigReader<'a> {
    pub(super) files: &'a dyn FileSystem,
    pub(super) settings: &'a Settings,
    pub(super) names: Names,
    pub(super) sources: &'a Sources,
    pub(super) problems: RefCell<Vec<Diagnostic>>,
    /// The files that are not UTF-8, and how many bytes at the start of each are.
    pub(super) not_utf8: RefCell<BTreeMap<FileId, usize>>,
    /// The files that others extend.
    pub(super) extended: RefCell<BTreeSet<String>>,
    /// What holds where no `plimsoll.toml` says anything, for each combination of peers' files.
    pub(super) unwritten: RefCell<BTreeMap<(*const Hadolint, *const Peers), Arc<Config>>>,
}

impl ConfigReader<'_> {
    /// The text of a file of the project, or with `is_trusted` of one that the user named or has above it.
    pub(super) fn text(&self, path: &str, is_trusted: bool) -> io::Result<Text<'_>> {
        if let Some(known) = self.sources.find(path) {
            return Ok(self.sources.text(known));
        }
        let read = if is_trusted { FileSystem::read_named } else { FileSystem::read };
        let bytes = read(self.files, path, FILE_BYTES)?;
        if bytes.len() > FILE_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let text = String::from_utf8_lossy(&bytes);
        let file = self.sources.add(SourceFile::new(path, &*text));
        if let Err(error) = str::from_utf8(&bytes) {
            self.not_utf8.borrow_mut().insert(file, error.valid_up_to());
        }
        Ok(self.sources.text(file))
    }

    /// The text of a file that is there, or that somebody named: if it cannot be read, that is a problem.
    fn named(&self, path: &str) -> Text<'_> {
        self.text(path, true).unwrap_or_else(|why| {
            let file = self.sources.add(SourceFile::new(path, ""));
            let mut problem = unreadable(file, &why);
            // What it says is not known, so nothing holds: a mistake in the configuration like any other.
            problem.rule = "config".into();
            self.problems.borrow_mut().push(problem);
            self.sources.text(file)
        })
    }

    pub(super) fn hadolint(&self, path: Option<&str>) -> Arc<Hadolint> {
        let (mut settings, _) = self.settings.ambient.settings(&self.names);
        if let Some(path) = path {
            let found = settings.read(self.named(path), &self.names);
            self.problems.borrow_mut().extend(found);
            settings.path = Some(path.to_owned());
        }
        settings.into()
    }

    /// What the files of peers among these say, on top of what those above say.
    pub(super) fn peers(&self, paths: &[&str], above: &Arc<Peers>) -> Arc<Peers> {
        let mut peers = above.clone();
        for peer in PeerConfig::all() {
            let names = peer.files.iter();
            let mut found = names.filter_map(|name| paths.iter().find(|path| name_of(path) == *name));
            // Nobody named it, so that what cannot be read says nothing.
            if let Some(path) = found.next()
                && let Ok(text) = self.text(path, false)
            {
                let own = Arc::make_mut(&mut peers);
                let broken = own.read(peer, path, text, &self.settings.today, &self.names);
                self.problems.borrow_mut().extend(broken);
            }
        }
        peers
    }

    /// What a file says to hadolint, or the environment alone; no other peer's file counts.
    pub(super) fn settings(&self, path: Option<&str>) -> PeerSettings {
        PeerSettings { hadolint: self.hadolint(path), peers: Arc::default() }
    }

    /// Says that a configuration has no effect: why, and what to do.
    pub(super) fn unused(&self, path: &str, why: String, help: String) {
        let text = self.named(path);
        let line = text.slice(0, text.raw.lines().next().map_or(0, str::len));
        let mut finding = Diagnostic::new("unused-config", line.span, "this configuration has no effect");
        finding.here(why).help(help);
        self.problems.borrow_mut().push(finding);
    }

    /// Says which files of hadolint's among these have no effect, where `used` counts, or none does.
    pub(super) fn tell_unused(&self, paths: &[&str], used: &str) {
        let is_named = |path: &str| NAMED_HADOLINT_NAMES.contains(&name_of(path));
        for path in paths.iter().filter(|path| **path != used) {
            if is_named(path) {
                let help = format!(
                    "rename the file to `.{}`, or run `plimsoll check --config {path}`",
                    name_of(path)
                );
                self.unused(path, "hadolint does not look for this file name either".to_owned(), help);
            } else if is_kept_by_wrapper(path) {
                let help = format!("move its settings to `{used}` and remove this file");
                self.unused(path, format!("`{used}` applies here"), help);
            }
        }
    }

    pub(super) fn configured(&self, path: Option<&str>, settings: &PeerSettings) -> Configured {
        let written = path.map(|path| (path, self.named(path)));
        let config = match written.filter(|(_, text)| !is_empty(text.raw)) {
            None => self.unwritten(settings),
            Some((path, text)) => {
                let folder = folder_of(path);
                let load = |path: &str| {
                    // What lies beside a trusted file is trusted as well.
                    self.extended.borrow_mut().insert(path.to_owned());
                    let is_below = path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
                    self.text(path, is_below).map_err(|why| unreadable(FileId::FIRST, &why).message)
                };
                let around =
                    ParseContext { here: &self.settings.here, load: &load, hadolint: &settings.hadolint };
                let overrides = &self.settings.overrides;
                let (config, found) = Config::parse(text, path, overrides, settings, &self.names, &around);
                self.problems.borrow_mut().extend(found);
                Arc::new(config)
            }
        };
        Configured { config, rules: Arc::default(), path: path.map(str::to_owned) }
    }

    /// What holds where no `plimsoll.toml` says anything: the same wherever the same files of peers hold.
    fn unwritten(&self, settings: &PeerSettings) -> Arc<Config> {
        let files = (Arc::as_ptr(&settings.hadolint), Arc::as_ptr(&settings.peers));
        let make = || Arc::new(Config::default_with(&self.settings.overrides, settings, &self.names));
        self.unwritten.borrow_mut().entry(files).or_insert_with(make).clone()
    }
}

/// Whether a `plimsoll.toml` has nothing but comments.
fn is_empty(text: &str) -> bool {
    let has_nothing = |line: &str| line.is_empty() || line.starts_with('#');
    text.lines().all(|line| has_nothing(line.trim_matches([' ', '\t'])) && !line.contains(is_refused))
}

/// Whether a comment in TOML cannot have a character.
fn is_refused(c: char) -> bool {
    c != '\t' && c.is_ascii_control()
}
