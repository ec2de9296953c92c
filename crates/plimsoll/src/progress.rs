//! A line on standard error for whoever waits at a terminal.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// Nobody needs to be told sooner.
const PATIENCE: Duration = Duration::from_secs(1);

/// Says that work goes on, until it is dropped.
pub(crate) struct Progress(Option<(Sender<()>, std::thread::JoinHandle<()>)>);

impl Progress {
    /// Begins to wait. Without a terminal nothing is ever said.
    pub(crate) fn new(files: usize) -> Progress {
        if !std::io::stderr().is_terminal() {
            return Progress(None);
        }
        let (done, wait) = channel();
        let thread = std::thread::spawn(move || {
            if wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let mut err = std::io::stderr();
                let _ = write!(err, "checking {files} files …").and_then(|()| err.flush());
                let _ = wait.recv();
                let _ = write!(err, "\r\x1b[2K").and_then(|()| err.flush());
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
