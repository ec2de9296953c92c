//! Secrets that come from a variable or a mounted file, and that a command writes into a file of the image.

use plimsoll_diagnostics::Span;
use plimsoll_shell::{Command, Word};

use super::classify;

/// A secret that a command keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The word that holds or names the secret.
    pub span: Span,
    /// The file it ends up in: `~/.gitconfig`.
    pub file: String,
}

/// The secret mounts of a RUN: the paths at which they appear, and the variables that hold them.
#[derive(Clone, Debug, Default)]
pub struct Mounted<'r> {
    /// `target=` of each.
    pub paths: Vec<&'r str>,
    /// `env=` of each.
    pub variables: Vec<&'r str>,
}

impl Mounted<'_> {
    /// Whether a word is the path of a mounted secret.
    fn is_path(&self, text: &str) -> bool {
        text.starts_with("/run/secrets/") || self.paths.contains(&text)
    }

    /// Whether a text has a variable of such a name, or reads such a file.
    fn is_in(&self, text: &str) -> bool {
        names_secret(text) || self.is_expanded_in(text)
    }

    /// Whether a shell puts such a secret into a text: its variable, or `$(cat FILE)`.
    pub fn is_expanded_in(&self, text: &str) -> bool {
        let reads = ["$(cat ", "$(<", "`cat "].iter().any(|open| {
            text.match_indices(open).any(|(at, _)| {
                let rest = text.get(at + open.len()..).unwrap_or_default().trim_start();
                self.is_path(rest.split([')', '`', ' ', '|']).next().unwrap_or_default().trim_matches('"'))
            })
        });
        reads
            || self.variables.iter().any(|name| {
                [format!("${name}"), format!("${{{name}}}")].iter().any(|written| {
                    text.split_once(&**written).is_some_and(|(_, rest)| {
                        written.ends_with('}')
                            || !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
                    })
                })
            })
    }
}

/// Programs that write what they read, or a part of it.
const FILTERS: [&str; 12] =
    ["awk", "base64", "cat", "echo", "envsubst", "grep", "head", "jq", "printf", "sed", "tail", "tr"];

/// The secret that a command writes into a file.
pub fn kept_by(command: &Command, mounted: &Mounted<'_>) -> Option<Kept> {
    let names_secret = |text: &str| mounted.is_in(text);
    let holds_credentials = |text: &str| holds_credentials(text, &names_secret);
    let kept = |word: &Word, file: &str| Some(Kept { span: word.span, file: file.to_owned() });
    match command.name() {
        "git" => {
            let is_header = |word: &&Word| word.unquoted().to_ascii_lowercase().ends_with(".extraheader");
            let header = command.words.iter().position(|word| is_header(&word));
            let header = header.and_then(|at| command.words.get(at + 1));
            let word = command.words.iter().find(|word| holds_credentials(word.unquoted()));
            let word = word.or(header.filter(|word| names_secret(word.unquoted())))?;
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
                let keys = ["_authToken", "_password", "_auth", "npmAuthToken", "npmAuthIdent"];
                keys.iter().any(|key| word.unquoted().contains(key))
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
            let source = operands.iter().find(|word| mounted.is_path(word.unquoted()))?;
            let target = operands.last().filter(|target| target.span != source.span)?;
            kept(source, target.unquoted())
        }
        "tee" => {
            let reads = |it: &&plimsoll_shell::Redirect| &*it.operator == "<";
            let source = command.redirects.iter().find(reads)?.target.as_ref()?;
            let target = command.operands().next().filter(|_| mounted.is_path(source.unquoted()))?;
            kept(source, target.unquoted())
        }
        name if FILTERS.contains(&name) => {
            let redirect = command.redirects.iter().find(|it| it.operator.starts_with('>'))?;
            let target = redirect.target.as_ref()?.unquoted();
            let is_store = STORES.iter().any(|name| target.ends_with(name));
            // `echo` prints a path, and reads nothing there.
            let reads = |text: &str| {
                !matches!(name, "echo" | "printf") || ["$(", "`"].iter().any(|open| text.contains(open))
            };
            let is_secret = |word: &&Word| {
                let text = word.unquoted();
                reads(text) && (mounted.is_path(text) || text.contains("/run/secrets/"))
                    || mounted.is_expanded_in(text)
                    || is_store && (holds_credentials(text) || names_secret(text))
            };
            let read = command.redirects.iter().find(|it| &*it.operator == "<");
            let read = read.and_then(|it| it.target.as_ref()).filter(|it| mounted.is_path(it.unquoted()));
            kept(command.arguments().iter().find(is_secret).or(read)?, target)
                .filter(|_| !target.starts_with("/dev/"))
        }
        _ => None,
    }
}

