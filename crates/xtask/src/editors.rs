//! `cargo xtask editors`: real editors talk to the server, as far as they are installed; and what else a client can see.

mod client;
mod latency;
mod same;
mod snippets;

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;

use crate::{Problems, cargo};

/// What is tried.
#[derive(Args)]
pub(crate) struct Options {
    /// The program [default: the debug build]
    #[arg(long)]
    program: Option<PathBuf>,

    /// Let VS Code in a browser use the packed extension; DIR is where `editors/proof/vscode/prepare` has installed it
    #[arg(long, value_name = "DIR")]
    vscode: Option<PathBuf>,

    /// Write the picture of VS Code here instead of throwing it away
    #[arg(long, value_name = "FILE", requires = "vscode")]
    screenshot: Option<PathBuf>,

    /// Measure how long findings take after a keystroke; with a release build, if the numbers are to mean anything
    #[arg(long)]
    latency: bool,

    /// Measure another server in the same run: `tally=tally lsp --stdio`; with `@dockerfile` or `@dockercompose` behind
    /// its name, only with files of that language
    #[arg(long, value_name = "NAME=COMMAND", requires = "latency", value_parser = server)]
    beside: Vec<latency::Server>,

    /// Compare what the editor and the command line say about every file of a folder
    #[arg(long, value_name = "DIR")]
    same: Option<PathBuf>,

    /// Edit a project so many times, and compare after every edit
    #[arg(long, value_name = "COUNT")]
    edits: Option<usize>,
}

/// An editor, how to run it without a screen, and the script that drives it.
struct Editor {
    program: &'static str,
    arguments: &'static [&'static str],
    script: &'static str,
    /// The language of the snippets in `docs/editors.md` that set it up.
    snippets: &'static str,
}

const EDITORS: [Editor; 2] = [
    Editor {
        program: "nvim",
        arguments: &["--headless", "-u", "NONE", "-S"],
        script: "neovim.lua",
        snippets: "lua",
    },
    Editor { program: "emacs", arguments: &["--batch", "-l"], script: "emacs.el", snippets: "elisp" },
];

const DOCKERFILE: &str = "FROM debian:12\nRUN apt-get update && apt-get install curl\nUSER app\n";

/// Runs every editor that is there, or what else was asked for.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    let program = if let Some(program) = &options.program {
        program.canonicalize().map_err(|why| vec![format!("{}: {why}", program.display())])?
    } else {
        cargo::succeed(cargo::cargo().args(["build", "--package=plimsoll"]).current_dir(root))?;
        root.join("target/debug/plimsoll")
    };
    let folder = std::env::temp_dir().join(format!("plimsoll-editors-{}", std::process::id()));
    let done = try_all(root, &program, &folder, options);
    // What is left behind in the temporary folder does no harm.
    let _ = std::fs::remove_dir_all(&folder);
    done
}

fn try_all(root: &Path, program: &Path, folder: &Path, options: &Options) -> Result<(), Problems> {
    let mut problems = Problems::new();
    let mut note = |what: &str, done: io::Result<()>| match done {
        Ok(()) => println!("{what}: ok"),
        Err(why) => problems.push(format!("{what}: {why}")),
    };
    let work = |name: &str| {
        let own = folder.join(name);
        std::fs::create_dir_all(&own).map(|()| own)
    };
    if options.latency {
        let command = vec![program.display().to_string(), "lsp".to_owned()];
        let own = latency::Server { name: "plimsoll".to_owned(), language: None, command };
        let servers: Vec<_> = [own].into_iter().chain(options.beside.clone()).collect();
        note("latency", work("latency").and_then(|folder| latency::measure(&servers, &folder)));
    }
    if let Some(corpus) = &options.same {
        note("same", corpus.canonicalize().and_then(|corpus| same::folder(program, &corpus)));
    }
    if let Some(count) = options.edits {
        note("edits", work("edits").and_then(|folder| same::edits(program, &folder, count)));
    }
    if let Some(setup) = &options.vscode {
        note("vscode", work("vscode").and_then(|folder| vscode(root, program, setup, &folder, options)));
    }
    if !options.latency && options.same.is_none() && options.edits.is_none() && options.vscode.is_none() {
        for editor in &EDITORS {
            match work(editor.program).and_then(|folder| try_editor(root, program, editor, &folder)) {
                Err(why) if why.kind() == io::ErrorKind::NotFound => {
                    println!("{}: not installed, skipped", editor.program);
                }
                done => note(editor.program, done),
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Lets an editor that is set up as `docs/editors.md` says find a mistake and fix it.
fn try_editor(root: &Path, program: &Path, editor: &Editor, folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder.join(".git"))?;
    std::fs::write(folder.join("Dockerfile"), DOCKERFILE)?;
    let guide = std::fs::read_to_string(root.join("docs/editors.md"))?;
    for (number, snippet) in snippets::in_language(&guide, editor.snippets).enumerate() {
        std::fs::write(folder.join(format!("snippet{number}")), snippet)?;
    }
    let mut command = Command::new(editor.program);
    command.args(editor.arguments).arg(root.join("editors/proof").join(editor.script));
    command.env("PLIMSOLL", program).env("FOLDER", folder).stdin(Stdio::null());
    command.env("PATH", path_with(program)?);
    finish(&mut command)
}

/// Packs the extension with the program in it and lets VS Code use it.
fn vscode(root: &Path, program: &Path, setup: &Path, folder: &Path, options: &Options) -> io::Result<()> {
    let extension = root.join("editors/vscode");
    let packed = folder.join("plimsoll.vsix");
    let bundled = extension.join("bin/plimsoll");
    std::fs::create_dir_all(extension.join("bin"))?;
    std::fs::copy(program, &bundled)?;
    let npm = |arguments: &[&str]| {
        let mut command = Command::new("npm");
        command.args(arguments).current_dir(&extension).stdin(Stdio::null());
        finish(&mut command)
    };
    npm(&["ci", "--no-audit", "--no-fund"])?;
    let done = npm(&["run", "package", "--", "--out", &packed.display().to_string()]);
    std::fs::remove_file(&bundled)?;
    done?;
    let screenshot = options.screenshot.clone().unwrap_or_else(|| folder.join("vscode.png"));
    let mut command = Command::new("node");
    command.arg(root.join("editors/proof/vscode/proof.mjs")).stdin(Stdio::null());
    command.env("SETUP", setup.canonicalize()?).env("VSIX", packed).env("FOLDER", folder);
    finish(command.env("SCREENSHOT", screenshot))
}

/// Runs a command. What it said is why it failed.
fn finish(command: &mut Command) -> io::Result<()> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(io::Error::other(String::from_utf8_lossy(&said).trim().to_owned()))
}

/// The search path for programs, with this one first.
fn path_with(program: &Path) -> io::Result<std::ffi::OsString> {
    let others = std::env::var_os("PATH").unwrap_or_default();
    let folders = program.parent().map(Path::to_path_buf).into_iter().chain(std::env::split_paths(&others));
    std::env::join_paths(folders).map_err(io::Error::other)
}

/// `NAME=COMMAND` or `NAME@LANGUAGE=COMMAND`
fn server(text: &str) -> Result<latency::Server, String> {
    let (name, command) = text.split_once('=').ok_or("write NAME=COMMAND")?;
    let command = command.split_whitespace().map(str::to_owned).collect();
    let (name, language) =
        name.split_once('@').map_or((name, None), |(name, it)| (name, Some(it.to_owned())));
    Ok(latency::Server { name: name.to_owned(), language, command })
}
