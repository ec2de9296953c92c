//! No output repeats a value of `.env` or of a file under `env_file`.
#![allow(clippy::unwrap_used)]

mod support;

use std::process::Command;

use plimsoll_report::Format;
use support::folder::Folder;

/// A part of every value.
const MARK: &str = "zqmark";

const COMPOSE: &str = r#"
name: ${PROJECT}
services:
  web:
    image: ${IMAGE}
    user: ${RUN_AS}
    command: redis-server --requirepass ${PASSWORD}
    mem_limit: ${MEMORY}
    restart: ${RESTART}
    networks: ["${NETWORK}"]
    depends_on: ["${NEEDED}"]
    env_file: app.env
    environment:
      API_KEY: ${API_KEY}
      DB_URL: postgres://u:${PASSWORD}@db/shop
    ports: ["${PORT}:80", "${ADDRESS}:81:81"]
    volumes: ["${DATA}:/data"]
    healthcheck: {test: ["CMD-SHELL", "curl -f http://${CHECKED}/"], interval: "${EVERY}"}
    build: {context: "${CONTEXT}", target: "${TARGET}"}
  db:
    image: postgres:18
    volumes: ["db:${KEPT}"]
volumes: {db: {}}
"#;

const DOTENV: &str = "PROJECT=ZQMARK.project\nIMAGE=Zqmark/Image:a:zqmark\nRUN_AS=zqmarkuser\nPASSWORD=zqmark-8fj2K9q
MEMORY=12zqmark\nRESTART=zqmark\nNETWORK=zqmarknet\nNEEDED=zqmarkdep\nAPI_KEY=zqmark8fj$2K9qLm3\nPORT=zqmark80
ADDRESS=zqmark.addr\nDATA=zqmarkdata\nCHECKED=zqmarkhost\nEVERY=10zqmark\nCONTEXT=zqmarkctx\nTARGET=zqmarkstage
KEPT=/zqmark/pg\nLEVEL=zqmark$level\nnot a zqmark name\n";

#[test]
fn in_every_format_and_command() {
    let folder = Folder::new("private-values");
    folder.write("compose.yaml", COMPOSE);
    folder.write(".env", DOTENV);
    folder.write("app.env", "TOKEN=zqmark8fj2K9qLm3x\nWORD=zq$zqmark9\nKEY: zqmark # tail\n");
    let formats =
        Format::ALL.iter().map(|format| vec!["check", "--preset", "all", "--format", format.name(), "."]);
    let commands: [&[&str]; 5] = [
        &["check", "--preset", "all", "--full", "."],
        &["show", "web"],
        &["show", "db"],
        &["graph"],
        &["graph", "--format", "json"],
    ];
    for args in formats.into_iter().chain(commands.map(<[&str]>::to_vec)) {
        let done = Command::new(env!("CARGO_BIN_EXE_plimsoll")).args(&args).current_dir(&folder.0).output();
        let done = done.unwrap();
        assert!(!done.stdout.is_empty(), "{args:?}");
        for text in [done.stdout, done.stderr] {
            let text = String::from_utf8_lossy(&text).to_lowercase();
            let line = text.lines().find(|line| line.contains(MARK));
            assert_eq!(line, None, "{args:?}");
        }
    }
}
