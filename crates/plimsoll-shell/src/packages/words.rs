//! How each family writes a package with its version: `curl=8.1`, `curl~=8`, `x[extra]==1`, `@scope/x@1`.

use super::PackageSource::{Path, Registry, Unknown, Url};
use super::{PackageSource, Version};

/// Name, version and source of a package word, quotes removed.
pub(super) type Read = fn(&str) -> (&str, Option<Version>, PackageSource);

/// apt-get(8): `name`, `name=version`, `name/release`, `./file.deb`.
pub(super) fn apt(word: &str) -> (&str, Option<Version>, PackageSource) {
    if is_path(word, &[".deb"]) {
        return (word, None, Path);
    }
    split(word, &["=", "/"])
}

/// apk-add(8): `name`, `name=version`, `name~=version`, `name>version`, `name@repository`, `file.apk`.
pub(super) fn apk(word: &str) -> (&str, Option<Version>, PackageSource) {
    if is_path(word, &[".apk"]) {
        return (word, None, Path);
    }
    split(word, &["~=", ">=", "<=", "=~", "><", "=", "~", ">", "<", "@"])
}

/// dnf(8): `name`, `name-version[-release][.architecture]`, `name = version`, `@group`, `file.rpm`. Names hold dashes
/// too: what counts as a version are last parts that start with a digit.
pub(super) fn dnf(word: &str) -> (&str, Option<Version>, PackageSource) {
    if is_url(word) {
        return (word, None, Url);
    }
    if is_path(word, &[".rpm"]) {
        return (word, None, Path);
    }
    let (name, version, source) = split(word, &[">=", "<=", "=", ">", "<", ":"]);
    if version.is_some() || source != Registry {
        return (name, version, source);
    }
    let is_version = |part: &str| part.starts_with(|first: char| first.is_ascii_digit() || first == '$');
    let Some((rest, last)) = rsplit(word).filter(|(_, last)| is_version(last)) else {
        return (word, None, Registry);
    };
    let at = match rsplit(rest) {
        Some((name, part)) if is_version(part) => name.len(),
        _ => word.len() - last.len() - 1,
    };
    let (name, text) = (word.get(..at).unwrap_or(word), word.get(at + 1..).unwrap_or_default());
    (name, Some(version_of("-", text)), Registry)
}

/// zypper(8): `name`, `name=version`, `name>=version`, `file.rpm`.
pub(super) fn zypper(word: &str) -> (&str, Option<Version>, PackageSource) {
    if is_url(word) {
        return (word, None, Url);
    }
    if is_path(word, &[".rpm"]) {
        return (word, None, Path);
    }
    split(word, &[">=", "<=", "=", ">", "<", "~"])
}

/// PEP 508 and pip's own: `name[extra]==version`, `name @ address`, `git+https://…`, a folder or an archive.
pub(super) fn pip(word: &str) -> (&str, Option<Version>, PackageSource) {
    let named = word.split_once('@').filter(|(name, place)| !is_url(name) && is_url(place.trim_start()));
    if let Some((name, _)) = named {
        return (name.trim_end(), None, Url);
    }
    if is_url(word) {
        return (word, None, Url);
    }
    if word.starts_with(".[") || is_path(word, &[".whl", ".tar.gz", ".zip", ".tar.bz2"]) {
        return (word, None, Path);
    }
    split(word, &["===", "==", "~=", "!=", ">=", "<=", "@", ">", "<"])
}

/// npm's package-spec: `name@version`, `@scope/name@version`, `alias@npm:name@version`, `user/repository`, an
/// archive or folder, an address.
pub(super) fn npm(word: &str) -> (&str, Option<Version>, PackageSource) {
    let spec = word.split_once("@npm:").map_or(word, |(_, spec)| spec);
    let scope = usize::from(spec.starts_with('@'));
    let version_at = find_outside(spec, &["@"], scope).map(|(at, _)| at);
    let place = version_at.and_then(|at| spec.get(at + 1..)).unwrap_or(spec);
    if is_url(place)
        || ["github:", "gitlab:", "bitbucket:", "gist:"].iter().any(|host| place.starts_with(host))
    {
        return (spec, None, Url);
    }
    if place.starts_with("file:") || is_path(spec, &[".tgz", ".tar.gz", ".tar"]) {
        return (spec, None, Path);
    }
    if scope == 0 && spec.contains('/') && !spec.contains('$') {
        return (spec, None, Url);
    }
    split_from(spec, &["@"], scope)
}

/// gem(1): `name`, `name:version`, `file.gem`.
pub(super) fn gem(word: &str) -> (&str, Option<Version>, PackageSource) {
    if is_path(word, &[".gem"]) {
        return (word, None, Path);
    }
    split(word, &[":"])
}

