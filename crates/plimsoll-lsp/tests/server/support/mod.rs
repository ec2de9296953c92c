//! A client in the same process, joined to the server by pipes, and what the command line would say about the same files.

pub(crate) mod random_edits;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, PipeReader, PipeWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use plimsoll_diagnostics::{Level, LineColumn};
use plimsoll_linter::{
    Ambient, Checked, Choices, FileSystem, Linter, LoadRego, Overrides, Settings, Workspace,
};
use plimsoll_lsp::Product;
use plimsoll_rules::RULES;
use serde_json::{Value, json};

/// A notification or a request of the server.
pub(crate) struct Said {
    pub(crate) method: String,
    pub(crate) params: Value,
}

/// An answer that is an error.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) code: i64,
    pub(crate) message: String,
}

/// A client that talks to a server on another thread.
pub(crate) struct Client {
    input: BufReader<PipeReader>,
    output: PipeWriter,
    server: Option<JoinHandle<bool>>,
    next: i32,
    /// The answer to `initialize`.
    pub(crate) offered: Value,
    /// What the server said by itself.
    pub(crate) notifications: Vec<Said>,
    /// What it asked.
    pub(crate) requests: Vec<Said>,
}

/// A folder that goes when it is dropped.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> Folder {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let root = std::env::temp_dir().join(format!("plimsoll-lsp-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&root).unwrap();
    let folder = Folder(root.canonicalize().unwrap());
    for (path, text) in files {
        folder.write(path, text);
    }
    folder
}

impl Folder {
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn uri(&self, path: &str) -> String {
        uri(&self.0.join(path))
    }
}

/// The URI of a path without special characters.
pub(crate) fn uri(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    format!("file://{}{path}", if path.starts_with('/') { "" } else { "/" })
}

/// What a client of our day can.
pub(crate) fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "window": { "showDocument": { "support": true } },
        "workspace": {
            "workspaceEdit": { "documentChanges": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "diagnostics": { "refreshSupport": true },
        },
        "textDocument": {
            "publishDiagnostics": { "relatedInformation": true },
            "diagnostic": {},
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "hover": { "contentFormat": ["markdown"] },
            "completion": { "completionItem": { "snippetSupport": true } },
        },
    })
}

/// What the server is made of, as the program makes it.
pub(crate) fn product() -> Product {
    let (requirements, rego) = (plimsoll_policy::REQUIREMENTS, Some(plimsoll_rego::load as LoadRego));
    let (ambient, quiet) = (Ambient::default(), Duration::ZERO);
    Product { rules: RULES, requirements, rego, version: "0", ambient, quiet }
}

impl Client {
    /// A client with a folder open.
    pub(crate) fn start(root: &Path) -> Client {
        Client::with(root, able(), Value::Null)
    }

    pub(crate) fn with(root: &Path, capabilities: Value, options: Value) -> Client {
        let folders = json!([{ "uri": uri(root), "name": "root" }]);
        Client::begin(json!({
            "capabilities": capabilities,
            "workspaceFolders": folders,
            "initializationOptions": options,
        }))
    }

    pub(crate) fn begin(params: Value) -> Client {
        Client::surrounded(params, Ambient::default())
    }

    /// A client of a server whose environment says something.
    pub(crate) fn surrounded(params: Value, ambient: Ambient) -> Client {
        Client::of(Product { ambient, ..product() }, params)
    }

    /// A client of this server.
    pub(crate) fn of(product: Product, params: Value) -> Client {
        let (to_server, output) = std::io::pipe().unwrap();
        let (input, from_server) = std::io::pipe().unwrap();
        let server = std::thread::spawn(move || plimsoll_lsp::serve(to_server, from_server, product));
        let mut client = Client {
            input: BufReader::new(input),
            output,
            server: Some(server),
            next: 0,
            offered: Value::Null,
            notifications: Vec::new(),
            requests: Vec::new(),
        };
        client.offered = client.request("initialize", params).unwrap();
        client.notify("initialized", json!({}));
        client
    }

    /// Sends the body of a message.
    pub(crate) fn write(&self, body: &str) {
        let message = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        (&self.output).write_all(message.as_bytes()).unwrap();
    }

