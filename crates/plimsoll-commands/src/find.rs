//! Command lines of container clients in a script.

use plimsoll_diagnostics::{Joined, Span};
use plimsoll_shell::{self as shell, Script};

use crate::broken::broken;
use crate::filled_in::{is_filled_in, is_list_of_notes};
use crate::script_folder::ScriptFolders;
use crate::{CommandLine, Flags, Tool, Variables, Verb, Word};

/// The command lines in a script, which was parsed from `text`.
pub fn find(script: &Script, text: &Joined<'_>, mut variables: Variables) -> Vec<CommandLine> {
    if gives_another_meaning(&text.text) || is_list_of_notes(script) {
        return Vec::new();
    }
    variables.leave_loops(script);
    let mut lines: Vec<CommandLine> = Vec::new();
    let makes_files = may_make_files(&text.text);
    let mut is_elsewhere = false;
    let mut is_moved_inside = false;
    let mut is_from_script = false;
    let mut folders = ScriptFolders::default();
    let mut evaluated: Option<Span> = None;
    let mut folder = String::new();
    for (at, command) in script.commands.iter().enumerate() {
        variables.pass(command);
        folders.pass(command);
        // Who writes `eval` puts the text together elsewhere.
        if command.name() == "eval" {
            evaluated = Some(command.span);
        }
        if command.position.nested && evaluated.is_some_and(|span| span.contains(command.span)) {
            continue;
        }
        match command.name() {
            // `$(cd a && pwd)`: the shell of a substitution ends with it.
            "cd" | "pushd" | "popd" if command.position.in_substitution => is_moved_inside = true,
            "cd" | "pushd" => match command.arguments() {
                [to] if command.position.depth == 0 => match (to.literal(), folders.read(to)) {
                    (Some(to), _) if !to.starts_with(['/', '-', '~']) => {
                        folder = if folder.is_empty() { to.to_owned() } else { format!("{folder}/{to}") };
                    }
                    (None, Some(to)) => (folder, is_from_script, is_elsewhere) = (to, true, false),
                    _ => is_elsewhere = true,
                },
                _ => is_elsewhere = true,
            },
            "popd" => is_elsewhere = true,
            _ => {}
        }
        // A variable that holds more than a name is a program that is put together elsewhere.
        let is_put_together = command.words.first().is_some_and(|word| variables.words(word).len() > 1);
        // With Windows line endings, a continuation is lost. Git may be set to write others.
        let is_cut = command.words.last().is_some_and(|word| word.unquoted().ends_with('\r'));
        if is_put_together || is_cut || is_filled_in(command) {
            continue;
        }
        let words: Vec<Word> = command.words.iter().flat_map(|word| variables.words(word)).collect();
        let words = without_runner(words);
        let remote = remote(&words);
        if let Some(mut line) = CommandLine::read(remote.unwrap_or(&words)) {
            line.span = command.span;
            let is_moved = is_elsewhere || is_moved_inside && command.position.in_substitution;
            line.is_elsewhere = is_moved || remote.is_some() || is_remote(command);
            line.is_from_script = is_from_script;
            line.makes_files = makes_files;
            line.failure_is_handled = command.position.failure_is_handled;
            line.may_have_more = gets_more(command, remote.is_some());
            line.folder.clone_from(&folder);
            let rest = script.commands.get(at + 1..).unwrap_or_default();
            line.broken = broken(&line, &words, rest, &variables);
            lines.push(line);
        }
    }
    lines
}

/// Whether a wrapper adds words to a command, or a remote shell reads them once more.
fn gets_more(command: &shell::Command, is_remote: bool) -> bool {
    is_remote || ["xargs", "parallel", "find"].iter().any(|name| command.is_wrapped_by(name))
}