/// `dotnet tool install`: `name`, or `name@version`.
pub(super) fn dotnet(word: &str) -> (&str, Option<Version>, PackageSource) {
    split(word, &["@"])
}

/// PECL: `name`, `name-version`, `name-state`, `file.tgz`, an address.
pub(super) fn pecl(word: &str) -> (&str, Option<Version>, PackageSource) {
    if is_url(word) {
        return (word, None, Url);
    }
    if is_path(word, &[".tgz", ".tar", ".xml"]) {
        return (word, None, Path);
    }
    let (name, version, source) = split(word, &["-"]);
    let is_state =
        version.as_ref().is_some_and(|it| ["alpha", "beta", "devel", "stable"].contains(&&*it.text));
    (name, version.filter(|_| !is_state), source)
}

/// Go: `path@version`, `./...`, `main.go`; `std`, `cmd` and `all` are Go's own.
pub(super) fn go(word: &str) -> (&str, Option<Version>, PackageSource) {
    if is_path(word, &[".go"]) || ["...", "std", "cmd", "all"].contains(&word) {
        return (word, None, Path);
    }
    split(word, &["@"])
}

/// cargo-install(1): `name`, `name@version`; the values of `--git` and `--path` too.
pub(super) fn cargo(word: &str) -> (&str, Option<Version>, PackageSource) {
    if is_url(word) {
        return (word, None, Url);
    }
    if is_path(word, &[]) {
        return (word, None, Path);
    }
    split(word, &["@"])
}

/// Composer: `vendor/name`, `vendor/name:version`, `vendor/name=version`.
pub(super) fn composer(word: &str) -> (&str, Option<Version>, PackageSource) {
    split(word, &[":", "=", "@"])
}

/// conda's match specifications: `channel::name=version=build`, `name==version`, `name>=version`.
pub(super) fn conda(word: &str) -> (&str, Option<Version>, PackageSource) {
    if is_url(word) {
        return (word, None, Url);
    }
    if is_path(word, &[".conda", ".tar.bz2"]) {
        return (word, None, Path);
    }
    let name = word.split_once("::").map_or(word, |(_, name)| name);
    split(name, &["==", ">=", "<=", "!=", "~=", "=", ">", "<"])
}

/// Splits at the first of `operators`; one that stands earlier in the list wins at the same place.
fn split<'w>(word: &'w str, operators: &[&str]) -> (&'w str, Option<Version>, PackageSource) {
    split_from(word, operators, 0)
}

fn split_from<'w>(
    word: &'w str,
    operators: &[&str],
    from: usize,
) -> (&'w str, Option<Version>, PackageSource) {
    let (name, version) = match find_outside(word, operators, from) {
        Some((at, operator)) => {
            let text = word.get(at + operator.len()..).unwrap_or_default().trim();
            let version = (!text.is_empty()).then(|| version_of(operator, text));
            (word.get(..at).unwrap_or_default().trim_end(), version)
        }
        None => (word, None),
    };
    let source = match version {
        // A variable alone may hold any number of packages, versions and all.
        None if is_expansion(name) => Unknown,
        _ => Registry,
    };
    (name, version, source)
}

fn version_of(operator: &str, text: &str) -> Version {
    Version { operator: operator.into(), text: text.into() }
}

/// The first of `operators` at or behind `from` that stands in no `${…}`, `$(…)` or `` `…` ``.
fn find_outside<'o>(word: &str, operators: &[&'o str], from: usize) -> Option<(usize, &'o str)> {
    let mut depth = 0_usize;
    let mut last = '\0';
    let mut in_backquotes = false;
    for (at, character) in word.char_indices() {
        match character {
            // No operator is made of letters, and most of a name is.
            _ if character.is_ascii_alphanumeric() => {}
            '{' | '(' if last == '$' || depth > 0 => depth += 1,
            '}' | ')' => depth = depth.saturating_sub(1),
            '`' => in_backquotes = !in_backquotes,
            _ if depth == 0 && !in_backquotes && at >= from => {
                let rest = word.get(at..).filter(|_| !character.is_alphanumeric()).unwrap_or_default();
                if let Some(operator) = operators.iter().find(|operator| rest.starts_with(**operator)) {
                    return Some((at, operator));
                }
            }
            _ => {}
        }
        last = character;
    }
    None
}

/// The last part behind a dash, and what stands before it.
fn rsplit(text: &str) -> Option<(&str, &str)> {
    text.rsplit_once('-').filter(|(name, _)| !name.is_empty())
}

/// Whether a word is a path: it starts as one, or ends as an archive does.
fn is_path(word: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| word.ends_with(ending))
        || word == "."
        || word == ".."
        || ["./", "../", "/", "~"].iter().any(|start| word.starts_with(start))
}

