//! Compose files that scripts copy to another host, where their paths lead elsewhere: `rsync deploy/compose.yaml host:app/`.

/// The programs that copy files to another host. A text says that something "rsyncs" files.
const PROGRAMS: [&str; 4] = ["rsync", "rsyncs", "scp", "sftp"];

/// The Compose files that are copied to another host, as a text names them, in which continued lines are joined.
pub(super) fn sent(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().filter(|line| words(line).any(|word| PROGRAMS.contains(&word)));
    // What stands behind a colon is the other host's.
    lines.flat_map(words).filter(|word| !word.contains([':', '$', '*']) && is_compose(word))
}

fn is_compose(path: &str) -> bool {
    path.contains("compose") && [".yml", ".yaml"].iter().any(|end| path.ends_with(end))
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    let words = line.split([' ', '\t', '"', '\'', '`', ',', ';', '(', ')', '[', ']', '*']);
    words.map(|word| word.trim_start_matches("./").trim_end_matches('.')).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::sent;

    #[test]
    fn sources_are_told_from_targets() {
        for (line, expected) in [
            (
                "rsync -az deploy/docker-compose.yml .env deploy@example.com:app/",
                Some("deploy/docker-compose.yml"),
            ),
            ("scp ./compose.yaml host:/srv/compose.yaml", Some("compose.yaml")),
            ("The script rsyncs `api/` and `docker-compose.yml`.", Some("docker-compose.yml")),
            ("scp host:compose.yaml backup", None),
            ("cp compose.yaml backup/", None),
            ("rsync -a src/ host:app/", None),
        ] {
            assert_eq!(sent(line).next(), expected, "{line}");
        }
    }
}