/// The words of a text that contains a single command, or its arguments.
pub fn words(text: &Joined<'_>) -> Vec<Word> {
    let script = Script::parse(text);
    let variables = Variables::default();
    let words = script.commands.first().into_iter().flat_map(|command| &command.words);
    words.flat_map(|word| variables.words(word)).collect()
}

/// Whether a text mentions a program that creates or changes files.
pub fn may_make_files(text: &str) -> bool {
    const SIGNS: [&str; 24] = [
        "clone",
        "checkout",
        "submodule",
        "git archive",
        "curl",
        "wget",
        "tar ",
        "unzip",
        "rsync",
        "cp ",
        "mv ",
        "sed ",
        "envsubst",
        "svn ",
        "hg ",
        "download",
        "Dockerfile <<",
        "tee ",
        "generate",
        "render",
        "template",
        "m4 ",
        "> $",
        "> \"$",
    ];
    // `> Dockerfile`, `> docker/Dockerfile.api`; an arrow, `2>`, and the second half of `>>` are no redirection.
    let is_other = |before: char| "-=>".contains(before) || before.is_ascii_digit();
    let mut redirections = text.match_indices('>').filter_map(|(at, _)| {
        let (before, behind) = text.split_at_checked(at)?;
        (!before.ends_with(is_other)).then(|| behind.trim_start_matches('>'))
    });
    let names_dockerfile =
        |behind: &str| behind.split_whitespace().next().is_some_and(|target| target.contains("Dockerfile"));
    SIGNS.iter().any(|sign| text.contains(sign)) || redirections.any(names_dockerfile)
}

/// Whether a script says itself what `docker` is.
fn gives_another_meaning(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start();
        let line = line.strip_prefix("function ").or_else(|| line.strip_prefix("alias ")).unwrap_or(line);
        let mut rests =
            ["docker", "podman", "nerdctl"].into_iter().filter_map(|name| line.strip_prefix(name));
        rests.any(|rest| {
            let rest = rest.trim_start();
            rest.starts_with("()")
                || rest.starts_with('{')
                || line.len() - rest.len() < 8 && rest.starts_with('=')
        })
    })
}

/// What a program runs that has the words of a command behind its own: `retry 3 docker pull`, and `run` of Bats.
fn without_runner(words: Vec<Word>) -> Vec<Word> {
    const RUNNERS: [&str; 12] = [
        "caffeinate",
        "flock",
        "parallel",
        "retry",
        "run",
        "strace",
        "systemd-cat",
        "systemd-inhibit",
        "systemd-run",
        "unbuffer",
        "watch",
        "winpty",
    ];
    let is_runner = words.first().and_then(Word::text).is_some_and(|name| RUNNERS.contains(&name));
    let is_client = |word: &Word| word.text().and_then(Tool::named).is_some() || word.text() == Some("sudo");
    match words.iter().take(8).position(is_client).filter(|_| is_runner) {
        Some(at) => words.into_iter().skip(at).collect(),
        None => words,
    }
}

/// Whether a command is in the here-document of `ssh HOST`.
fn is_remote(command: &shell::Command) -> bool {
    command.is_wrapped_by("ssh")
}

/// What `ssh HOST …` runs there.
fn remote(words: &[Word]) -> Option<&[Word]> {
    let (program, rest) = words.split_first()?;
    let is_client = |word: &Word| word.text().and_then(Tool::named).is_some() || word.text() == Some("sudo");
    let at = rest.iter().position(is_client).filter(|_| program.text() == Some("ssh"))?;
    rest.get(at..)
}

