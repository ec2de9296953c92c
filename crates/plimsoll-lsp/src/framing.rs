//! Messages in a stream of bytes: each has a header that says how long it is.

use std::io::{self, BufRead, Read};

use crate::protocol::{ErrorCode, Message};

/// The longest message that is read. Files stop at a fraction of it.
const MOST_BYTES: usize = 64 << 20;
/// The longest line of a header.
const LONGEST_LINE: u64 = 4096;
const LENGTH: &[u8] = b"content-length:";

/// Reads messages.
pub(crate) struct Frames<R> {
    input: R,
    /// Whether the end of the last message is not known. All is skipped up to the next line that says how long a message
    /// is, and answered once.
    is_lost: bool,
}

/// What a header says.
enum Header {
    /// How many bytes the message has.
    Length(usize),
    Malformed,
    /// There is none: the client is gone.
    End,
}

impl<R: BufRead> Frames<R> {
    pub(crate) fn new(input: R) -> Frames<R> {
        Frames { input, is_lost: false }
    }

    /// The next message and how many bytes it has; `None` when the client is gone.
    ///
    /// # Errors
    /// When nothing can be read any more.
    pub(crate) fn next(&mut self) -> io::Result<Option<(Message, usize)>> {
        loop {
            match self.header()? {
                Header::End => return Ok(None),
                Header::Length(length) if length <= MOST_BYTES => {
                    self.is_lost = false;
                    let mut body = Vec::new();
                    self.input.by_ref().take(length as u64).read_to_end(&mut body)?;
                    let is_whole = body.len() == length;
                    return Ok(is_whole.then(|| (Message::parse(&body), length)));
                }
                _ if self.is_lost => {}
                Header::Length(_) | Header::Malformed => {
                    self.is_lost = true;
                    let why = format!("`Content-Length` must be a number up to {MOST_BYTES}");
                    return Ok(Some((Message::malformed(ErrorCode::ParseError, why), 0)));
                }
            }
        }
    }

    /// Reads up to an empty line.
    fn header(&mut self) -> io::Result<Header> {
        let mut header = Header::Malformed;
        let mut line = Vec::new();
        loop {
            line.clear();
            if self.input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
                return Ok(Header::End);
            }
            let text = line.trim_ascii();
            // What stands before it is the rest of a message of which the end was not known.
            let named = text.windows(LENGTH.len()).rposition(|part| part.eq_ignore_ascii_case(LENGTH));
            match named.and_then(|at| text.get(at + LENGTH.len()..)) {
                Some(number) => {
                    let number = str::from_utf8(number.trim_ascii()).ok().and_then(|text| text.parse().ok());
                    header = number.map_or(Header::Malformed, Header::Length);
                }
                None if text.is_empty() => return Ok(header),
                None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn read(input: &[u8]) -> Vec<String> {
        let mut frames = Frames::new(input);
        let mut all = Vec::new();
        while let Some((message, _)) = frames.next().unwrap() {
            all.push(match message {
                Message::Notification { method, .. } => method,
                Message::Refused { id: Value::Null, refusal } => format!("{}", refusal.code as i32),
                other => format!("{other:?}"),
            });
        }
        all
    }

    #[test]
    fn a_message_that_cannot_be_read_costs_itself() {
        let good = b"Content-Length: 14\r\n\r\n{\"method\":\"a\"}";
        let around = |bad: &[u8]| read(&[good.as_slice(), bad, good].concat());
        assert_eq!(around(b""), ["a", "a"]);
        assert_eq!(
            around(b"content-type: x\r\nCONTENT-LENGTH:14\r\n\r\n{\"method\":\"b\"}"),
            ["a", "b", "a"]
        );
        for bad in [
            "Content-Length: -5\r\n\r\n{\"method\":\"b\"}",
            "Content-Length: 99999999999999999999999\r\n\r\n{\"method\":\"b\"}",
            "Content-Length: 8000000000\r\n\r\n{}\n\n{}\n\n",
            "Content-Length: 5\r\n\r\n{\"method\":\"b\"}",
            "Content-Length:\r\n\r\n{}",
            "\r\n",
            "X: 1\r\n\r\n{\"method\":\"b\"}",
            "Content-Length: 2\r\n\r\n\u{fffd}",
            "Content-Length: 0\r\n\r\n",
        ] {
            assert_eq!(around(bad.as_bytes()), ["a", "-32700", "a"], "{bad:?}");
        }
        let long = [b"Content-Length: 100000000\r\n\r\n".as_slice(), &vec![b'x'; 300_000], b"\n"].concat();
        assert_eq!(around(&long), ["a", "-32700", "a"]);
        assert_eq!(read(b"Content-Length: 99\r\n\r\n{}"), [""; 0], "cut off");
    }
}
