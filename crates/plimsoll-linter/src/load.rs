//! Bytes become text: limits, decoding, and what to say when a file cannot be read.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashSet};
use std::io;
use std::sync::Arc;

use plimsoll_diagnostics::{Diagnostic, FileId, SourceFile, Sources, Span};
use plimsoll_project::{ImageBuild, Images, Loaded, Loader, Presence};

use crate::compose_commands::ComposeCommands;
use crate::env_variables::EnvVariables;
use crate::limits::FILE_BYTES;
use crate::services::Services;
use crate::{Entry, FileSystem, Refusal};

/// How much of a README is read to find its title.
const TITLE_BYTES: usize = 4 << 10;

/// What an encrypted file starts with: of git-crypt, `ansible-vault`, `openssl enc` (with `-base64` in transcrypt), age and
/// PGP.
const ENCRYPTED: [&[u8]; 7] = [
    b"\0GITCRYPT\0",
    b"$ANSIBLE_VAULT;",
    b"Salted__",
    b"U2FsdGVkX1",
    b"age-encryption.org/",
    b"-----BEGIN AGE ENCRYPTED FILE-----",
    b"-----BEGIN PGP MESSAGE-----",
];

/// Reads the files of one project into its sources, once each.
pub(crate) struct Reader<'r> {
    files: &'r dyn FileSystem,
    pub(crate) sources: &'r Sources,
    /// Every path that was asked for, where somebody wants to know.
    pub(crate) asked: Option<RefCell<BTreeSet<String>>>,
    /// The paths among them that were not read although there is something.
    refused: RefCell<BTreeSet<String>>,
    /// What could not be read as text.
    pub(crate) problems: RefCell<Vec<Diagnostic>>,
    /// The Compose files that are read together, where somebody says so.
    pub(crate) together: Option<Vec<String>>,
    /// The files that variables are read from in the place of `.env`.
    pub(crate) env_files: &'r [String],
    /// What is known of images.
    pub(crate) images: Images<'r>,
    /// The files at the roots of build contexts that rules ask about.
    pub(crate) context_files: &'r [String],
    /// Tells what the Compose files of the repository run.
    pub(crate) services: Option<&'r (dyn Fn() -> &'r Services + Sync)>,
    /// Tells how scripts run them.
    pub(crate) compose_commands: Option<&'r (dyn Fn() -> &'r ComposeCommands + Sync)>,
    /// The variables that files above set.
    pub(crate) env_variables: Option<&'r EnvVariables>,
    /// Whether it was asked for these.
    pub(crate) has_asked_for_services: Cell<bool>,
}

impl<'r> Reader<'r> {
    pub(crate) fn new(files: &'r dyn FileSystem, sources: &'r Sources) -> Reader<'r> {
        Reader {
            files,
            sources,
            asked: None,
            refused: RefCell::default(),
            problems: RefCell::default(),
            together: None,
            env_files: &[],
            images: Images::default(),
            context_files: &[],
            services: None,
            compose_commands: None,
            env_variables: None,
            has_asked_for_services: Cell::new(false),
        }
    }

    /// Reads a file that somebody asked for. One that cannot be read is an empty source with a problem.
    pub(crate) fn read(&self, path: &str) -> Option<FileId> {
        self.open(path).map_err(|problem| self.refuse(path, &problem)).ok()
    }

    fn open(&self, path: &str) -> io::Result<FileId> {
        if let Some(known) = self.sources.find(path) {
            return Ok(known);
        }
        self.note(path);
        let bytes = self.files.read(path, FILE_BYTES)?;
        if bytes.len() > FILE_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        if ENCRYPTED.iter().any(|start| bytes.starts_with(start)) {
            return Err(Refusal::Encrypted.into());
        }
        let (text, bad) = decode(bytes);
        // BuildKit drops the comments of a Dockerfile, whatever is in them. What Git cannot read is not ours to check.
        let bad = bad.into_iter().find(|at| !(is_in_comment(&text, *at) && has_name_of_dockerfile(path)));
        let bad = bad.filter(|_| crate::folders::name_of(path) != ".gitignore");
        let file = self.sources.add(SourceFile::new(path, text).at(self.files.repository_path(path)));
        if let Some(at) = bad {
            let mut problem =
                Diagnostic::new("unreadable-file", Span::new(file, at, at + 1), "the file is not UTF-8 text");
            problem.here("invalid byte").help("save the file as UTF-8; invalid bytes are read as `?`");
            self.problems.borrow_mut().push(problem);
        }
        Ok(file)
    }

    /// What the Compose files of the repository run.
    fn services(&self) -> Option<&'r Services> {
        self.has_asked_for_services.set(true);
        self.services.map(|services| services())
    }

    /// How scripts run them.
    fn commands(&self) -> Option<&'r ComposeCommands> {
        self.has_asked_for_services.set(true);
        self.compose_commands.map(|commands| commands())
    }

    /// The part of this text of a file that a script fills in.
    pub(crate) fn placeholder(&self, path: &str, text: &str) -> Option<&'r str> {
        self.commands().and_then(|commands| commands.placeholder(path, text))
    }

    fn note(&self, path: &str) {
        if let Some(asked) = &self.asked {
            asked.borrow_mut().insert(path.to_owned());
        }
    }

    fn refuse(&self, path: &str, problem: &io::Error) {
        let file = self.sources.add(SourceFile::new(path, ""));
        self.refused.borrow_mut().insert(path.to_owned());
        // Of a file of variables that is encrypted, there is nothing to say.
        let is_encrypted = matches!(Refusal::of(problem), Some(Refusal::Encrypted));
        if !(is_encrypted && crate::folders::name_of(path).contains(".env")) {
            self.problems.borrow_mut().push(unreadable(file, problem));
        }
    }
}

