//! The conversation: what comes is handled in order, what was cancelled is not, and findings are told when no change waits.

use std::collections::{HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};

use gen_lsp_types::{InitializeResult, ServerInfo};
use lsp_server::{Connection, ErrorCode, Message, Notification, ProtocolError, Request, RequestId, Response};
use serde::Serialize;
use serde_json::{Value, json};

use crate::client::{Client, Options, folders};
use crate::dispatch::{self, Refusal};
use crate::world::World;
use crate::{Product, capabilities, diagnostics};

/// The server, as it talks to one client.
pub(crate) struct Server<'c> {
    connection: &'c Connection,
    pub(crate) world: World,
    /// Whether the client has asked for diagnostics: from then on it is not told unasked.
    pub(crate) is_pulled: bool,
    /// Files that the client was told findings of, unasked.
    pub(crate) pushed: HashSet<String>,
    /// Whether the client was told that the configuration cannot be understood.
    told_of_config: bool,
    is_shut_down: bool,
    next_id: i32,
}

/// Talks to a client until it leaves. Whether it left as the protocol asks: `shutdown` before `exit`.
///
/// # Errors
/// When the client does not keep to the protocol at the start, or is gone.
pub fn serve(connection: &Connection, product: Product) -> Result<bool, ProtocolError> {
    let ambient = product.ambient.check(product.rules);
    let (id, params) = connection.initialize_start()?;
    let client = Client::of(&params);
    let result = InitializeResult {
        capabilities: capabilities::offer(&client),
        server_info: Some(ServerInfo {
            name: "plimsoll".to_owned(),
            version: Some(product.version.to_owned()),
        }),
    };
    connection.initialize_finish(id, serde_json::to_value(result).unwrap_or_default())?;
    let mut server = Server {
        connection,
        world: World::new(product, client, &[]),
        is_pulled: false,
        pushed: HashSet::new(),
        told_of_config: false,
        is_shut_down: false,
        next_id: 0,
    };
    if let Err(problem) = ambient {
        server.show(2, &format!("plimsoll: {problem}"));
    }
    server.set(params.get("initializationOptions").unwrap_or(&Value::Null));
    server.world.set_folders(&folders(&params));
    server.watch();
    Ok(server.run())
}

