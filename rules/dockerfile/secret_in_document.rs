//! A password, token or key in a here-document.

use dockerfile::{Heredoc, Instruction, Kind};
use plimsoll_linter::prelude::*;
use project::secrets::{Certainty, Secret, SecretKind, judge};

#[derive(Default)]
pub(crate) struct SecretInDocument;

impl Rule for SecretInDocument {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        if instruction.heredocs.is_empty() {
            return;
        }
        // The commands of a script are the business of `secret-in-command`; what they write to files is not among them.
        let commands: Vec<Span> = match &instruction.kind {
            Kind::Run(run) => run.command.commands().iter().map(|command| command.span).collect(),
            _ => Vec::new(),
        };
        for heredoc in &instruction.heredocs {
            let lines = heredoc.body.split('\n');
            let written = lines.filter(|line| !commands.iter().any(|command| command.overlaps(line.span)));
            let found = written.filter_map(|line| Some((line, secret_in(&line)?)));
            // A key has many lines, and a file of secrets as many secrets: the first says it.
            if let Some((line, secret)) = found.take(1).next() {
                report(line, secret, heredoc, cx);
            }
        }
    }
}

fn report(line: Text, secret: Secret, heredoc: &Heredoc, cx: &mut Context) {
    let what = match secret.kind {
        SecretKind::Token(what) => what,
        SecretKind::PrivateKey => "private key",
        SecretKind::Connection | SecretKind::Named => "password or token",
    };
    cx.report(line.trim().span, format!("hard-coded {what} in a here-document"))
        .here("anyone who can pull the image can read this line")
        .label(heredoc.marker.span, "this here-document becomes a file in the image")
        .help("use a build secret: `RUN --mount=type=secret,id=…`");
}

/// The secret that a line holds: a token by its form, `name = value`, or `password value` of a `.netrc`.
fn secret_in(line: &Text) -> Option<Secret> {
    let text = line.raw.trim();
    if text.is_empty() || text.starts_with(['#', ';']) || text.len() > 4096 {
        return None;
    }
    let is_sure = |secret: &Secret| secret.certainty > Certainty::Guessable;
    let tokens = text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '=' | ','));
    let by_form = std::iter::once(text).chain(tokens).find_map(|token| judge("", token));
    let named = || {
        let (name, value) = text.split_once(['=', ':'])?;
        let name = name.trim().trim_start_matches("export ").trim_matches(['"', '\'']);
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
        judge(name, value.trim().trim_end_matches(',')).filter(|_| is_name)
    };
    let of_netrc = || {
        let (machine, rest) = text.split_once(" password ")?;
        let password = rest.split_whitespace().next()?;
        judge("PASSWORD", password).filter(|_| machine.contains("machine") || machine.contains("login"))
    };
    by_form.filter(is_sure).or_else(|| named().filter(is_sure)).or_else(|| of_netrc().filter(is_sure))
}