impl<'r> Loader<'r> for Reader<'r> {
    fn load(&self, path: &str) -> Loaded {
        if self.refused.borrow().contains(path) {
            return Loaded::Refused;
        }
        match self.open(path) {
            Ok(file) => Loaded::File(file),
            // Below a file there is nothing: `build: ./Dockerfile`.
            Err(problem)
                if matches!(problem.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
            {
                Loaded::Missing
            }
            // Compose does not read a directory of this name either.
            Err(problem) if problem.kind() == io::ErrorKind::IsADirectory => {
                if crate::folders::name_of(path) == ".env" { Loaded::Refused } else { Loaded::Missing }
            }
            Err(problem) => {
                // What is outside by its name is none of the project's business, and what is encrypted is so on purpose.
                match Refusal::of(&problem) {
                    Some(Refusal::Outside | Refusal::Encrypted) => {}
                    _ => self.refuse(path, &problem),
                }
                Loaded::Refused
            }
        }
    }

    fn together(&self) -> Option<&[String]> {
        self.together.as_deref()
    }

    fn env_files(&self) -> &[String] {
        self.env_files
    }

    fn images(&self) -> Images<'r> {
        self.images
    }

    fn context_files(&self) -> &[String] {
        self.context_files
    }

    fn runs(&self, service: &str) -> bool {
        self.services().is_some_and(|services| services.run(service))
    }

    fn defines(&self, service: &str) -> bool {
        self.services().is_some_and(|services| services.have(service))
    }

    fn completes(&self, service: &str, path: &str) -> bool {
        self.services().is_some_and(|services| services.have_beside(service, path))
    }

    fn declares_beside(&self, names: &[(&str, &str)], path: &str) -> bool {
        self.services().is_some_and(|services| services.declare_beside(names, path))
    }

    fn hosts_on(&self, networks: &[&str]) -> HashSet<String> {
        self.services().map(|services| services.hosts_on(networks)).unwrap_or_default()
    }

    fn contexts_of(&self, dockerfile: &str) -> Vec<String> {
        self.services().map(|services| services.contexts_of(dockerfile)).unwrap_or_default()
    }

    fn builds_of(&self, service: &str, image: &str, path: &str) -> Vec<ImageBuild> {
        let mut found =
            self.services().map(|services| services.builds_of(service, image, path)).unwrap_or_default();
        found.extend(self.commands().into_iter().flat_map(|commands| commands.builds_of(image).cloned()));
        found
    }

    fn is_built_by_script(&self, image: &str) -> bool {
        self.commands().is_some_and(|commands| commands.build(image))
    }

    fn built_together(&self, path: &str) -> Vec<BTreeSet<String>> {
        self.commands().map(|commands| commands.built_together(path)).unwrap_or_default()
    }

    fn started_together(&self, path: &str) -> Vec<BTreeSet<String>> {
        self.commands().map(|commands| commands.started_together(path)).unwrap_or_default()
    }

    fn is_joined(&self, path: &str) -> bool {
        self.commands().is_some_and(|commands| commands.join(path))
    }

    fn is_extended(&self, path: &str) -> bool {
        self.services().is_some_and(|services| services.extend(path))
    }

    fn is_laid_over(&self, path: &str) -> bool {
        self.commands().is_some_and(|commands| commands.is_laid_over(path))
    }

    fn is_followed(&self, path: &str) -> bool {
        self.commands().is_some_and(|commands| commands.is_followed(path))
    }

    fn speaks_of_swarm(&self, path: &str) -> bool {
        self.commands().is_some_and(|commands| commands.speak_of_swarm(path))
    }

    fn is_filled_in(&self, text: &str) -> bool {
        self.commands().is_some_and(|commands| commands.is_filled_in(text))
    }

    fn is_moved(&self, path: &str) -> bool {
        self.commands().is_some_and(|commands| commands.is_moved(path))
    }

    fn unpublished_beside(&self, path: &str) -> HashSet<String> {
        self.services().map(|services| services.unpublished_beside(path)).unwrap_or_default()
    }

    fn has_template_beside(&self, path: &str) -> bool {
        self.services().is_some_and(|services| services.have_template_beside(path))
    }

    fn has_compose_file(&self, path: &str) -> bool {
        self.services().is_some_and(|services| services.are_in(path))
    }

    fn title(&self, folder: &str) -> Option<String> {
        let path = crate::folders::join(if folder.is_empty() { "." } else { folder }, "README.md");
        self.note(&path);
        let text = self.files.read(&path, TITLE_BYTES).ok()?;
        let text = String::from_utf8_lossy(&text);
        text.lines().find_map(|line| line.strip_prefix("# ")).map(str::to_owned)
    }

    fn env_variables(&self, path: &str) -> Option<Arc<HashSet<String>>> {
        self.note(path);
        self.env_variables.and_then(|variables| variables.of(self.files, path))
    }

    fn is_set_by_script(&self, variable: &str) -> bool {
        self.commands().is_some_and(|commands| commands.is_set(variable))
    }

    fn is_left_open(&self, variable: &str) -> bool {
        self.services().is_some_and(|services| services.leave_open(variable))
    }

    fn is_given_env_file(&self, path: &str) -> bool {
        self.commands().is_some_and(|commands| commands.is_given_env_file(path))
    }

    fn presence(&self, path: &str) -> Presence {
        self.note(path);
        match self.files.look(if path.is_empty() { "." } else { path }) {
            Ok(Entry::Folder) => Presence::Folder,
            Ok(Entry::File) => Presence::File,
            Err(problem) if problem.kind() == io::ErrorKind::NotFound => Presence::Missing,
            Err(_) => Presence::Unknown,
        }
    }

    fn is_executable(&self, path: &str) -> Option<bool> {
        self.note(path);
        self.files.is_executable(path)
    }
}

