//! Git, asked so that nothing in the repository's or the user's settings makes it run anything or write anything.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// What the folder of the run belongs to.
pub(super) struct Repository {
    /// Its root, an absolute path.
    pub(super) root: String,
    /// The folder of the run below it: empty, or ending with `/`.
    pub(super) prefix: String,
}

impl Repository {
    /// The repository that the run was started in.
    pub(super) fn here() -> Result<Repository, String> {
        let found = output(git(&["rev-parse", "--show-toplevel", "--show-prefix"]))?;
        let mut lines = found.lines();
        let root = lines.next().unwrap_or_default().trim_end_matches('/').to_owned();
        Ok(Repository { root, prefix: lines.next().unwrap_or_default().to_owned() })
    }

    fn ask(&self, args: &[&str]) -> Result<String, String> {
        let mut command = git(args);
        // Lists are of the whole repository then, whatever folder the run was started in.
        command.current_dir(&self.root);
        output(command)
    }

    /// The commit where `revision` and what is checked out part.
    pub(super) fn common_commit(&self, revision: &str) -> Result<String, String> {
        // Git's way to say what is done here anyway.
        let name = revision.strip_suffix("...").unwrap_or(revision);
        let commit = &self.commit(name)?;
        // Without a common commit (a shallow clone, a branch without one) it is the revision itself.
        let common = self.ask(&["merge-base", commit, "HEAD"]).ok();
        Ok(common.as_deref().and_then(|common| common.lines().next()).unwrap_or(commit).to_owned())
    }

