//! What the values of labels are: addresses, dates, versions, licences.

mod licences;

use plimsoll_compose::yaml::days_in_month;

/// Whether it is an absolute URL with a host: RFC 3986.
pub fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"{}|\\^`".contains(c);
    let has_host =
        rest.strip_prefix("//").is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#']));
    is_scheme && rest.chars().all(is_plain) && (has_host || matches!(scheme, "mailto" | "urn" | "file"))
}

/// Whether it is a moment as RFC 3339 writes it: `2026-03-10T10:26:33.5+01:00`.
pub fn is_timestamp(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else { return false };
    let offset_at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (Some(clock), Some(offset)) = (time.get(..offset_at), time.get(offset_at..)) else { return false };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let is_offset = matches!(offset, "Z" | "z")
        || offset
            .strip_prefix(['+', '-'])
            .is_some_and(|offset| numbers(offset, ':', &[(2, 0, 23), (2, 0, 59)]));
    is_date(date)
        && numbers(clock, ':', &[(2, 0, 23), (2, 0, 59), (2, 0, 60)])
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
        && is_offset
}

fn is_date(text: &str) -> bool {
    if !numbers(text, '-', &[(4, 0, 9999), (2, 1, 12), (2, 1, 31)]) {
        return false;
    }
    let mut parts = text.split('-').filter_map(|part| part.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    days_in_month(year, month).is_some_and(|last| day <= last)
}

/// Whether `text` is numbers of these lengths and ranges, with `separator` between them.
fn numbers(text: &str, separator: char, fields: &[(usize, u32, u32)]) -> bool {
    let mut parts = text.split(separator);
    let fits = fields.iter().all(|&(len, least, most)| {
        let part =
            parts.next().filter(|part| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit()));
        part.and_then(|part| part.parse().ok()).is_some_and(|number: u32| (least..=most).contains(&number))
    });
    fits && parts.next().is_none()
}

/// Whether it is a version as Semantic Versioning 2.0.0 has it: `1.2.3-rc.1+build`.
pub fn is_semver(text: &str) -> bool {
    let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
    let (core, early) = text.split_once('-').map_or((text, None), |(core, early)| (core, Some(early)));
    let is_number = |part: &str| {
        part.bytes().all(|byte| byte.is_ascii_digit())
            && !part.is_empty()
            && (part == "0" || !part.starts_with('0'))
    };
    let is_part = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_early =
        |part: &str| is_part(part) && (is_number(part) || !part.bytes().all(|byte| byte.is_ascii_digit()));
    core.split('.').count() == 3
        && core.split('.').all(is_number)
        && early.is_none_or(|early| early.split('.').all(is_early))
        && build.is_none_or(|build| build.split('.').all(is_part))
}

/// Whether it is the hash of a commit of Git, whole or cut to seven digits.
pub fn is_git_hash(text: &str) -> bool {
    matches!(text.len(), 7 | 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether it is one address: `somebody@example.com`.
pub fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let is_name = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let is_label = |label: &str| {
        let is_inner = |c: char| c.is_alphanumeric() || c == '-';
        !label.is_empty() && label.chars().all(is_inner) && !label.starts_with('-') && !label.ends_with('-')
    };
    let is_dotted =
        !name.is_empty() && !name.starts_with('.') && !name.ends_with('.') && !name.contains("..");
    is_dotted && name.chars().all(is_name) && host.split('.').all(is_label)
}

/// Whether it is a licence expression of SPDX: `MIT`, `Apache-2.0 OR (GPL-2.0-only WITH Classpath-exception-2.0)`.
pub fn is_licence(text: &str) -> bool {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let mut depth = 0_usize;
    // Whether a licence must come next, or an operator; and whether an exception may.
    let (mut wants_licence, mut after_with) = (true, false);
    for word in spaced.split_ascii_whitespace() {
        let is_right = match word {
            "(" => {
                depth += 1;
                wants_licence
            }
            ")" => {
                let is_open = depth > 0;
                depth = depth.saturating_sub(1);
                is_open && !wants_licence
            }
            "AND" | "OR" => !std::mem::replace(&mut wants_licence, true),
            "WITH" => {
                after_with = true;
                !std::mem::replace(&mut wants_licence, true)
            }
            _ if std::mem::take(&mut after_with) => {
                wants_licence = false;
                is_listed(word, licences::EXCEPTIONS)
            }
            _ => std::mem::replace(&mut wants_licence, false) && is_licence_id(word),
        };
        if !is_right {
            return false;
        }
    }
    !wants_licence && depth == 0
}

fn is_licence_id(word: &str) -> bool {
    let is_own = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
    };
    let own = word
        .strip_prefix("LicenseRef-")
        .or_else(|| word.strip_prefix("DocumentRef-")?.split_once(":LicenseRef-").map(|(_, id)| id));
    own.is_some_and(is_own) || is_listed(word.strip_suffix('+').unwrap_or(word), licences::LICENCES)
}

/// Letter case means nothing in these lists.
fn is_listed(word: &str, list: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(is: fn(&str) -> bool, right: &[&str], wrong: &[&str]) {
        for text in right {
            assert!(is(text), "{text}");
        }
        for text in wrong {
            assert!(!is(text), "{text}");
        }
    }

    #[test]
    fn values_of_labels() {
        check(
            is_url,
            &["https://example.com/a?b#c", "ssh://git@h/x", "mailto:a@b"],
            &["", "example.com", "http://", "http://a b", "://x"],
        );
        check(
            is_timestamp,
            &["2021-03-10T10:26:33.564595127+01:00", "2024-02-29T23:59:60Z", "2024-02-29 00:00:00Z"],
            &[
                "",
                "2021-03-10",
                "2021-02-29T00:00:00Z",
                "2021-03-10T10:26:33",
                "2021-03-10T25:00:00Z",
                "2021-03-10T10:26:33.Z",
                "21-3-1T1:1:1Z",
            ],
        );
        check(
            is_semver,
            &["0.0.0", "2.0.1-rc1", "1.2.3-a.1-b+build.007"],
            &["", "1", "1.2", "v1.2.3", "01.2.3", "1.2.3-01", "1.2.3-", "1.2.3.4"],
        );
        check(
            is_git_hash,
            &["2dbfae9", "43c572f1272b6b3171dd1db9e41b7027128ce080"],
            &["", "2dbfae", "2dbfae9g", "main"],
        );
        check(
            is_email,
            &["abcd@google.com", "a.b+c@localhost"],
            &["", "a", "@b.c", "a@", "a b@c.d", "A <a@b.c>", "a@b..c"],
        );
        check(
            is_licence,
            &[
                "MIT",
                "Apache-2.0 OR MIT",
                "(GPL-2.0-only WITH Classpath-exception-2.0) AND bsd-3-clause",
                "LicenseRef-acme",
                "GPL-2.0+",
            ],
            &["", "not-spdx", "MIT OR", "MIT Apache-2.0", "(MIT", "MIT)", "WITH MIT", "MIT WITH MIT", "BSD"],
        );
    }
}
