//! Messages that wait. A thread reads them as they come, so that one can be seen before those in front of it are done.

use std::collections::{HashSet, VecDeque};
use std::io::{BufReader, Read};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::framing::Frames;
use crate::protocol::{ErrorCode, Message, Refusal};

/// Nothing more is read while so many bytes wait: who sends faster than can be answered has to wait as well.
const MOST_WAITING: usize = 16 << 20;
/// What a message costs besides its text: values and their names, in memory.
const OVERHEAD: usize = 4 << 10;
/// A burst of changes arrives in few reads.
const BUFFER: usize = 64 << 10;

/// The messages of a client, in order.
pub(crate) struct Inbox {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    /// Something came, or was taken.
    changed: Condvar,
}

#[derive(Default)]
struct Waiting {
    messages: VecDeque<(Message, usize)>,
    bytes: usize,
    /// How many of them are changes.
    changes: usize,
    /// The requests that one of them cancels.
    cancelled: HashSet<String>,
    is_closed: bool,
}

impl Inbox {
    /// Starts to read.
    pub(crate) fn new(input: impl Read + Send + 'static) -> Inbox {
        let shared = Arc::new(Shared::default());
        let inbox = Inbox { shared: Arc::clone(&shared) };
        std::thread::spawn(move || {
            let mut frames = Frames::new(BufReader::with_capacity(BUFFER, input));
            while let Ok(Some((message, bytes))) = frames.next() {
                shared.put(message, bytes);
            }
            shared.lock().is_closed = true;
            shared.changed.notify_all();
        });
        inbox
    }

    /// The next message. Waits for it; `None` when the client is gone.
    pub(crate) fn next(&self) -> Option<Message> {
        let waiting = self.shared.changed.wait_while(self.shared.lock(), is_idle);
        let message = waiting.unwrap_or_else(PoisonError::into_inner).take();
        self.shared.changed.notify_all();
        message
    }

    /// Whether there is a message, or the end of them, before this time is over.
    pub(crate) fn has_next_within(&self, time: Duration) -> bool {
        let waited = self.shared.changed.wait_timeout_while(self.shared.lock(), time, is_idle);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    /// Whether a change waits.
    pub(crate) fn has_changes(&self) -> bool {
        self.shared.lock().changes > 0
    }
}

/// Whether there is nothing to do.
fn is_idle(waiting: &mut Waiting) -> bool {
    waiting.messages.is_empty() && !waiting.is_closed
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, message: Message, bytes: usize) {
        let waiting = self.changed.wait_while(self.lock(), |waiting| waiting.is_full());
        waiting.unwrap_or_else(PoisonError::into_inner).put(message, bytes);
        self.changed.notify_all();
    }
}

impl Waiting {
    fn is_full(&self) -> bool {
        self.bytes > MOST_WAITING
    }

    fn put(&mut self, message: Message, bytes: usize) {
        self.cancelled.extend(message.cancelled());
        self.changes += usize::from(message.is_change());
        self.bytes += bytes + OVERHEAD;
        self.messages.push_back((message, bytes));
    }

    fn take(&mut self) -> Option<Message> {
        let (message, bytes) = self.messages.pop_front()?;
        self.bytes -= bytes + OVERHEAD;
        self.changes -= usize::from(message.is_change());
        if let Some(id) = message.cancelled() {
            self.cancelled.remove(&id);
        }
        Some(match message {
            Message::Request { id, .. } if self.cancelled.contains(&id.to_string()) => {
                Message::Refused { id, refusal: Refusal::new(ErrorCode::RequestCancelled, "cancelled") }
            }
            other => other,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(bodies: &[&str]) -> Waiting {
        let mut waiting = Waiting::default();
        for body in bodies {
            waiting.put(Message::parse(body.as_bytes()), body.len());
        }
        waiting
    }

    #[test]
    fn what_is_cancelled_is_seen_ahead() {
        let request = "{\"id\":1,\"method\":\"a\"}";
        let change = "{\"method\":\"textDocument/didClose\"}";
        let cancel = "{\"method\":\"$/cancelRequest\",\"params\":{\"id\":1}}";
        let mut waiting = waiting(&[request, change, cancel, request]);
        assert_eq!((waiting.changes, waiting.cancelled.len()), (1, 1));
        let refused = waiting.take();
        assert!(matches!(refused, Some(Message::Refused { refusal, .. }) if refusal.code as i32 == -32800));
        assert!(matches!(waiting.take(), Some(Message::Notification { .. })));
        assert!(matches!(waiting.take(), Some(Message::Notification { .. })));
        assert!(matches!(waiting.take(), Some(Message::Request { .. })), "an id may be used again");
        assert_eq!((waiting.changes, waiting.cancelled.len(), waiting.bytes), (0, 0, 0));
    }

    #[test]
    fn a_flood_has_to_wait() {
        let shared = Shared::default();
        for _ in 0..16 {
            assert!(!shared.lock().is_full());
            shared.put(Message::Response, 1 << 20);
        }
        assert!(shared.lock().is_full());
        assert_eq!(shared.lock().take(), Some(Message::Response));
        assert!(!shared.lock().is_full());
    }
}
