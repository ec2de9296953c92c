//! As much of a client of the Language Server Protocol as proofs need, on the other end of a server's pipes.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// A server with its client.
pub(super) struct Client {
    server: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    next: u64,
    /// Whether it wants the whole text at each change.
    takes_whole_texts: bool,
}

/// What a file is called by a server.
pub(super) fn uri(path: &Path) -> String {
    let text = path.to_string_lossy();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    let written = |byte: u8| {
        if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    format!("file://{}", text.bytes().map(written).collect::<String>())
}

impl Client {
    /// Starts a server and opens a folder in it.
    pub(super) fn start(command: &[String], root: &Path, capabilities: &Value) -> io::Result<Client> {
        let [program, arguments @ ..] = command else { return Err(io::ErrorKind::InvalidInput.into()) };
        let mut server = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (Some(to), Some(from)) = (server.stdin.take(), server.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let mut client = Client { server, to, from: BufReader::new(from), next: 0, takes_whole_texts: false };
        let root = uri(root);
        let offered = client.request(
            "initialize",
            &json!({
                "processId": std::process::id(),
                "rootUri": root,
                "capabilities": capabilities,
                "workspaceFolders": [{ "uri": root, "name": "root" }],
            }),
        )?;
        let sync = offered.pointer("/capabilities/textDocumentSync");
        let kind = sync.and_then(|sync| sync.get("change").or(Some(sync))).and_then(Value::as_u64);
        client.takes_whole_texts = kind == Some(1);
        client.notify("initialized", &json!({}))?;
        Ok(client)
    }

    fn send(&mut self, message: &Value) -> io::Result<()> {
        let text = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{text}", text.len())?;
        self.to.flush()
    }

    /// Tells the server something.
    pub(super) fn notify(&mut self, method: &str, params: &Value) -> io::Result<()> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    /// Asks the server, and waits for its answer.
    pub(super) fn request(&mut self, method: &str, params: &Value) -> io::Result<Value> {
        self.next += 1;
        let id = json!(self.next);
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))?;
        let answer =
            self.wait_for(|message| message.get("id") == Some(&id) && message.get("method").is_none())?;
        match answer.get("error") {
            Some(error) => Err(io::Error::other(format!("{method}: {error}"))),
            None => Ok(answer.get("result").cloned().unwrap_or_default()),
        }
    }

    /// Opens a file.
    pub(super) fn open(&mut self, uri: &str, language: &str, text: &str) -> io::Result<()> {
        let document = json!({ "uri": uri, "languageId": language, "version": 0, "text": text });
        self.notify("textDocument/didOpen", &json!({ "textDocument": document }))
    }

    /// Changes a file that is open, so that it reads `text` then.
    pub(super) fn change(&mut self, uri: &str, version: usize, change: &Value, text: &str) -> io::Result<()> {
        let whole = json!({ "text": text });
        let change = if self.takes_whole_texts { &whole } else { change };
        let document = json!({ "uri": uri, "version": version });
        self.notify(
            "textDocument/didChange",
            &json!({ "textDocument": document, "contentChanges": [change] }),
        )
    }

    /// Waits for a message, and answers what the server asks until then: yes to everything.
    pub(super) fn wait_for(&mut self, wanted: impl Fn(&Value) -> bool) -> io::Result<Value> {
        loop {
            let message = self.receive()?;
            if let (Some(id), Some(method)) = (message.get("id"), message.get("method")) {
                let settings = message.pointer("/params/items").and_then(Value::as_array).map(Vec::len);
                let result = match settings {
                    Some(count) if method == "workspace/configuration" => vec![Value::Null; count].into(),
                    _ => Value::Null,
                };
                self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }))?;
            } else if wanted(&message) {
                return Ok(message);
            }
        }
    }

    fn receive(&mut self) -> io::Result<Value> {
        let mut length = 0;
        let mut line = String::new();
        while self.from.read_line(&mut line)? > 2 {
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or(length);
            }
            line.clear();
        }
        let mut text = vec![0; length];
        self.from.read_exact(&mut text)?;
        Ok(serde_json::from_slice(&text)?)
    }

    /// Waits until findings of a file are told: of this version, if the server says of which they are.
    pub(super) fn wait_for_findings(&mut self, uri: &str, version: usize) -> io::Result<Value> {
        self.wait_for(|message| {
            let params = |pointer: &str| message.pointer(&format!("/params/{pointer}"));
            message.get("method") == Some(&json!("textDocument/publishDiagnostics"))
                && params("uri") == Some(&json!(uri))
                && params("version").is_none_or(|told| *told == json!(version))
        })
    }

    /// What the server holds in memory, in KiB, where Linux tells.
    pub(super) fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().trim_end_matches("kB").trim().parse().ok()
    }

    /// Leaves. Whether the server left as it should.
    pub(super) fn leave(mut self) -> io::Result<bool> {
        self.request("shutdown", &Value::Null)?;
        self.notify("exit", &Value::Null)?;
        Ok(self.server.wait()?.success())
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // One that has left already cannot be ended, and need not be.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
