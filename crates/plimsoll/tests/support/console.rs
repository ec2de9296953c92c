//! The commands and links of a Markdown page, and a project that the commands can be run in.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// How the mark of a block starts that the workshop runs in the README.
pub(crate) const WORKSHOP: &str = "run by `cargo xtask packages ";

/// A ` ```console ` block.
pub(crate) struct Block<'t> {
    /// Its lines after `$ `, without the comments at their ends.
    pub(crate) commands: Vec<&'t str>,
    /// Who else runs it, or why nothing does: the comment above it.
    pub(crate) mark: Option<&'t str>,
}

/// The console blocks of a page.
pub(crate) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut above = "";
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line == "```console" {
            let inside = lines.by_ref().take_while(|line| *line != "```");
            let commands = inside.filter_map(|line| line.strip_prefix("$ "));
            let commands = commands.map(|command| command.split("  #").next().unwrap_or(command).trim());
            blocks.push(Block { commands: commands.collect(), mark: mark(above) });
        }
        above = line;
    }
    blocks
}

fn mark(line: &str) -> Option<&str> {
    let inside = line.strip_prefix("<!-- ")?.strip_suffix(" -->")?;
    (inside.starts_with(WORKSHOP) || inside.starts_with("not run: ")).then_some(inside)
}

/// The first policy that a page shows: the commands of the page are about it.
pub(crate) fn policy(text: &str) -> Option<&str> {
    let (_, shown) = text.split_once("\n```yaml plimsoll-policy.yaml\n")?;
    Some(shown.split_once("\n```")?.0)
}

/// The targets of the links and pictures of a page.
pub(crate) fn links(text: &str) -> impl Iterator<Item = &str> {
    let after = prose(text).flat_map(|line| line.split("](").skip(1));
    after.filter_map(|rest| rest.split_once(')')).map(|(target, _)| target)
}

/// The names by which its headings can be linked.
pub(crate) fn anchors(text: &str) -> impl Iterator<Item = String> {
    let headings = prose(text).filter(|line| line.starts_with('#'));
    headings.map(|heading| {
        let words = heading.trim_start_matches('#').trim().to_lowercase();
        let kept =
            words.chars().filter(|character| character.is_alphanumeric() || " -_".contains(*character));
        kept.map(|character| if character == ' ' { '-' } else { character }).collect()
    })
}

/// The lines outside of fenced blocks.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut is_inside = false;
    text.lines().filter(move |line| {
        let is_fence = line.starts_with("```");
        is_inside ^= is_fence;
        !is_inside && !is_fence
    })
}

/// A copy of the example in a repository, with what commands name: a Dockerfile at the root, a configuration of
/// hadolint, and a branch to compare with.
pub(crate) struct Project {
    folder: PathBuf,
    /// Without Git there is nothing to compare with.
    pub(crate) has_git: bool,
}

impl Project {
    pub(crate) fn new(root: &Path) -> Project {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("plimsoll-documentation-{}-{number}", std::process::id()));
        let mut project = Project { folder, has_git: false };
        let example = root.join("testdata/example");
        for path in ["compose.yaml", "api/Dockerfile", "web/Dockerfile"] {
            let text = fs::read_to_string(example.join(path)).unwrap();
            project.write(path, &text);
        }
        project.write("Dockerfile", "FROM debian:12.5\nUSER 10001\n");
        project.write(".hadolint.yaml", "ignored: [DL3008]\n");
        let commands = "git init --quiet && git add --all && git commit --quiet --message=m \
                        && git update-ref refs/remotes/origin/main HEAD";
        project.has_git = project.run(commands).0 == Some(0);
        project
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// How a command ends, and what it prints.
    pub(crate) fn run(&self, command: &str) -> (Option<i32>, String) {
        let done = self.shell(command).output().unwrap();
        let said = [done.stdout, done.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        (done.status.code(), said.concat())
    }

    fn shell(&self, command: &str) -> Command {
        let programs = Path::new(env!("CARGO_BIN_EXE_plimsoll")).parent().unwrap().to_path_buf();
        let others = std::env::var_os("PATH").unwrap_or_default();
        let path =
            std::env::join_paths([programs].into_iter().chain(std::env::split_paths(&others))).unwrap();
        let mut shell = Command::new("sh");
        shell
            .args(["-c", command])
            .current_dir(&self.folder)
            .env_clear()
            .env("PATH", path)
            .stdin(Stdio::null());
        let who = ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"];
        shell.envs(who.map(|name| (name, "a@example.org"))).env("GIT_CONFIG_NOSYSTEM", "1");
        shell
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}
