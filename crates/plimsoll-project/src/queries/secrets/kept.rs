//! Secrets that come from a variable or a mounted file, and that a command writes into a file of the image.

use plimsoll_diagnostics::Span;
use plimsoll_shell::{Command, Word};

use super::{NameClass, classify};

/// A secret that a command keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The word that holds or names the secret.
    pub span: Span,
    /// The file it ends up in: `~/.gitconfig`.
    pub file: String,
}

/// The secret that a command writes into a file.
pub fn kept_by(command: &Command) -> Option<Kept> {
    let kept = |word: &Word, file: &str| Some(Kept { span: word.span, file: file.to_owned() });
    match command.name() {
        "git" => {
            let word = command.words.iter().find(|word| holds_credentials(word.unquoted()))?;
            let is_global = command.has_option('\0', &["--global"]);
            match command.operands_but(&["-c", "-C"]).next()?.unquoted() {
                "config" if command.has_option('\0', &["--system"]) => kept(word, "/etc/gitconfig"),
                "config" if is_global => kept(word, "~/.gitconfig"),
                "config" | "clone" | "remote" | "submodule" => kept(word, ".git/config"),
                _ => None,
            }
        }
        "npm" | "yarn" | "pnpm" => {
            let is_token = |word: &Word| {
                ["_authToken", "_password", "_auth"].iter().any(|key| word.unquoted().contains(key))
            };
            command.arguments().iter().find(|word| is_token(word))?;
            let word = command.arguments().iter().rev().find(|word| names_secret(word.unquoted()))?;
            let is_set = command.operands().any(|word| word.is("config") || word.is("set"));
            if is_set { kept(word, "~/.npmrc") } else { None }
        }
        "pip" | "pip3" | "poetry" | "composer" | "bundle" => {
            command.operands().next().filter(|verb| verb.is("config"))?;
            let is_secret = |word: &&Word| {
                let text = word.unquoted();
                holds_credentials(text) || names_secret(text)
            };
            let word = command.arguments().iter().find(is_secret)?;
            kept(
                word,
                match command.name() {
                    "poetry" => "~/.config/pypoetry/auth.toml",
                    "composer" => "auth.json",
                    "bundle" => ".bundle/config",
                    _ => "pip.conf",
                },
            )
        }
        "cp" | "install" | "mv" => {
            let operands: Vec<&Word> = command.operands_but(&["-m", "-o", "-g", "--mode"]).collect();
            let source = operands.iter().find(|word| word.unquoted().starts_with("/run/secrets/"))?;
            let target = operands.last().filter(|target| target.span != source.span)?;
            kept(source, target.unquoted())
        }
        "echo" | "printf" | "cat" => {
            let redirect = command.redirects.iter().find(|it| it.operator.starts_with('>'))?;
            let target = redirect.target.as_ref()?.unquoted();
            let is_store = STORES.iter().any(|name| target.ends_with(name));
            let is_secret = |word: &&Word| {
                let text = word.unquoted();
                text.contains("/run/secrets/") || is_store && (holds_credentials(text) || names_secret(text))
            };
            kept(command.arguments().iter().find(is_secret)?, target).filter(|_| !target.starts_with("/dev/"))
        }
        _ => None,
    }
}

/// Files in which programs look for credentials.
const STORES: [&str; 8] = [
    ".netrc",
    ".npmrc",
    ".yarnrc.yml",
    ".git-credentials",
    ".pypirc",
    "pip.conf",
    ".aws/credentials",
    ".docker/config.json",
];

/// `https://user:$TOKEN@host`: a URL with a secret that comes from elsewhere.
fn holds_credentials(text: &str) -> bool {
    text.match_indices("://").any(|(at, scheme)| {
        let rest = text.get(at + scheme.len()..).unwrap_or_default();
        let Some((user, _)) = rest.split_once('@') else { return false };
        // `$(cat /run/secrets/token)` may hold what elsewhere ends the host.
        let (plain, substitution) =
            user.split_once("$(").map_or((user, None), |(plain, rest)| (plain, Some(rest)));
        !plain.contains(['/', '"', '\'']) && (substitution.is_some() || names_secret(user))
    })
}

/// Whether a text has a variable whose name says that it holds a secret, or reads a mounted one.
fn names_secret(text: &str) -> bool {
    let is_secret = |rest: &str| {
        let rest = rest.trim_start_matches('{');
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or_default();
        matches!(classify(name), NameClass::Password | NameClass::Secret)
            || name.to_ascii_uppercase().ends_with("TOKEN")
            || name.to_ascii_uppercase().ends_with("PAT")
    };
    text.contains("/run/secrets/") || text.split('$').skip(1).any(is_secret)
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Joined, Text};
    use plimsoll_shell::Script;

    use super::kept_by;

    fn file(text: &str) -> Option<String> {
        let script = Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)));
        script.commands.iter().find_map(|command| Some(kept_by(command)?.file))
    }

    #[test]
    fn where_secrets_stay() {
        for (text, expected) in [
            (r#"git config --global url."https://${TOKEN}@h/".insteadOf https://h/"#, "~/.gitconfig"),
            ("git clone https://x:$(cat /run/secrets/t)@h/a", ".git/config"),
            ("npm config set //registry.npmjs.org/:_authToken=$NPM_TOKEN", "~/.npmrc"),
            ("cp /run/secrets/a /app/.env", "/app/.env"),
            ("echo \"machine h password $GH_TOKEN\" > ~/.netrc", "~/.netrc"),
            ("cat /run/secrets/env >> .env", ".env"),
        ] {
            assert_eq!(file(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "git clone https://h/a",
            "git clone https://${USER}@h/a",
            "git -c url.https://$TOKEN@h/.insteadOf=https://h/ fetch",
            "npm config set registry $REGISTRY",
            "cp /run/secrets/a",
            "cat /run/secrets/a | helm registry login --password-stdin h",
            "echo $TOKEN > /dev/null",
        ] {
            assert_eq!(file(text), None, "{text}");
        }
    }
}