    /// The commit that a revision names.
    pub(super) fn commit(&self, revision: &str) -> Result<String, String> {
        if revision.starts_with('-') {
            return Err("a revision cannot start with `-`".to_owned());
        }
        let commit = self.ask(&["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")]);
        let commit = commit.map_err(|_| self.lacks_it())?.trim().to_owned();
        // `^HEAD` is everything that is not in HEAD.
        if commit.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            Ok(commit)
        } else {
            Err("this is not a single revision".to_owned())
        }
    }

    /// Why there is no such revision.
    fn lacks_it(&self) -> String {
        let is_shallow = self.ask(&["rev-parse", "--is-shallow-repository"]);
        match is_shallow.as_deref().map(str::trim) {
            Ok("true") => "this revision is not in the shallow clone; run `git fetch` first",
            _ => "this revision does not exist",
        }
        .to_owned()
    }

    /// A repository inside of this one. `None` where there is none, or a link leads elsewhere.
    #[expect(
        clippy::disallowed_methods,
        reason = "Git is asked in directories, not in files that are linted"
    )]
    pub(super) fn inside(&self, path: &str) -> Option<Repository> {
        let root = format!("{}/{path}", self.root);
        let is_here = std::fs::canonicalize(&root).is_ok_and(|found| found == Path::new(&root));
        let is_repository = is_here && Path::new(&root).join(".git").exists();
        is_repository.then_some(Repository { root, prefix: String::new() })
    }

    /// Every file of a commit.
    pub(super) fn files(&self, commit: &str) -> Result<Vec<Committed>, String> {
        let mut command = git(&["ls-tree", "-r", "-z", "--full-tree", commit]);
        command.current_dir(&self.root);
        let list = bytes(command)?;
        let file = |entry: &[u8]| {
            let tab = entry.iter().position(|byte| *byte == b'\t')?;
            let about = str::from_utf8(entry.get(..tab)?).ok()?;
            let path = entry.get(tab + 1..)?;
            let mut words = about.split(' ');
            let (mode, _kind, object) = (words.next()?, words.next()?, words.next()?);
            Some(Committed {
                mode: mode.to_owned(),
                object: object.to_owned(),
                path: String::from_utf8_lossy(path).into_owned(),
                is_text: str::from_utf8(path).is_ok(),
            })
        };
        Ok(list.split(|byte| *byte == 0).filter_map(file).collect())
    }

    /// What Git knows of now.
    pub(super) fn tracked(&self) -> Result<Vec<String>, String> {
        let list = self.ask(&["ls-files", "-z", "--recurse-submodules"])?;
        Ok(list.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
    }

    /// Files that have another name now: the new one and the old one. The index is asked and not the folder, because
    /// looking at files may run filters.
    pub(super) fn renames(&self, commit: &str) -> Result<Vec<(String, String)>, String> {
        let wanted = ["diff-index", "--cached", "--raw", "-z", "-M", "--diff-filter=R", "--no-ext-diff"];
        let list = self.ask(&[&wanted[..], &["--no-textconv", commit, "--"]].concat())?;
        let mut parts = list.split('\0');
        let mut renames = Vec::new();
        while let (Some(_about), Some(old), Some(new)) = (parts.next(), parts.next(), parts.next()) {
            renames.push((new.to_owned(), old.to_owned()));
        }
        Ok(renames)
    }

    /// Starts reading objects.
    pub(super) fn objects(&self) -> Result<Objects, String> {
        let mut command = git(&["cat-file", "--batch"]);
        command.current_dir(&self.root).stdin(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().map_err(|why| not_started(&why))?;
        match (process.stdin.take(), process.stdout.take()) {
            (Some(ask), Some(answer)) => {
                Ok(Objects { process, ask: Some(ask), answer: BufReader::new(answer) })
            }
            _ => Err("cannot communicate with git".to_owned()),
        }
    }
}

/// A file of a commit.
pub(super) struct Committed {
    pub(super) mode: String,
    pub(super) object: String,
    /// Bytes that are not UTF-8 are replaced.
    pub(super) path: String,
    /// Whether the path is UTF-8.
    pub(super) is_text: bool,
}

/// A Git that hands out objects, one after the other.
pub(super) struct Objects {
    process: Child,
    ask: Option<ChildStdin>,
    answer: BufReader<ChildStdout>,
}

impl Objects {
    /// The first `limit` + 1 bytes of an object.
    pub(super) fn read(&mut self, object: &str, limit: usize) -> io::Result<Vec<u8>> {
        let ask = self.ask.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        writeln!(ask, "{object}")?;
        ask.flush()?;
        // `OBJECT blob SIZE`, or `OBJECT missing`.
        let mut head = String::new();
        self.answer.read_line(&mut head)?;
        let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
        let size = size.ok_or(io::ErrorKind::NotFound)?;
        let wanted = size.min(limit as u64 + 1);
        let mut bytes = Vec::new();
        (&mut self.answer).take(wanted).read_to_end(&mut bytes)?;
        // The rest, and the line end behind it.
        io::copy(&mut (&mut self.answer).take(size - wanted + 1), &mut io::sink())?;
        Ok(bytes)
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // It ends when nobody can ask any more.
        self.ask = None;
        let _ = self.process.wait();
    }
}

/// Git with a command that only reads. No shell, no pager, no hook, no question, no network, no lock.
fn git(args: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .args(["--no-pager", "--no-optional-locks"])
        .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "diff.relative=false"])
        .args(args)
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        // Versions of Git that do not know that variable may still use no protocol, and so fetch nothing.
        .env("GIT_ALLOW_PROTOCOL", "")
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What a command prints, as text.
fn output(command: Command) -> Result<String, String> {
    Ok(String::from_utf8_lossy(&bytes(command)?).into_owned())
}

/// What a command prints, or the first line of its complaint.
fn bytes(mut command: Command) -> Result<Vec<u8>, String> {
    let done = command.output().map_err(|why| not_started(&why))?;
    if done.status.success() {
        return Ok(done.stdout);
    }
    let complaint = String::from_utf8_lossy(&done.stderr);
    let line = complaint.lines().find(|line| line.starts_with("fatal: ")).or(complaint.lines().next());
    let line = line.map_or("the command failed", |line| line.trim_start_matches("fatal: "));
    Err(format!("git: {}", plimsoll_report::visible(line)))
}

fn not_started(why: &io::Error) -> String {
    match why.kind() {
        io::ErrorKind::NotFound => "this option requires `git`, which was not found".to_owned(),
        _ => format!("cannot start git: {why}"),
    }
}