/// The secret that a command writes into a file, where commands before it in its pipe read that: `cat SECRET | tee FILE`.
/// `all` are the commands of its script.
pub fn kept_from_pipe(command: &Command, all: &[Command], mounted: &Mounted<'_>) -> Option<Kept> {
    let at = command.position;
    let target = match command.name() {
        "tee" => command.operands().next()?,
        name if FILTERS.contains(&name) => {
            command.redirects.iter().find(|it| it.operator.starts_with('>'))?.target.as_ref()?
        }
        _ => return None,
    };
    let is_before = |other: &&Command| {
        let it = other.position;
        (it.script, it.pipeline) == (at.script, at.pipeline) && it.stage < at.stage
    };
    let before: Vec<&Command> = all.iter().filter(is_before).collect();
    // A program that only looks at what it reads may not pass it on.
    if before.iter().any(|other| !FILTERS.contains(&other.name()) && other.name() != "tee") {
        return None;
    }
    let holds = |other: &&Command, word: &&Word| {
        let is_read = !matches!(other.name(), "echo" | "printf") && mounted.is_path(word.unquoted());
        is_read || mounted.is_expanded_in(word.unquoted())
    };
    let word = before.iter().find_map(|other| {
        let read =
            other.redirects.iter().filter(|it| &*it.operator == "<").filter_map(|it| it.target.as_ref());
        other.arguments().iter().chain(read).find(|word| holds(other, word))
    })?;
    let file = target.unquoted();
    (!file.starts_with("/dev/") && !file.is_empty()).then(|| Kept { span: word.span, file: file.to_owned() })
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
fn holds_credentials(text: &str, names_secret: &impl Fn(&str) -> bool) -> bool {
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
        classify(name).is_secret()
            || name.to_ascii_uppercase().ends_with("TOKEN")
            || name.to_ascii_uppercase().ends_with("PAT")
    };
    text.contains("/run/secrets/") || text.split('$').skip(1).any(is_secret)
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Joined, Text};
    use plimsoll_shell::Script;

    use super::{Mounted, kept_by, kept_from_pipe};

    fn file(text: &str) -> Option<String> {
        let script = Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)));
        script.commands.iter().find_map(|command| Some(kept_by(command, &Mounted::default())?.file))
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
            ("tee /root/key < /run/secrets/key", "/root/key"),
            ("base64 -d /run/secrets/key > /root/key", "/root/key"),
            ("git config --global http.extraHeader \"Authorization: Bearer $TOKEN\"", "~/.gitconfig"),
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

    #[test]
    fn secrets_in_pipes() {
        for (text, expected) in [
            ("cat /run/secrets/t | tee /etc/tok", Some("/etc/tok")),
            ("base64 -d < /run/secrets/t | tr -d x > /etc/tok", Some("/etc/tok")),
            ("cat /run/secrets/t | sha256sum | tee /etc/sum", None),
            ("echo /run/secrets/t | tee /etc/path", None),
            ("cat /run/secrets/t | tee /dev/null", None),
        ] {
            let script = Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)));
            let all = &script.commands;
            let kept = all.iter().find_map(|it| kept_from_pipe(it, all, &Mounted::default()));
            assert_eq!(kept.map(|kept| kept.file).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn mounts_of_other_names() {
        let mounted = Mounted { paths: vec!["/k"], variables: vec!["T"] };
        for (text, is_kept) in [
            ("cp /k /root/.ssh/id_ed25519", true),
            ("git clone https://x:$T@h/a", true),
            ("git clone https://x:$TARGET@h/a", false),
            ("cp /keys /root/", false),
            ("echo $T > /etc/tok", true),
            ("echo /k > /etc/tok", false),
        ] {
            let script = Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)));
            let kept = script.commands.iter().any(|command| kept_by(command, &mounted).is_some());
            assert_eq!(kept, is_kept, "{text}");
        }
    }
}
