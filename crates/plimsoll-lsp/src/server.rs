//! The conversation: what comes is handled in order, what was cancelled is not, and findings are told when no change waits.

use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use gen_lsp_types::{InitializeResult, ServerInfo};
use serde_json::{Value, json};

use crate::client::{Client, folders};
use crate::inbox::Inbox;
use crate::outbox::Outbox;
use crate::protocol::{ErrorCode, Message, Refusal, answer};
use crate::state::State;
use crate::{Product, capabilities, dispatch};

/// The server, as it talks to one client.
struct Server {
    inbox: Inbox,
    state: State,
    is_shut_down: bool,
}

/// Talks to a client until it leaves. Whether it left as the protocol asks: `shutdown` before `exit`.
pub fn serve(input: impl Read + Send + 'static, output: impl Write + 'static, product: Product) -> bool {
    let inbox = Inbox::new(input);
    let mut outbox = Outbox::new(output);
    let Some((id, params)) = introduction(&inbox, &mut outbox) else { return false };
    let client = Client::of(&params);
    let result = InitializeResult {
        capabilities: capabilities::offer(&client),
        server_info: Some(ServerInfo {
            name: "plimsoll".to_owned(),
            version: Some(product.version.to_owned()),
        }),
    };
    outbox.answer(&id, answer(&result));
    if let Err(problem) = product.ambient.check(product.rules) {
        outbox.show(2, &format!("plimsoll: {problem}"));
    }
    let mut state = State::new(outbox, product, client);
    state.set(params.get("initializationOptions").unwrap_or(&Value::Null));
    state.world.set_folders(&folders(&params));
    Server { inbox, state, is_shut_down: false }.run()
}

/// Waits for `initialize`: its id and parameters. Nothing else has an answer before.
fn introduction(inbox: &Inbox, outbox: &mut Outbox) -> Option<(Value, Value)> {
    loop {
        match inbox.next()? {
            Message::Request { id, method, params } if method == "initialize" => return Some((id, params)),
            Message::Request { id, .. } => {
                let why =
                    Refusal::new(ErrorCode::ServerNotInitialized, "`initialize` must be the first request");
                outbox.answer(&id, Err(why));
            }
            Message::Refused { id, refusal } => outbox.answer(&id, Err(refusal)),
            Message::Notification { method, .. } if method == "exit" => return None,
            Message::Notification { .. } | Message::Response => {}
        }
    }
}

impl Server {
    fn run(&mut self) -> bool {
        while let Some(message) = self.inbox.next() {
            match message {
                Message::Request { id, method, params } => {
                    let answer = self.request(&method, params);
                    self.state.outbox.answer(&id, answer);
                }
                Message::Notification { method, .. } if method == "exit" => return self.is_shut_down,
                Message::Notification { method, params } => {
                    self.guarded(&method, |state| dispatch::notification(state, &method, params));
                }
                Message::Refused { id, refusal } => self.state.outbox.answer(&id, Err(refusal)),
                Message::Response => {}
            }
            if !self.inbox.has_changes() {
                self.guarded("diagnostics", State::tell_news);
            }
        }
        false
    }

    fn request(&mut self, method: &str, params: Value) -> Result<Value, Refusal> {
        if self.is_shut_down {
            return Err(Refusal::new(ErrorCode::InvalidRequest, "the server was shut down"));
        }
        match method {
            "initialize" => {
                Err(Refusal::new(ErrorCode::InvalidRequest, "`initialize` must be sent only once"))
            }
            "shutdown" => {
                self.is_shut_down = true;
                Ok(Value::Null)
            }
            // A mistake in one feature costs one answer, not the server.
            _ => catch_unwind(AssertUnwindSafe(|| dispatch::request(&mut self.state, method, params)))
                .unwrap_or_else(|_| {
                    let message = "this is a bug in Plimsoll: please report it";
                    Err(Refusal::new(ErrorCode::InternalError, message))
                }),
        }
    }

    /// Does something for which there is no answer to send. What goes wrong is logged.
    fn guarded(&mut self, what: &str, act: impl FnOnce(&mut State)) {
        if catch_unwind(AssertUnwindSafe(|| act(&mut self.state))).is_err() {
            let message = format!("plimsoll: {what} failed; this is a bug: please report it");
            self.state.outbox.notify("window/logMessage", json!({ "type": 1, "message": message }));
        }
    }
}
