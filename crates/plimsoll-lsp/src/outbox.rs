//! What the server says: answers, notifications and requests of its own.

use std::io::Write;

use serde::Serialize;
use serde_json::{Value, json};

use crate::protocol::Refusal;

/// The way to the client.
pub(crate) struct Outbox {
    output: Box<dyn Write>,
    /// How often the client was asked something.
    asked: u64,
}

#[derive(Serialize)]
struct Outgoing<'m, P> {
    jsonrpc: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    method: &'m str,
    params: P,
}

impl Outbox {
    pub(crate) fn new(output: impl Write + 'static) -> Outbox {
        Outbox { output: Box::new(output), asked: 0 }
    }

    /// Answers a request.
    pub(crate) fn answer(&mut self, id: &Value, answer: Result<Value, Refusal>) {
        self.send(&match answer {
            Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
            Err(Refusal { code, message }) => {
                json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code as i32, "message": message } })
            }
        });
    }

    pub(crate) fn notify(&mut self, method: &str, params: impl Serialize) {
        self.send(&Outgoing { jsonrpc: "2.0", id: None, method, params });
    }

    /// Asks the client for something; its answer is of no interest, and a refusal does no harm.
    pub(crate) fn ask(&mut self, method: &str, params: impl Serialize) {
        self.asked += 1;
        let id = Some(format!("plimsoll-{}", self.asked));
        self.send(&Outgoing { jsonrpc: "2.0", id, method, params });
    }

    /// Shows a message: 1 is an error, 2 a warning.
    pub(crate) fn show(&mut self, kind: u32, message: &str) {
        self.notify("window/showMessage", json!({ "type": kind, "message": message }));
    }

    fn send(&mut self, message: &impl Serialize) {
        let Ok(body) = serde_json::to_vec(message) else { return };
        let mut bytes = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        bytes.extend(body);
        // A client that is gone is noticed when nothing comes from it any more.
        let _ = self.output.write_all(&bytes).and_then(|()| self.output.flush());
    }
}
