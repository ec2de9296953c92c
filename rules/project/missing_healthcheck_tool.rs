//! A health check runs a program that its image does not have.

use plimsoll_linter::prelude::*;
use project::Healthcheck;

#[derive(Default)]
pub(crate) struct MissingHealthcheckTool;

impl Rule for MissingHealthcheckTool {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        // `unreachable-health` speaks of these.
        if container.awaited_healthy().is_none()
            && let Value::Known { value: check, .. } = container.healthcheck()
        {
            let form = Form::of(container, &check);
            report(&check, form, UNHEALTHY, None, |program| container.lacks(program), cx);
        }
    }

    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        // Services that build it are asked instead.
        let last = file.last_stage().filter(|_| cx.project().app.is_none());
        if let Some(stage) = last
            && let Value::Known { value: check, .. } = stage.healthcheck()
        {
            report(&check, Form::Instruction, UNHEALTHY, None, |program| stage.lacks(program), cx);
        }
    }
}

/// What follows where nothing waits for it.
const UNHEALTHY: &str = "the check fails, so the container never becomes healthy";

/// Reports the programs of a health check that are not installed.
pub(super) fn report<'p>(
    check: &Healthcheck,
    form: Form,
    why: &str,
    awaited_at: Option<Span>,
    lacks: impl Fn(&str) -> Value<std::borrow::Cow<'p, str>>,
    cx: &mut Context,
) {
    for program in check.programs() {
        let Value::Known { value: image, set_at } = lacks(&program.name) else { continue };
        let own = ImageName::parse(&image, set_at).and_then(|image| image.known()?.health_command);
        let own = own.filter(|own| own.split(' ').next() != Some(&program.name));
        let name = image.split('@').next().unwrap_or_default();
        let what = if program.name == "sh" { "a shell".to_owned() } else { format!("`{}`", program.name) };
        let finding =
            cx.report(program.span, format!("the health check runs {what}, which is not installed"));
        finding.here(why.to_owned()).label(set_at, format!("`{name}` does not include this program")).help(
            match own {
                Some(own) => {
                    let words: Vec<&str> = own.split(' ').collect();
                    format!("use a check that the image includes: `{}`", written(&words, form))
                }
                None => instead(&program.name, &image, form),
            },
        );
        if let Some(span) = awaited_at {
            finding.label(span, "waits until the check succeeds");
        }
        // Without a shell, nothing else in it matters.
        if program.name == "sh" {
            break;
        }
    }
}

/// How a check is written.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// `test` of a service.
    Test,
    /// `HEALTHCHECK` of a Dockerfile.
    Instruction,
    /// An option of a command line, which takes a string and runs it with a shell.
    Option,
}

impl Form {
    /// The form in a container: a service, or what a command line runs.
    pub(super) fn of(container: &Container, check: &Healthcheck) -> Form {
        match check {
            Healthcheck::Instruction(_) => Form::Instruction,
            _ if container.line().is_some() => Form::Option,
            _ => Form::Test,
        }
    }
}

/// A check as it can be pasted: a list, which runs without a shell, unless it has a pipe.
fn written(words: &[&str], form: Form) -> String {
    let is_script = words.contains(&"|");
    let quoted = |word: &&str| format!("{word:?}");
    let list = || words.iter().map(quoted).collect::<Vec<_>>().join(", ");
    let needs_quotes = |word: &str| word.contains([' ', '(', '\'']);
    let in_shell = |word: &&str| if needs_quotes(word) { format!("{word:?}") } else { (*word).to_owned() };
    let script = || words.iter().map(in_shell).collect::<Vec<_>>().join(" ");
    match (form, is_script) {
        (Form::Test, false) => format!("[\"CMD\", {}]", list()),
        (Form::Test, true) => format!("[\"CMD-SHELL\", {:?}]", script()),
        (Form::Instruction, false) => format!("HEALTHCHECK CMD [{}]", list()),
        (Form::Instruction, true) => format!("HEALTHCHECK CMD {}", script()),
        (Form::Option, _) => script(),
    }
}

/// A check of HTTP with what the image has.
fn instead(program: &str, image: &str, form: Form) -> String {
    if program == "sh" {
        let example = written(&["/app", "…"], form).replace("\"…\"", "…");
        return format!("use the exec form with a program that the image includes: `{example}`");
    }
    // Microsoft moved its tools, and the new ones check the certificate (<https://github.com/microsoft/mssql-docker/issues/892>).
    if program == "/opt/mssql-tools/bin/sqlcmd" {
        return "use `/opt/mssql-tools18/bin/sqlcmd -C`".to_owned();
    }
    if !matches!(program, "curl" | "wget") {
        return format!("use a program that the image includes, or install `{program}`");
    }
    let short = image.split(':').next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    let check: &[&str] = match short {
        "python" => &["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:PORT/')"],
        "node" => &["node", "-e", "fetch('http://127.0.0.1:PORT/').then(r => process.exit(r.ok ? 0 : 1))"],
        "ruby" => &[
            "ruby",
            "-rnet/http",
            "-e",
            "exit Net::HTTP.get_response(URI('http://127.0.0.1:PORT/')).is_a?(Net::HTTPSuccess)",
        ],
        "php" => &["php", "-r", "exit(@file_get_contents('http://127.0.0.1:PORT/') === false ? 1 : 0);"],
        _ if program == "curl" && image.contains("alpine") => {
            &["wget", "-q", "--spider", "http://127.0.0.1:PORT/"]
        }
        _ => return format!("use a program that the image includes, or install `{program}`"),
    };
    format!("use a program that the image includes: `{}`", written(check, form))
}
