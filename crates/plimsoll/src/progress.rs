//! A line on standard error for whoever waits at a terminal.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use plimsoll_linter::Workspace;

use crate::args::CheckArgs;
use crate::plural::plural;

/// Nobody needs to be told sooner.
const PATIENCE: Duration = Duration::from_secs(1);

/// Says that work goes on, until it is dropped.
pub(crate) struct Progress(Option<(Sender<()>, JoinHandle<()>)>);

impl Progress {
    /// Begins to wait. Without a terminal nothing is ever said.
    pub(crate) fn new(args: &CheckArgs, workspace: &Workspace) -> Progress {
        let err = std::io::stderr();
        if !err.is_terminal() || !args.output.tells() {
            return Progress(None);
        }
        Progress::on(err, workspace.linted().count(), PATIENCE)
    }

    fn on(mut terminal: impl Write + Send + 'static, files: usize, patience: Duration) -> Progress {
        let (done, wait) = channel();
        let thread = std::thread::spawn(move || {
            if wait.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
                let said = write!(terminal, "checking {} …", plural(files, "file"));
                let _ = said.and_then(|()| terminal.flush());
                let _ = wait.recv();
                // The cursor goes back, and the line away.
                let _ = write!(terminal, "\r\x1b[2K").and_then(|()| terminal.flush());
            }
        });
        Progress(Some((done, thread)))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, thread)) = self.0.take() {
            drop(done);
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{PipeReader, Read, pipe};

    use super::*;

    /// What is left to read when nobody writes any more.
    fn rest(mut reader: PipeReader) -> String {
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn who_waits_is_told_until_the_end() {
        let (mut reader, writer) = pipe().unwrap();
        let progress = Progress::on(writer, 12, Duration::ZERO);
        let mut said = vec![0; "checking 12 files …".len()];
        reader.read_exact(&mut said).unwrap();
        assert_eq!(said, "checking 12 files …".as_bytes());
        drop(progress);
        assert_eq!(rest(reader), "\r\x1b[2K");
    }

    #[test]
    fn who_need_not_wait_sees_nothing() {
        let (reader, writer) = pipe().unwrap();
        drop(Progress::on(writer, 12, Duration::from_hours(1)));
        assert_eq!(rest(reader), "");
    }
}
