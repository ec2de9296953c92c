//! On which ports the server that a container runs listens, where its command line says so.

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::Form;
use plimsoll_facts::listen_options;

use crate::{Container, Program, Stage, Value};

/// What listens, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listener {
    /// The server, by the name of its row in the table.
    pub program: &'static str,
    /// All of its ports, and where each is written.
    pub ports: Vec<(u16, Span)>,
    /// Whether a script starts it, which may start something else as well.
    pub(crate) follows_script: bool,
}

/// A word of a command, without quotes.
struct Token<'t> {
    text: &'t str,
    span: Span,
}

impl Container<'_> {
    /// The server that its command starts last, if the command says on which ports that listens. It is unknown whenever
    /// something else may be started.
    pub fn listener(&self) -> Option<Listener> {
        listener_of(self.entrypoint(), self.cmd(), self.known_image().is_some())
    }
}

impl Stage<'_> {
    /// The same for the image that the stage builds, when nothing replaces its command.
    pub fn listener(&self) -> Option<Listener> {
        let [entrypoint, cmd] = [self.entrypoint(), self.cmd()].map(|own| own.map(Program::Instruction));
        listener_of(entrypoint, cmd, self.known_image().is_some())
    }
}

fn listener_of(entrypoint: Value<Program<'_>>, cmd: Value<Program<'_>>, is_known: bool) -> Option<Listener> {
    let entrypoint = match entrypoint {
        Value::Known { value, .. } => Some(value),
        // What official images start before the command does not serve.
        Value::Unknown { .. } if !is_known => return None,
        Value::Unknown { .. } | Value::Unset => None,
    };
    let cmd = match cmd {
        Value::Known { value, .. } => Some(value),
        Value::Unset => None,
        Value::Unknown { .. } => return None,
    };
    let mut tokens = Vec::new();
    for program in entrypoint.iter().chain(&cmd) {
        match program {
            Program::Instruction(line) => match &line.form {
                Form::Shell(text) => split(&text.text, |range| text.span(range), &mut tokens)?,
                Form::Exec(words) => {
                    for word in words {
                        split(&word.value, |_| word.text.span, &mut tokens)?;
                    }
                }
            },
            Program::Service(command) => {
                for word in &command.words {
                    split(&word.value, |range| word.place(range), &mut tokens)?;
                }
            }
        }
    }
    let last = tokens.rsplit(|token| matches!(token.text, "&&" | ";" | "||")).next()?;
    listens(last)
}

/// The words of a command, or of a script that is one of its words; `None` where several commands may run at a time.
fn split<'t>(
    text: &'t str,
    place: impl Fn(std::ops::Range<usize>) -> Span,
    tokens: &mut Vec<Token<'t>>,
) -> Option<()> {
    let runs_more = |text: &str| text.replace("&&", "").replace("||", "").contains(['&', '|', '\n', '`']);
    if runs_more(text.trim()) {
        return None;
    }
    let mut at = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim();
        let plain = word.trim_matches(['"', '\'']);
        if !plain.is_empty() {
            let start = at + part.find(plain).unwrap_or_default();
            tokens.push(Token { text: plain, span: place(start..start + plain.len()) });
        }
        at += part.len();
    }
    Some(())
}

/// What a command says of its ports; `None` where one of them is no number.
fn listens(words: &[Token<'_>]) -> Option<Listener> {
    let base = |word: &Token<'_>| word.text.rsplit('/').next().and_then(listen_options::find);
    let (at, server) = words.iter().enumerate().find_map(|(at, word)| Some((at, base(word)?)))?;
    let arguments = words.get(at + 1..)?;
    let mut ports = Vec::new();
    if server.options.is_empty() {
        let first = arguments.iter().find(|word| !word.text.starts_with('-'))?;
        ports.push((port(first.text)?, first.span));
    }
    for (at, word) in arguments.iter().enumerate() {
        let (name, own) = word.text.split_once('=').unwrap_or((word.text, ""));
        if !server.options.contains(&name) {
            continue;
        }
        let next = if own.is_empty() { arguments.get(at + 1) } else { None };
        let (value, span) = next.map_or((own, word.span), |next| (next.text, next.span));
        ports.push((port(value)?, span));
    }
    let before = words.get(..at).unwrap_or_default();
    let follows_script =
        before.iter().any(|word| word.text.ends_with(".sh") || word.text.contains("entrypoint"));
    (!ports.is_empty()).then_some(Listener { program: server.program, ports, follows_script })
}

/// The port of `8000`, `0.0.0.0:8000` or `[::]:8000`.
fn port(address: &str) -> Option<u16> {
    address.rsplit(':').next()?.parse().ok().filter(|port| *port > 0)
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::FileId;

    use super::*;

    #[test]
    fn commands_tell_their_ports() {
        for (text, expected) in [
            ("gunicorn -b 0.0.0.0:8000 app:app", Some(vec![8000])),
            ("gunicorn --bind=:8000 --bind [::]:8001 app:app", Some(vec![8000, 8001])),
            ("python manage.py migrate && exec gunicorn -b :8000 app", Some(vec![8000])),
            ("python3 manage.py runserver --noreload 0.0.0.0:8000", Some(vec![8000])),
            ("poetry run /venv/bin/uvicorn main:app --host 0.0.0.0 --port '8000'", Some(vec![8000])),
            ("flask run -p 5000", Some(vec![5000])),
            ("python -m http.server", None),
            ("uvicorn main:app", None),
            ("uvicorn main:app --port $PORT", None),
            ("gunicorn -b unix:/run/app.sock app", None),
            ("nginx & gunicorn -b :8000 app", None),
            ("gunicorn -b :8000 app | tee log", None),
            ("node server.js --port 3000", None),
        ] {
            let place = |range: std::ops::Range<usize>| Span::new(FileId::FIRST, range.start, range.end);
            let mut tokens = Vec::new();
            let found = split(text, place, &mut tokens).and_then(|()| {
                listens(tokens.rsplit(|token| matches!(token.text, "&&" | ";" | "||")).next()?)
            });
            let ports = found.map(|found| found.ports.into_iter().map(|(port, _)| port).collect::<Vec<_>>());
            assert_eq!(ports, expected, "{text}");
        }
    }
}
