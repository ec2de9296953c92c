//! A stand-in for code scanning: takes one upload on this machine and answers with a status.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread::JoinHandle;

use super::StepError;

/// Waits for one upload.
pub(super) struct Scanning {
    /// What stands before the path of a request.
    pub(super) url: String,
    upload: JoinHandle<std::io::Result<Upload>>,
}

/// What was sent.
pub(super) struct Upload {
    /// The first line and the headers.
    pub(super) head: String,
    pub(super) body: String,
}

impl Scanning {
    /// Starts to wait; the upload is answered with this status.
    pub(super) fn that_answers(status: u16) -> Result<Scanning, StepError> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}", listener.local_addr()?);
        let upload = std::thread::spawn(move || {
            let (stream, _) = listener.accept()?;
            let mut reader = BufReader::new(stream);
            let (mut head, mut length) = (String::new(), 0);
            loop {
                let start = head.len();
                reader.read_line(&mut head)?;
                let line = head.get(start..).unwrap_or_default().trim().to_ascii_lowercase();
                if let Some(value) = line.strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap_or(0);
                }
                if line.is_empty() {
                    break;
                }
                // curl asks before it sends much.
                if line.starts_with("expect:") {
                    reader.get_mut().write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
                }
            }
            let mut body = String::new();
            reader.by_ref().take(length).read_to_string(&mut body)?;
            let answer = format!("HTTP/1.1 {status} Done\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            reader.get_mut().write_all(answer.as_bytes())?;
            Ok(Upload { head, body })
        });
        Ok(Scanning { url, upload })
    }

    /// What was uploaded. Only to be asked when the step that uploads has run: it waits for that.
    pub(super) fn upload(self) -> Result<Upload, StepError> {
        let upload = self.upload.join();
        Ok(upload.map_err(|_| StepError::Failed("the stand-in for code scanning broke".to_owned()))??)
    }
}
