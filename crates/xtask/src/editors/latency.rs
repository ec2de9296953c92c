//! How long findings take to come back after a keystroke, as a client on the other end of the pipe sees it.

use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Keystrokes that are measured in each file.
const KEYSTROKES: usize = 500;

/// Measures a long Dockerfile, a large project, and prints a line for each.
pub(crate) fn measure(program: &Path, folder: &Path) -> io::Result<()> {
    let long = folder.join("long");
    std::fs::create_dir_all(&long)?;
    std::fs::write(long.join("Dockerfile"), long_dockerfile())?;
    type_into(program, &long, "Dockerfile", "1,000 lines of Dockerfile")?;
    let large = folder.join("large");
    std::fs::create_dir_all(&large)?;
    std::fs::write(large.join("compose.yaml"), large_project(&large)?)?;
    type_into(program, &large, "compose.yaml", "50 services, in their Compose file")?;
    type_into(program, &large, "s7/Dockerfile", "50 services, in one of their Dockerfiles")
}

fn long_dockerfile() -> String {
    let mut text = String::from("FROM debian:12 AS build\n");
    for number in 0..333 {
        let _ = write!(
            text,
            "ENV NAME_{number}=\"value {number}\"\nRUN apt-get update && \\\n    apt-get install -y package{number}=1.0 && cd /tmp && echo $NAME_{number}\n"
        );
    }
    text
}

fn large_project(folder: &Path) -> io::Result<String> {
    let mut compose = String::from("services:\n");
    for number in 0..50 {
        let own = folder.join(format!("s{number}"));
        std::fs::create_dir_all(&own)?;
        std::fs::write(
            own.join("Dockerfile"),
            "FROM node:22 AS build\nWORKDIR /app\nCOPY package.json .\nRUN npm ci\nCOPY . .\nRUN npm run build\nFROM nginx:1.27\nCOPY --from=build /app/dist /usr/share/nginx/html\nUSER nginx\nEXPOSE 80\n",
        )?;
        let _ = write!(
            compose,
            "  s{number}:\n    build: ./s{number}\n    ports: [\"{}:80\"]\n    environment:\n      NAME: s{number}\n    depends_on: [s{}]\n    restart: unless-stopped\n",
            8000 + number,
            (number + 49) % 50
        );
    }
    Ok(compose.replace("    depends_on: [s49]\n", ""))
}

/// Types into the middle of a file and waits for the findings after each keystroke.
fn type_into(program: &Path, folder: &Path, file: &str, what: &str) -> io::Result<()> {
    let path = folder.join(file);
    let text = std::fs::read_to_string(&path)?;
    let uri = format!("file://{}", path.display());
    let mut client = Client::start(program, &format!("file://{}", folder.display()))?;
    client.notify(
        "textDocument/didOpen",
        &json!({ "textDocument": { "uri": uri, "languageId": "", "version": 0, "text": text } }),
    )?;
    client.wait_for_findings(&uri, 0)?;
    let before = client.memory();
    let line = text.lines().count() / 2;
    let mut times = Vec::new();
    for version in 1..=KEYSTROKES {
        // A word is typed at the end of a line, and taken away again.
        let end = text.lines().nth(line).map_or(0, str::len) + (version - 1) % 10;
        let change = if version % 10 == 0 {
            let start = json!({ "line": line, "character": end - 9 });
            json!({ "range": { "start": start, "end": { "line": line, "character": end } }, "text": "" })
        } else {
            let place = json!({ "line": line, "character": end });
            json!({ "range": { "start": place, "end": place }, "text": "x" })
        };
        let start = Instant::now();
        client.notify(
            "textDocument/didChange",
            &json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [change] }),
        )?;
        client.wait_for_findings(&uri, version)?;
        times.push(start.elapsed());
    }
    times.sort();
    let share = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
    let memory = match (before, client.memory()) {
        (Some(before), Some(after)) => format!("; memory {before}, then {after}"),
        _ => String::new(),
    };
    println!("{what}: median {}, 99 % within {}{memory}", milliseconds(share(50)), milliseconds(share(99)));
    client.leave()
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// As much of a client as is needed.
struct Client {
    server: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Client {
    fn start(program: &Path, root: &str) -> io::Result<Client> {
        let mut server =
            Command::new(program).arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (Some(to), Some(from)) = (server.stdin.take(), server.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let mut client = Client { server, to, from: BufReader::new(from) };
        let params = json!({ "capabilities": {}, "workspaceFolders": [{ "uri": root, "name": "root" }] });
        client.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }))?;
        client.wait_for(|message| message.get("id") == Some(&json!(1)))?;
        client.notify("initialized", &json!({}))?;
        Ok(client)
    }

    fn send(&mut self, message: &Value) -> io::Result<()> {
        let text = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{text}", text.len())?;
        self.to.flush()
    }

    fn notify(&mut self, method: &str, params: &Value) -> io::Result<()> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    fn wait_for(&mut self, wanted: impl Fn(&Value) -> bool) -> io::Result<()> {
        loop {
            let mut length = 0;
            let mut line = String::new();
            while self.from.read_line(&mut line)? > 2 {
                length = line
                    .strip_prefix("Content-Length: ")
                    .and_then(|n| n.trim().parse().ok())
                    .unwrap_or(length);
                line.clear();
            }
            let mut text = vec![0; length];
            self.from.read_exact(&mut text)?;
            if wanted(&serde_json::from_slice(&text)?) {
                return Ok(());
            }
        }
    }

    fn wait_for_findings(&mut self, uri: &str, version: usize) -> io::Result<()> {
        self.wait_for(|message| {
            message.pointer("/params/uri") == Some(&json!(uri))
                && message.pointer("/params/version") == Some(&json!(version))
        })
    }

    /// What the server holds in memory, where Linux tells.
    fn memory(&self) -> Option<String> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().to_owned())
    }

    fn leave(mut self) -> io::Result<()> {
        self.send(&json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }))?;
        self.wait_for(|message| message.get("id") == Some(&json!(2)))?;
        self.notify("exit", &Value::Null)?;
        let status = self.server.wait()?;
        if status.success() { Ok(()) } else { Err(io::Error::other("the server left with a mistake")) }
    }
}
