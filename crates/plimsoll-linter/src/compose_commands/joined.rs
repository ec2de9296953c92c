//! Dockerfiles that scripts put together of parts: `cat base.part api.part > Dockerfile`.

use std::collections::HashMap;

/// The clients that read a Dockerfile from a pipe.
const CLIENTS: [&str; 3] = ["docker", "podman", "nerdctl"];

/// The files that a text joins into Dockerfiles, as it names them. They may be patterns.
pub(super) fn parts(text: &str) -> Vec<&str> {
    let mut loops = HashMap::new();
    let mut prerequisites: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for line in text.lines() {
        if let Some((name, words)) = line.split_once("for ").and_then(|(_, rest)| rest.split_once(" in ")) {
            loops.insert(name.trim(), words.split(';').next().unwrap_or_default());
        }
        // What a rule of a Makefile makes a Dockerfile from.
        if let Some((target, sources)) = line.split_once(':').filter(|_| !line.starts_with(['\t', ' ', '#']))
        {
            prerequisites =
                if is_dockerfile(target) { sources.split_whitespace().collect() } else { Vec::new() };
        }
        for (at, _) in line.match_indices("cat ") {
            let is_word =
                line.get(..at).is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric()));
            let rest = line.get(at + "cat ".len()..).filter(|_| is_word).unwrap_or_default();
            let ends = [rest.find(['>', '|', ';', ')']), rest.find(" }")];
            let end = ends.into_iter().flatten().min().unwrap_or(rest.len());
            let (sources, target) = rest.split_at_checked(end).unwrap_or_default();
            if !goes_to_dockerfile(target, !prerequisites.is_empty()) {
                continue;
            }
            let words = sources.split_whitespace().map(|word| word.trim_matches(['"', '\'']));
            let mut sources: Vec<&str> = Vec::new();
            for word in words.filter(|word| !word.starts_with('-') && !word.starts_with('<')) {
                let variable = word.strip_prefix('$').map(|name| name.trim_matches(['{', '}', '$']));
                match (word, variable.and_then(|name| loops.get(name))) {
                    ("$^" | "$+", _) => sources.extend(&prerequisites),
                    (_, Some(words)) => sources.extend(words.split_whitespace()),
                    _ => sources.push(word),
                }
            }
            // A single file that is copied is a whole one.
            let is_pattern = |word: &&str| word.contains('*');
            if sources.len() > 1 || sources.iter().any(is_pattern) || target.starts_with(">>") {
                found.extend(sources);
            }
        }
    }
    found
}

/// Whether what is behind `cat` leads into a Dockerfile, or into a build. `$@` is the target of a rule.
fn goes_to_dockerfile(behind: &str, is_in_rule: bool) -> bool {
    if let Some(next) = behind.strip_prefix('|') {
        let is_build = next.contains(" build ") && CLIENTS.iter().any(|client| next.contains(client));
        return is_build || next.split_once('>').is_some_and(|(_, target)| is_dockerfile(target));
    }
    let target = behind.trim_start_matches(['>', ' ', '"']);
    behind.starts_with('>') && (is_dockerfile(target) || is_in_rule && target.starts_with("$@"))
}

fn is_dockerfile(target: &str) -> bool {
    let word = target.split_whitespace().next().unwrap_or_default();
    word.contains("ockerfile") || word.contains("ontainerfile")
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn parts_are_what_is_joined_into_a_dockerfile() {
        for (text, expected) in [
            ("cat base.part api.part > Dockerfile", "base.part api.part"),
            ("cat parts/*.part >\"$OUT/Dockerfile\"", "parts/*.part"),
            ("cat a b | docker build -t app -", "a b"),
            ("cat a b | sed s/x/y/ > Dockerfile.api", "a b"),
            ("for p in base api; do cat $p >> Dockerfile; done", "base api"),
            ("for p in parts/*\ndo\n  cat \"${p}\" >> Dockerfile\ndone", "parts/*"),
            ("Dockerfile: a.part b.part\n\tcat $^ > $@", "a.part b.part"),
            ("cat Dockerfile.dev > Dockerfile", ""),
            ("cat a b > notes.txt", ""),
            ("notes: a b\n\tcat $^ > $@", ""),
            ("cat <<EOF > Dockerfile", ""),
            ("cat a | docker build -", ""),
            ("concat a b > Dockerfile", ""),
        ] {
            assert_eq!(parts(text).join(" "), expected, "{text}");
        }
    }
}