/// The finding for a file that cannot be read at all: an empty source.
pub(crate) fn unreadable(file: FileId, problem: &io::Error) -> Diagnostic {
    let message = match problem.kind() {
        _ if Refusal::of(problem).is_some() => problem.to_string(),
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        // The system's own, when the path is too long for it.
        io::ErrorKind::InvalidFilename if problem.raw_os_error().is_some() => {
            "the path is too long".to_owned()
        }
        io::ErrorKind::InvalidFilename => "the path is not UTF-8, so the file was not read".to_owned(),
        io::ErrorKind::IsADirectory => "this is a directory, not a file".to_owned(),
        io::ErrorKind::FileTooLarge => {
            format!("the file is larger than {} KiB, so it was not read", FILE_BYTES / 1024)
        }
        _ => {
            let why = problem.to_string();
            // Without the number that the system has for it.
            let why = why.split_once(" (os error").map_or(&*why, |(why, _)| why);
            format!("cannot read the file: {why}")
        }
    };
    let refusal = Refusal::of(problem);
    // Hooks and editors hand over whatever their patterns match.
    let rule = if refusal == Some(&Refusal::Foreign) { "unsupported-file" } else { "unreadable-file" };
    let mut finding = Diagnostic::new(rule, Span::at(file, 0), message);
    match refusal {
        Some(Refusal::Link { .. }) => {
            finding.help("commit the file itself instead of a link");
        }
        Some(Refusal::Foreign) => {
            finding.help("if this is a Dockerfile, make its first line an instruction such as `FROM`, or run `plimsoll check - --stdin-filename Dockerfile < FILE`");
        }
        _ => {}
    }
    finding
}

/// Whether a file is a Dockerfile by its name.
fn has_name_of_dockerfile(path: &str) -> bool {
    let name = crate::folders::name_of(path).to_ascii_lowercase();
    name.contains("dockerfile") || name.contains("containerfile")
}

/// Whether this place is in a line that starts with `#`.
fn is_in_comment(text: &str, at: usize) -> bool {
    let line = text.get(..at).unwrap_or_default().rsplit('\n').next();
    line.is_some_and(|start| start.trim_start().starts_with('#'))
}

/// Text of the same length: each byte that is not UTF-8 reads as `?`. Says where these stand, the first of each line.
fn decode(bytes: Vec<u8>) -> (String, Vec<usize>) {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, Vec::new()),
        Err(problem) => problem.into_bytes(),
    };
    let mut text = String::with_capacity(bytes.len());
    let mut bad: Vec<usize> = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            if bad.is_empty() || chunk.valid().contains('\n') {
                bad.push(text.len());
            }
            text.extend(chunk.invalid().iter().map(|_| '?'));
        }
    }
    (text, bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_bytes_keep_their_places() {
        assert_eq!(decode(b"a\xffb\xc3".to_vec()), ("a?b?".to_owned(), vec![1]));
        assert_eq!(decode(b"\xff\na\xff".to_vec()), ("?\na?".to_owned(), vec![0, 3]));
        assert_eq!(decode("é".into()), ("é".to_owned(), Vec::new()));
    }
}