impl Server<'_> {
    fn run(&mut self) -> bool {
        let mut queue = VecDeque::new();
        self.guarded("diagnostics", Server::tell_news);
        loop {
            if queue.is_empty() {
                match self.connection.receiver.recv() {
                    Ok(message) => queue.push_back(message),
                    Err(_) => return false,
                }
            }
            queue.extend(self.connection.receiver.try_iter());
            let Some(message) = queue.pop_front() else { continue };
            match message {
                Message::Request(request) => {
                    let is_cancelled = queue.iter().any(|message| cancels(message, &request.id));
                    self.request(request, is_cancelled);
                }
                Message::Notification(notification) if notification.method == "exit" => {
                    return self.is_shut_down;
                }
                Message::Notification(notification) => {
                    let method = notification.method.clone();
                    self.guarded(&method, |server| dispatch::notification(server, notification));
                }
                Message::Response(_) => {}
            }
            if !queue.iter().any(changes) {
                self.guarded("diagnostics", Server::tell_news);
            }
        }
    }

    fn request(&mut self, request: Request, is_cancelled: bool) {
        let Request { id, method, params } = request;
        let answer = if is_cancelled {
            Err(Refusal::new(ErrorCode::RequestCanceled, "cancelled"))
        } else if self.is_shut_down {
            Err(Refusal::new(ErrorCode::InvalidRequest, "the server was shut down"))
        } else if method == "shutdown" {
            self.is_shut_down = true;
            Ok(Value::Null)
        } else {
            // A mistake in one feature costs one answer, not the server.
            let answer = catch_unwind(AssertUnwindSafe(|| dispatch::request(self, &method, params)));
            answer.unwrap_or_else(|_| {
                Err(Refusal::new(ErrorCode::InternalError, "this is a mistake in Plimsoll: please report it"))
            })
        };
        let response = match answer {
            Ok(result) => Response::new_ok(id, result),
            Err(refusal) => Response::new_err(id, refusal.code as i32, refusal.message),
        };
        self.send(response.into());
    }

    /// Does something for which there is no answer to send. What goes wrong is logged.
    fn guarded(&mut self, what: &str, act: impl FnOnce(&mut Self)) {
        if catch_unwind(AssertUnwindSafe(|| act(self))).is_err() {
            let message = format!("plimsoll: {what} failed; this is a mistake: please report it");
            self.notify("window/logMessage", json!({ "type": 1, "message": message }));
        }
    }

    /// Checks what changed and tells of it, by itself or by asking to be asked.
    fn tell_news(&mut self) {
        self.world.refresh();
        diagnostics::tell(self);
        let broken = self.world.folders.iter().find_map(|folder| folder.broken_config());
        match broken.map(str::to_owned) {
            Some(path) if !self.told_of_config => {
                self.told_of_config = true;
                self.show(2, &format!("{path} cannot be understood in full; what can be holds"));
            }
            Some(_) => {}
            None => self.told_of_config = false,
        }
    }

    /// Takes the client's settings, or tells what is wrong with them.
    pub(crate) fn set(&mut self, value: &Value) {
        match Options::read(value, &self.world.product) {
            Ok((options, settings)) => self.world.set(options, settings),
            Err(problem) => self.show(1, &format!("plimsoll: these settings cannot be used: {problem}")),
        }
    }

    /// Asks to be told when files change. Works without: what is saved in the editor is looked at anyway.
    fn watch(&mut self) {
        if !self.world.client.watches_files {
            return;
        }
        let globs = [
            "**/*[Dd]ockerfile*",
            "**/*[Cc]ontainerfile*",
            "**/*compose*.{yml,yaml}",
            "**/plimsoll.toml",
            "**/.hadolint.{yml,yaml}",
            "**/.dockerignore",
            "**/*.env",
            "**/.env*",
        ];
        let watchers = globs.map(|glob| json!({ "globPattern": glob }));
        let method = "workspace/didChangeWatchedFiles";
        let registration =
            json!({ "id": method, "method": method, "registerOptions": { "watchers": watchers } });
        self.ask("client/registerCapability", json!({ "registrations": [registration] }));
    }

    /// Shows a message: 1 is an error, 2 a warning.
    pub(crate) fn show(&mut self, kind: u32, message: &str) {
        self.notify("window/showMessage", json!({ "type": kind, "message": message }));
    }

    pub(crate) fn notify(&mut self, method: &str, params: impl Serialize) {
        if let Ok(params) = serde_json::to_value(params) {
            self.send(Notification { method: method.to_owned(), params }.into());
        }
    }

    /// Asks the client for something; its answer is of no interest, and a refusal does no harm.
    pub(crate) fn ask(&mut self, method: &str, params: Value) {
        self.next_id += 1;
        let id = RequestId::from(format!("plimsoll-{}", self.next_id));
        self.send(Request { id, method: method.to_owned(), params }.into());
    }

    fn send(&mut self, message: Message) {
        // A client that is gone is noticed when nothing comes from it any more.
        let _ = self.connection.sender.send(message);
    }
}

/// Whether a message may change what there is to tell.
fn changes(message: &Message) -> bool {
    matches!(message, Message::Notification(notification) if !notification.method.starts_with("$/"))
}

/// Whether a message takes a request back.
fn cancels(message: &Message, id: &RequestId) -> bool {
    let Message::Notification(notification) = message else { return false };
    let cancelled = notification.params.get("id").cloned();
    notification.method == "$/cancelRequest"
        && cancelled.and_then(|id| serde_json::from_value::<RequestId>(id).ok()).as_ref() == Some(id)
}