impl CommandLine {
    /// Parses the words of a command. `None` if it does not run a container client, or only asks it for help.
    pub fn read(words: &[Word]) -> Option<CommandLine> {
        let skipped = words.iter().position(|word| word.text() != Some("sudo"))?;
        let (program, rest) = words.get(skipped..)?.split_first()?;
        let path = program.usual()?;
        let tool = Tool::named(path.rsplit(['/', '\\']).next()?)?;
        let last = words.last()?.span;
        if rest.iter().any(|word| word.text() == Some("--help")) {
            return None;
        }
        let globals =
            Flags::read(&[if tool == Tool::DockerCompose { "compose" } else { "docker" }], rest, false);
        if globals.mistake.is_some() || globals.is_open {
            return None;
        }
        let words = globals.operands.clone();
        let (verb, taken) = verb(tool, &words)?;
        let command: Vec<String> = words.iter().map_while(|word| word.text()).map(str::to_owned).collect();
        let mut globals = globals;
        let mut rest = words.get(taken..).unwrap_or_default().to_vec();
        let mut verb = verb;
        let mut verb_span = words.first()?.span;
        if let Some(end) = taken.checked_sub(1).and_then(|at| words.get(at)) {
            verb_span = verb_span.to(end.span);
        }
        let is_compose = verb == Verb::ComposeOther || tool == Tool::DockerCompose;
        if is_compose {
            if tool == Tool::DockerCompose {
                rest.clone_from(&words);
            } else {
                let of_compose = Flags::read(&["compose"], &rest, false);
                if of_compose.mistake.is_some() || of_compose.is_open {
                    return None;
                }
                rest.clone_from(&of_compose.operands);
                globals.flags.extend(of_compose.flags);
            }
            let (first, behind) = rest.split_first()?;
            verb = compose_verb(first.text()?);
            verb_span = verb_span.to(first.span);
            rest = behind.to_vec();
        }
        // The other clients have flags of their own for it.
        let table = verb.table().filter(|_| verb != Verb::Login || tool == Tool::Docker);
        let flags = match table {
            Some(table) => {
                let own = if verb.makes_container() && verb != Verb::ServiceCreate {
                    tool.own_flags()
                } else {
                    table
                };
                let shared = if own == table || own == "run" { table } else { own };
                Flags::read(&[table, shared], &rest, verb.is_mixed())
            }
            None => Flags { operands: rest.clone(), ..Flags::default() },
        };
        let span = program.span.to(last);
        Some(CommandLine {
            span,
            tool,
            program: program.span,
            globals,
            verb,
            verb_span,
            command,
            flags,
            broken: None,
            may_have_more: false,
            is_elsewhere: false,
            is_from_script: false,
            makes_files: false,
            failure_is_handled: false,
            folder: String::new(),
        })
    }

    /// A command line for text that contains only flags, such as the options of a container.
    pub fn of_flags(verb: Verb, words: &[Word], at: Span) -> CommandLine {
        let flags =
            verb.table().map_or_else(Flags::default, |table| Flags::read(&[table], words, verb.is_mixed()));
        CommandLine {
            span: at,
            tool: Tool::Docker,
            program: at,
            globals: Flags::default(),
            verb,
            verb_span: at,
            command: Vec::new(),
            flags,
            broken: None,
            may_have_more: true,
            is_elsewhere: false,
            is_from_script: false,
            makes_files: false,
            failure_is_handled: false,
            folder: String::new(),
        }
    }
}

/// What a tool is asked to do, and how many words say so.
fn verb(tool: Tool, words: &[Word]) -> Option<(Verb, usize)> {
    if tool == Tool::DockerCompose {
        return Some((Verb::ComposeOther, 0));
    }
    let first = words.first()?.text()?;
    let second = words.get(1).and_then(Word::text).unwrap_or_default();
    Some(match (first, second) {
        ("container", "run") => (Verb::Run, 2),
        ("container", "create") => (Verb::Create, 2),
        ("container", "exec") => (Verb::Exec, 2),
        ("run", _) => (Verb::Run, 1),
        ("create", _) => (Verb::Create, 1),
        ("exec", _) => (Verb::Exec, 1),
        ("image" | "builder" | "buildx", "build") | ("buildx", "b") => (Verb::Build, 2),
        ("build", _) => (Verb::Build, 1),
        ("buildx", "bake") => (Verb::Bake, 2),
        ("service", "create") => (Verb::ServiceCreate, 2),
        ("service", "update") => (Verb::ServiceUpdate, 2),
        ("network", "create") => (Verb::NetworkCreate, 2),
        ("volume", "create") => (Verb::VolumeCreate, 2),
        ("compose", _) => (Verb::ComposeOther, 1),
        ("login", _) => (Verb::Login, 1),
        _ => (Verb::Other, 1),
    })
}

