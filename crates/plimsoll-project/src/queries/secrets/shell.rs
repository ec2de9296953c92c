//! Secrets among the words of a command: `curl -u me:secret`, `mysql -psecret`, `TOKEN=secret make`.

use plimsoll_diagnostics::Span;
use plimsoll_shell::{Command, OptionValue, Word};

use super::{Certainty, Secret, SecretKind, judge, value};

/// Options whose value is a password or a token, whatever the program.
const OPTIONS: [&str; 15] = [
    "--password",
    "--passwd",
    "--pass",
    "--db-password",
    "--dbpass",
    "--admin-password",
    "--root-password",
    "--http-password",
    "--ftp-password",
    "--token",
    "--auth-token",
    "--api-key",
    "--secret-key",
    "--client-secret",
    "--requirepass",
];

/// The secrets that are written in a command, by their places. What only anybody would guess is none.
pub fn written_in(command: &Command) -> Vec<(Span, Secret)> {
    let mut found = Vec::new();
    let mut add = |span: Span, secret: Option<Secret>| {
        let is_new = !found.iter().any(|(other, _): &(Span, Secret)| other.overlaps(span));
        found.extend(secret.filter(|it| is_new && it.certainty > Certainty::Guessable).map(|it| (span, it)));
    };
    for assignment in &command.assignments {
        if let Some(value) = &assignment.value {
            add(assignment.span, judge(&assignment.name, value.unquoted()));
        }
    }
    let of_wrappers = command.wrappers.iter().flat_map(|wrapper| &wrapper.words);
    for word in of_wrappers.chain(&command.words) {
        let text = word.unquoted();
        add(word.span, judge("", text));
        if let Some((name, value)) = text.split_once('=').filter(|(name, _)| is_name(name)) {
            add(word.span, judge(name, value));
        }
    }
    for option in options(command) {
        add(option.word.span, password(option.text));
    }
    if let Some((word, text)) = by_program(command) {
        add(word.span, password(&text));
    }
    found
}

/// The values of options that hold a password.
fn options(command: &Command) -> Vec<OptionValue<'_>> {
    let mut values = command.option_values('\0', &OPTIONS);
    match command.name() {
        "mysql" | "mysqladmin" | "mysqldump" | "mariadb" | "mariadb-admin" | "mariadb-dump" => {
            // `-p` alone asks; only what is glued to it is the password.
            let glued = command.option_values('p', &[]).into_iter();
            values.extend(glued.filter(|option| option.word.unquoted().starts_with("-p")));
        }
        "sshpass" | "htpasswd" => values.extend(command.option_values('p', &[])),
        "docker" | "podman" | "buildah" | "helm" | "skopeo" | "oc" | "az"
            if command.operands().any(|word| word.is("login")) =>
        {
            values.extend(command.option_values('p', &[]));
        }
        "redis-cli" => values.extend(command.option_values('a', &[])),
        "curl" => {
            let users = command.option_values('u', &["--user", "--proxy-user"]).into_iter();
            values.extend(users.filter_map(|option| after(&option, ":")));
            let headers = command.option_values('H', &["--header"]).into_iter();
            values.extend(headers.filter_map(|option| credentials(&option)));
        }
        "wget" => {
            values.extend(
                command
                    .option_values('\0', &["--header"])
                    .into_iter()
                    .filter_map(|option| credentials(&option)),
            );
        }
        _ => {}
    }
    values
}

/// What stands behind the separator.
fn after<'c>(option: &OptionValue<'c>, separator: &str) -> Option<OptionValue<'c>> {
    let (_, text) = option.text.split_once(separator)?;
    Some(OptionValue { text, word: option.word })
}

/// The credentials of a header of HTTP.
fn credentials<'c>(option: &OptionValue<'c>) -> Option<OptionValue<'c>> {
    let (name, text) = option.text.split_once(':')?;
    let is_secret = ["authorization", "private-token", "x-api-key", "x-auth-token", "job-token"]
        .contains(&&*name.to_ascii_lowercase());
    let text = text.trim().rsplit(' ').next().unwrap_or_default();
    is_secret.then_some(OptionValue { text, word: option.word })
}

/// Passwords that a program takes as operands, or that its text holds.
fn by_program(command: &Command) -> Option<(&Word, String)> {
    let operands: Vec<&Word> = command.operands().collect();
    let behind = |key: &str| {
        let at = operands.iter().position(|word| word.unquoted().ends_with(key))?;
        operands.get(at + 1).map(|word| (*word, word.unquoted().to_owned()))
    };
    match command.name() {
        "mysqladmin" | "mariadb-admin" => behind("password"),
        "npm" | "yarn" | "pnpm" => behind(":_authToken").or_else(|| behind(":_password")),
        "aws" => behind("aws_secret_access_key"),
        _ => command.words.iter().find_map(|word| Some((word, of_sql(word.unquoted())?))),
    }
}

/// The password of `… IDENTIFIED BY 'password'`.
fn of_sql(text: &str) -> Option<String> {
    const KEY: &str = "identified by ";
    if text.len() <= KEY.len() {
        return None;
    }
    let at = text.to_ascii_lowercase().find(KEY)?;
    let rest = text.get(at + KEY.len()..)?.trim_start();
    let quote = rest.chars().next().filter(|first| matches!(first, '\'' | '"'))?;
    rest.get(1..)?.split(quote).next().map(str::to_owned)
}

fn password(text: &str) -> Option<Secret> {
    if text.contains(['$', '`', '<', '%']) {
        return None;
    }
    value::strength(text).map(|certainty| Secret { kind: SecretKind::Named, certainty })
}

/// Whether it is the name of a variable.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Joined, Text};
    use plimsoll_shell::Script;

    use super::*;

    fn count(text: &str) -> usize {
        let script = Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)));
        script.commands.iter().map(|command| written_in(command).len()).sum()
    }

    #[test]
    fn secrets_in_commands() {
        for text in [
            "curl -u me:kV7-qq2Lx https://h/x",
            "curl -H 'Authorization: Bearer kV7-qq2Lx9' https://h/x",
            "git clone https://me:kV7-qq2Lx@h/x",
            "mysql -uroot -pkV7-qq2Lx -e x",
            "mysqladmin -u root password kV7-qq2Lx",
            "mysql -e \"CREATE USER a IDENTIFIED BY 'kV7-qq2Lx'\"",
            "docker login -u me -p kV7-qq2Lx h",
            "sshpass -p kV7-qq2Lx ssh h",
            "redis-server --requirepass kV7-qq2Lx",
            "API_TOKEN=kV7-qq2Lx make",
            "export API_TOKEN=kV7-qq2Lx",
            "env API_TOKEN=kV7-qq2Lx make",
            "npm config set //h/:_authToken kV7-qq2Lx",
        ] {
            assert_eq!(count(text), 1, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_it() {
        for text in [
            "curl -u \"me:$PASSWORD\" https://h/x",
            "curl -u me https://h/x",
            "curl -H \"Authorization: Bearer $(cat /run/secrets/t)\" https://h/x",
            "git clone https://me@h/x",
            "mysql -uroot -p -e x",
            "mysql -uroot -p\"$MYSQL_ROOT_PASSWORD\"",
            "docker login -u me --password-stdin h",
            "API_TOKEN=$(cat /run/secrets/t) make",
            "API_TOKEN= make",
            "DB_PASSWORD=changeme make",
            "mkdir -p kV7-qq2Lx",
            "useradd --password '!' app",
            "echo password is needed",
        ] {
            assert_eq!(count(text), 0, "{text}");
        }
    }
}