fn is_url(word: &str) -> bool {
    word.contains("://") || word.starts_with("git+") || word.starts_with("git@")
}

/// Whether the word is a variable or a substitution and nothing else.
fn is_expansion(word: &str) -> bool {
    let Some(inside) = word.strip_prefix('$') else { return word.starts_with('`') };
    match inside.chars().next() {
        Some('{') => inside.find('}') == Some(inside.len() - 1),
        Some('(') => true,
        _ => inside.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_@*".contains(&byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Case<'c> = (&'c str, &'c str, Option<(&'c str, &'c str)>, PackageSource);

    fn check(read: Read, cases: &[Case<'_>]) {
        for (word, name, version, source) in cases {
            let (read_name, read_version, read_source) = read(word);
            let read_version = read_version.as_ref().map(|version| (&*version.operator, &*version.text));
            assert_eq!((read_name, read_version, read_source), (*name, *version, *source), "{word}");
        }
    }

    #[test]
    fn system_packages() {
        check(
            apt,
            &[
                ("curl", "curl", None, Registry),
                ("curl=7.*", "curl", Some(("=", "7.*")), Registry),
                ("libc6:i386=2.36", "libc6:i386", Some(("=", "2.36")), Registry),
                ("curl/stable", "curl", Some(("/", "stable")), Registry),
                ("./x.deb", "./x.deb", None, Path),
                ("${DIR}/x.deb", "${DIR}/x.deb", None, Path),
                ("$PACKAGES", "$PACKAGES", None, Unknown),
                ("${A:-b=c}", "${A:-b=c}", None, Unknown),
                ("php${V}-fpm", "php${V}-fpm", None, Registry),
                ("curl=${V}", "curl", Some(("=", "${V}")), Registry),
                ("$NAME=$V", "$NAME", Some(("=", "$V")), Registry),
            ],
        );
        check(
            apk,
            &[
                ("curl=8.1-r0", "curl", Some(("=", "8.1-r0")), Registry),
                ("curl~=8", "curl", Some(("~=", "8")), Registry),
                ("curl>8", "curl", Some((">", "8")), Registry),
                ("gcc@edge", "gcc", Some(("@", "edge")), Registry),
            ],
        );
        check(
            dnf,
            &[
                ("httpd-2.4", "httpd", Some(("-", "2.4")), Registry),
                ("httpd-2.4.6-97.el7.x86_64", "httpd", Some(("-", "2.4.6-97.el7.x86_64")), Registry),
                ("java-11-openjdk", "java-11-openjdk", None, Registry),
                ("httpd-${V}", "httpd", Some(("-", "${V}")), Registry),
                ("nodejs:18", "nodejs", Some((":", "18")), Registry),
                ("@development-tools", "@development-tools", None, Registry),
                ("https://x/y.rpm", "https://x/y.rpm", None, Url),
            ],
        );
        check(zypper, &[("curl>=7", "curl", Some((">=", "7")), Registry)]);
    }

    #[test]
    fn language_packages() {
        check(
            pip,
            &[
                ("x[a,b]==1.0", "x[a,b]", Some(("==", "1.0")), Registry),
                ("x>=1,<2", "x", Some((">=", "1,<2")), Registry),
                ("x @ https://h/x.whl", "x", None, Url),
                ("git+https://h/x@v1", "git+https://h/x@v1", None, Url),
                (".", ".", None, Path),
                (".[dev]", ".[dev]", None, Path),
                ("x-1.0-py3-none-any.whl", "x-1.0-py3-none-any.whl", None, Path),
            ],
        );
        check(
            npm,
            &[
                ("a@1.2.3", "a", Some(("@", "1.2.3")), Registry),
                ("@s/a", "@s/a", None, Registry),
                ("@s/a@1", "@s/a", Some(("@", "1")), Registry),
                ("b@npm:a@1", "a", Some(("@", "1")), Registry),
                ("user/repo", "user/repo", None, Url),
                ("a@git+https://h/a", "a@git+https://h/a", None, Url),
                ("./a.tgz", "./a.tgz", None, Path),
                ("file:../a", "file:../a", None, Path),
            ],
        );
        check(gem, &[("x:1.0", "x", Some((":", "1.0")), Registry)]);
        check(go, &[("h/x@v1", "h/x", Some(("@", "v1")), Registry), ("./...", "./...", None, Path)]);
        check(composer, &[("v/p:1.0", "v/p", Some((":", "1.0")), Registry)]);
        check(conda, &[("c::x=1=b", "x", Some(("=", "1=b")), Registry)]);
    }
}