fn compose_verb(word: &str) -> Verb {
    match word {
        "up" => Verb::ComposeUp,
        "run" => Verb::ComposeRun,
        "exec" => Verb::ComposeExec,
        "build" => Verb::ComposeBuild,
        "down" => Verb::ComposeDown,
        "logs" => Verb::ComposeLogs,
        _ => Verb::ComposeOther,
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Text};

    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let joined = Joined::verbatim(Text::new(text, FileId::FIRST, 0));
        let found = find(&Script::parse(&joined), &joined, Variables::default());
        let shown = found.into_iter().map(|line| {
            let flags = line.flags.flags.iter().map(|flag| match &flag.value {
                Some(value) => format!(" {}={}", flag.name(), value.as_template()),
                None => format!(" {}", flag.name()),
            });
            let flags: String = flags.collect();
            format!("{}{flags} | {}", line.title(), line.image().map_or("?", Word::as_template))
        });
        shown.collect()
    }

    #[test]
    fn lines_are_found_where_a_shell_runs_them() {
        for text in [
            "docker run -d nginx",
            "X=1 sudo -E docker run -d nginx",
            "if ! docker run -d nginx; then exit; fi",
            "V=$(docker run -d nginx | head -1)",
            "ssh host docker run -d nginx",
            "echo x | xargs docker container run -d nginx",
            "D=docker\n$D run -d nginx",
            "I=nginx\ndocker run `# why` -d \"$I\"",
            "${DOCKER:-docker} run -d nginx",
            "D=${D:-podman}\n$D run -d nginx",
            "docker run -d=true \\\n  nginx",
        ] {
            let found = lines(text);
            assert!(found.len() == 1, "{text}: {found:?}");
            assert!(found.iter().all(|line| line.ends_with("| nginx")), "{text}: {found:?}");
        }
        for text in [
            "echo docker run -d nginx",
            "cat images | xargs -r -I{} docker run -d --name keep_{} {} sleep infinity",
            "echo 'docker run nginx'",
            "# docker run nginx",
            "cat > x <<E\ndocker run nginx\nE",
            "docker build -t <registry>/app:1 .",
            "docker() { podman \"$@\"; }\ndocker run nginx",
            "eval \"docker run nginx\"",
            "docker run --help",
            "\"$ENGINE\" run nginx",
        ] {
            assert_eq!(lines(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn flags_are_read_as_the_client_reads_them() {
        for (text, read) in [
            ("docker run -itp80:80 a:1", "docker run --interactive --tty --publish=80:80 | a:1"),
            ("docker run -m=512m -h web a", "docker run --memory=512m --hostname=web | a"),
            ("docker run --rm -- a --name x", "docker run --rm | a"),
            ("docker run -v \"$PWD:/w\" a", "docker run --volume=${PWD}:/w | a"),
            ("docker run -e 'A=$x' a", "docker run --env=A=$$x | a"),
            ("docker run $OPTS a", "docker run | ?"),
            ("docker run \"${args[@]}\" a", "docker run | ?"),
            ("docker run -d --name ${N:-web} a", "docker run --detach --name=${N:-web} | a"),
            ("docker -H ssh://x run a", "docker run | a"),
            ("podman run --secret s a", "podman run --secret=s | a"),
            ("docker-compose -f a.yml up -d", "docker-compose up --detach | ?"),
        ] {
            assert_eq!(lines(text), [read], "{text}");
        }
    }
}