    pub(crate) fn notify(&self, method: &str, params: Value) {
        self.write(&json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string());
    }

    /// Sends a request without waiting for its answer.
    pub(crate) fn send(&mut self, method: &str, params: Value) -> i32 {
        self.next += 1;
        let request = json!({ "jsonrpc": "2.0", "id": self.next, "method": method, "params": params });
        self.write(&request.to_string());
        self.next
    }

    /// The next message of the server.
    fn read(&mut self) -> Value {
        let mut header = String::new();
        while !header.ends_with("\r\n\r\n") {
            assert_ne!(self.input.read_line(&mut header).unwrap(), 0, "the server is gone");
        }
        let length = header.trim().strip_prefix("Content-Length: ").unwrap().parse().unwrap();
        let mut body = vec![0; length];
        self.input.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// Waits for an answer.
    pub(crate) fn wait(&mut self, wanted: impl Into<Value>) -> Result<Value, Refusal> {
        let wanted = wanted.into();
        loop {
            let mut message = self.read();
            let mut take = |field: &str| message.get_mut(field).map(Value::take);
            let id = take("id");
            let Some(method) = take("method") else {
                if id != Some(wanted.clone()) {
                    continue;
                }
                return match take("error") {
                    Some(error) => Err(Refusal {
                        code: error["code"].as_i64().unwrap(),
                        message: error["message"].as_str().unwrap().to_owned(),
                    }),
                    None => Ok(take("result").unwrap()),
                };
            };
            let method = method.as_str().unwrap().to_owned();
            let said = Said { method, params: take("params").unwrap() };
            match id {
                None => self.notifications.push(said),
                Some(id) => {
                    let refusal = json!({ "code": -32601, "message": "not in this client" });
                    self.write(&json!({ "jsonrpc": "2.0", "id": id, "error": refusal }).to_string());
                    self.requests.push(said);
                }
            }
        }
    }

    pub(crate) fn request(&mut self, method: &str, params: Value) -> Result<Value, Refusal> {
        let id = self.send(method, params);
        self.wait(id)
    }

    /// Asks about a place.
    pub(crate) fn at(&mut self, method: &str, uri: &str, (line, character): (u32, u32)) -> Value {
        self.request(
            method,
            json!({
                "textDocument": { "uri": uri },
                "position": { "line": line, "character": character },
                "context": { "includeDeclaration": true },
            }),
        )
        .unwrap()
    }

    /// The labels that are suggested at the end of a text.
    pub(crate) fn suggested(&mut self, uri: &str, text: &str) -> Vec<String> {
        self.open(uri, "", text);
        let line = text.matches('\n').count() as u32;
        let column = text.rsplit('\n').next().unwrap().chars().count() as u32;
        let items = self.at("textDocument/completion", uri, (line, column));
        self.close(uri);
        items.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    }

    /// Asks about a file.
    pub(crate) fn about(&mut self, method: &str, uri: &str) -> Value {
        self.request(method, json!({ "textDocument": { "uri": uri } })).unwrap()
    }

    /// Waits until the server has said all that it has to say.
    pub(crate) fn wait_until_idle(&mut self) {
        // What is said when no change waits comes before the answer to what is asked then.
        let _ = self.request("plimsoll/nothing", Value::Null);
        let _ = self.request("plimsoll/nothing", Value::Null);
    }

    pub(crate) fn open(&self, uri: &str, language: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces all of a file's text.
    pub(crate) fn change(&self, uri: &str, version: i32, text: &str) {
        self.edit(uri, version, &json!([{ "text": text }]));
    }

    pub(crate) fn edit(&self, uri: &str, version: i32, changes: &Value) {
        let document = json!({ "uri": uri, "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.notify("textDocument/didChange", params);
    }

    pub(crate) fn close(&self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// The last findings that the server told of a file by itself.
    pub(crate) fn pushed(&self, uri: &str) -> Option<&Value> {
        let told = |notification: &&Said| {
            notification.method == "textDocument/publishDiagnostics" && notification.params["uri"] == uri
        };
        self.notifications.iter().rev().find(told).map(|notification| &notification.params)
    }

    /// The rules that spoke about a file, as it was told last.
    pub(crate) fn pushed_rules(&self, uri: &str) -> Vec<String> {
        self.pushed(uri).map(|params| rules(&params["diagnostics"])).unwrap_or_default()
    }

    pub(crate) fn pulled(&mut self, uri: &str) -> Value {
        self.about("textDocument/diagnostic", uri)
    }

    pub(crate) fn actions(&mut self, uri: &str, line: u32, only: Option<&str>) -> Vec<Value> {
        let place = |character: u32| json!({ "line": line, "character": character });
        let only = only.map(|only| vec![only.to_owned()]);
        let params = json!({
            "textDocument": { "uri": uri },
            "range": { "start": place(0), "end": place(1000) },
            "context": { "diagnostics": [], "only": only },
        });
        let answer = self.request("textDocument/codeAction", params).unwrap();
        answer.as_array().unwrap().clone()
    }

    /// Leaves as the protocol asks. Whether the server left as it should.
    pub(crate) fn leave(mut self) -> bool {
        self.request("shutdown", Value::Null).unwrap();
        self.notify("exit", Value::Null);
        self.server.take().unwrap().join().unwrap()
    }

    /// Leaves without a word.
    pub(crate) fn vanish(mut self) -> bool {
        self.notify("exit", Value::Null);
        self.server.take().unwrap().join().unwrap()
    }
}

/// Where the page of a rule is.
pub(crate) fn url(rule: &str) -> String {
    RULES.iter().find(|registered| registered.meta.name == rule).unwrap().meta.url()
}

/// The rules of some findings, by name.
pub(crate) fn rules(diagnostics: &Value) -> Vec<String> {
    let all = diagnostics.as_array().into_iter().flatten();
    let mut rules: Vec<String> = all.map(|one| one["code"].as_str().unwrap().to_owned()).collect();
    rules.sort();
    rules
}

/// A finding in few words: path, place in UTF-16, severity and rule.
pub(crate) type Short = (String, [u64; 4], u64, String);

/// All findings, as the editor has them, of every file below a root.
pub(crate) fn in_editor(client: &mut Client, root: &Path) -> BTreeSet<Short> {
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).unwrap();
    let root = format!("{}/", uri(root));
    let mut found = BTreeSet::new();
    for file in report["items"].as_array().unwrap() {
        let path = file["uri"].as_str().unwrap().strip_prefix(&root).unwrap().to_owned();
        for one in file["items"].as_array().unwrap() {
            let at = |end: &str, what: &str| one["range"][end][what].as_u64().unwrap();
            let place =
                [at("start", "line"), at("start", "character"), at("end", "line"), at("end", "character")];
            let severity = one["severity"].as_u64().unwrap();
            found.insert((path.clone(), place, severity, one["code"].as_str().unwrap().to_owned()));
        }
    }
    found
}

/// All findings, as the command line has them.
pub(crate) fn on_command_line(files: &dyn FileSystem, preset: Option<&str>) -> BTreeSet<Short> {
    let workspace = Workspace::find(files, &[".".to_owned()]);
    let overrides = Overrides::parse(Choices { preset, ..Choices::default() }, RULES).unwrap();
    let Product { requirements, rego, .. } = product();
    let today = plimsoll_linter::today();
    let settings = Settings { overrides, today, requirements, rego, ..Settings::default() };
    let linter = Linter::new(RULES, &settings, files, &workspace);
    let Checked { sources, diagnostics, .. } = linter.check(files, &workspace);
    let findings = diagnostics.into_iter().map(|finding| {
        let file = sources.file(finding.primary.span.file);
        let at = |byte| {
            let LineColumn { line, column } = file.lines().utf16(byte, &file.text);
            [line as u64, column as u64]
        };
        let ([line, column], [to_line, to_column]) =
            (at(finding.primary.span.start), at(finding.primary.span.end));
        let severity = match finding.level {
            Level::Error => 1,
            Level::Warning => 2,
            Level::Note => 3,
            Level::Style => 4,
        };
        (file.path.clone(), [line, column, to_line, to_column], severity, finding.rule.into_owned())
    });
    findings.collect()
}

/// `testdata/` at the top of the repository.
pub(crate) fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata").canonicalize().unwrap()
}
