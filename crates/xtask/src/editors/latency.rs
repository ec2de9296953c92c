//! How long findings take to come back after a keystroke, as a client on the other end of the pipe sees it.

use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;

use super::client::{Client, uri};

/// Keystrokes that are measured in each file.
const KEYSTROKES: usize = 500;
/// Of a slow server, fewer are.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server that is measured.
#[derive(Clone)]
pub(super) struct Server {
    /// What it is called.
    pub(super) name: String,
    /// The only language that it knows, if it knows one only.
    pub(super) language: Option<String>,
    /// What starts it.
    pub(super) command: Vec<String>,
}

/// A file that is typed into.
struct Case<'c> {
    what: &'c str,
    folder: &'c Path,
    file: &'c str,
    language: &'c str,
}

/// Types into a long Dockerfile and a large project, and prints a line for each server.
pub(super) fn measure(servers: &[Server], folder: &Path) -> io::Result<()> {
    let long = folder.join("long");
    std::fs::create_dir_all(&long)?;
    std::fs::write(long.join("Dockerfile"), long_dockerfile())?;
    let large = folder.join("large");
    std::fs::create_dir_all(&large)?;
    std::fs::write(large.join("compose.yaml"), large_project(&large)?)?;
    let case = |what, folder, file, language| Case { what, folder, file, language };
    let cases = [
        case("1,000 lines of Dockerfile", &*long, "Dockerfile", "dockerfile"),
        case("50 services, in their Compose file", &large, "compose.yaml", "dockercompose"),
        case("50 services, in one of their Dockerfiles", &large, "s7/Dockerfile", "dockerfile"),
    ];
    for case in &cases {
        println!("{}:", case.what);
        let knows = |server: &&Server| server.language.as_deref().is_none_or(|it| it == case.language);
        for Server { name, command, .. } in servers.iter().filter(knows) {
            match type_into(command, case) {
                Ok(said) => println!("  {name:10} {said}"),
                Err(why) => println!("  {name:10} {why}"),
            }
        }
    }
    Ok(())
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

/// Types into the middle of a file and waits for the findings after each keystroke. Says how long that took.
fn type_into(command: &[String], case: &Case<'_>) -> io::Result<String> {
    let path = case.folder.join(case.file);
    let original = std::fs::read_to_string(&path)?;
    let mut text = original.clone();
    let uri = uri(&path);
    let capabilities = json!({ "textDocument": { "publishDiagnostics": { "versionSupport": true } } });
    let mut client = Client::start(command, case.folder, &capabilities)?;
    client.open(&uri, case.language, &text)?;
    client.wait_for_findings(&uri, 0)?;
    let before = client.memory();
    // Behind a backslash it would break the file.
    let middle = original.lines().count() / 2;
    let goes_on = original.lines().skip(middle).take_while(|line| line.ends_with('\\')).count();
    let line = middle + goes_on;
    let width = original.lines().nth(line).map_or(0, str::len);
    let start_of_line: usize = original.split_inclusive('\n').take(line).map(str::len).sum();
    let begin = Instant::now();
    let mut times = Vec::new();
    for version in 1..=KEYSTROKES {
        // A word is typed at the end of a line, and taken away again.
        let end = width + (version - 1) % 10;
        let change = if version % 10 == 0 {
            text.clone_from(&original);
            let start = json!({ "line": line, "character": end - 9 });
            json!({ "range": { "start": start, "end": { "line": line, "character": end } }, "text": "" })
        } else {
            text.insert(start_of_line + end, 'x');
            let place = json!({ "line": line, "character": end });
            json!({ "range": { "start": place, "end": place }, "text": "x" })
        };
        let start = Instant::now();
        client.change(&uri, version, &change, &text)?;
        client.wait_for_findings(&uri, version)?;
        times.push(start.elapsed());
        if begin.elapsed() > PATIENCE {
            break;
        }
    }
    times.sort_unstable();
    let share = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
    let mut said = format!("median {}, 99 % within {}", milliseconds(share(50)), milliseconds(share(99)));
    if times.len() < KEYSTROKES {
        let _ = write!(said, ", of {} keystrokes only", times.len());
    }
    if let (Some(before), Some(after)) = (before, client.memory()) {
        let _ = write!(said, "; memory {before} KiB, then {after} KiB");
    }
    // How others leave is their own affair.
    let _ = client.leave();
    Ok(said)
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
