//! A command together with what it must do.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use super::StepError;

/// A command that is about to run. Nothing of the user's Git configuration reaches it.
pub(super) struct Run(Command);

/// What a command printed, standard output first.
pub(super) struct Said {
    shown: String,
    text: String,
}

impl Run {
    pub(super) fn new(program: impl AsRef<OsStr>) -> Run {
        let mut command = Command::new(program);
        command.stdin(Stdio::null());
        command.envs([
            ("GIT_CONFIG_GLOBAL", if cfg!(windows) { "NUL" } else { "/dev/null" }),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_AUTHOR_NAME", "Somebody"),
            ("GIT_AUTHOR_EMAIL", "somebody@example.com"),
            ("GIT_COMMITTER_NAME", "Somebody"),
            ("GIT_COMMITTER_EMAIL", "somebody@example.com"),
            ("NO_COLOR", "1"),
        ]);
        Run(command)
    }

    pub(super) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Run {
        self.0.args(args);
        self
    }

    pub(super) fn folder(mut self, folder: &Path) -> Run {
        self.0.current_dir(folder);
        self
    }

    pub(super) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Run {
        self.0.env(name, value);
        self
    }

    pub(super) fn without(mut self, name: &str) -> Run {
        self.0.env_remove(name);
        self
    }

    /// Where this program is, programs are looked for first.
    pub(super) fn with_path(self, program: &Path) -> Result<Run, StepError> {
        let others = std::env::var_os("PATH").unwrap_or_default();
        let folders =
            program.parent().map(Path::to_path_buf).into_iter().chain(std::env::split_paths(&others));
        let path = std::env::join_paths(folders).map_err(|why| StepError::Failed(why.to_string()))?;
        Ok(self.env("PATH", path))
    }

    /// Runs it, and answers how it ended.
    pub(super) fn ends(mut self) -> Result<(Option<i32>, Said), StepError> {
        let shown = format!("{:?}", self.0);
        let done = self.0.output().map_err(|why| StepError::Failed(format!("{shown}: {why}")))?;
        let text =
            [done.stdout, done.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        Ok((done.status.code(), Said { shown, text }))
    }

    /// Runs it; it must end with this exit code.
    pub(super) fn exits(self, code: i32) -> Result<Said, StepError> {
        match self.ends()? {
            (Some(ended), said) if ended == code => Ok(said),
            (ended, said) => Err(said.failed(&format!("ended with {ended:?}, not {code}; this is"))),
        }
    }

    /// Runs it; it must work.
    pub(super) fn works(self) -> Result<Said, StepError> {
        self.exits(0)
    }
}

impl Said {
    /// What was printed must hold this.
    pub(super) fn says(&self, words: &str) -> Result<&Said, StepError> {
        if self.text.contains(words) { Ok(self) } else { Err(self.failed(&format!("`{words}` is not in"))) }
    }

    /// What was printed must not hold this.
    pub(super) fn never_says(&self, words: &str) -> Result<&Said, StepError> {
        if self.text.contains(words) { Err(self.failed(&format!("`{words}` is in"))) } else { Ok(self) }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    fn failed(&self, what: &str) -> StepError {
        StepError::Failed(format!("{}: {what} what it said:\n{}", self.shown, self.text))
    }
}
