//! What is asked of a scalar beyond its kind: truth values, numbers, sizes, durations, names.

use crate::yaml::{Kind, Scalar, parse_int};

/// A truth value as compose-go casts strings, in any letter case: `true`, `yes`, `y` and `on`, `false`, `no`, `n` and `off`.
pub fn parse_boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "y" | "yes" | "on" => Some(true),
        "false" | "n" | "no" | "off" => Some(false),
        _ => None,
    }
}

pub(super) fn boolean(scalar: &Scalar<'_>) -> Option<String> {
    parse_boolean(&scalar.value).is_none().then(|| "expected `true` or `false`".to_owned())
}

/// A string is read as Go reads it, in decimal digits.
fn whole(scalar: &Scalar<'_>) -> Option<i64> {
    if scalar.kind == Kind::String { scalar.value.parse().ok() } else { parse_int(&scalar.value) }
}

pub(super) fn integer(scalar: &Scalar<'_>) -> Option<String> {
    whole(scalar).is_none().then(|| "expected a whole number".to_owned())
}

/// A number, of which a string must be a whole one; what is behind the point of another is dropped.
pub(super) fn whole_string(scalar: &Scalar<'_>) -> Option<String> {
    if scalar.kind == Kind::String { integer(scalar) } else { number(scalar) }
}

/// How many CPUs: `minimum` holds for numbers only.
pub(super) fn count(scalar: &Scalar<'_>) -> Option<String> {
    let is_good = whole(scalar).is_some_and(|number| number >= 0 || scalar.kind == Kind::String);
    (!is_good).then(|| "expected a whole number of 0 or more".to_owned())
}

pub(super) fn number(scalar: &Scalar<'_>) -> Option<String> {
    is_number(scalar).then_some(()).map_or_else(|| Some("expected a number".to_owned()), |()| None)
}

fn is_number(scalar: &Scalar<'_>) -> bool {
    matches!(Kind::of_plain(&scalar.value), Kind::Int | Kind::Float)
}

pub(super) fn percent(scalar: &Scalar<'_>) -> Option<String> {
    // The range holds for numbers only.
    let is_good = match scalar.kind {
        Kind::String => is_number(scalar),
        _ => scalar.value.parse::<f64>().is_ok_and(|value| (0.0..=100.0).contains(&value)),
    };
    (!is_good).then(|| "expected a number from 0 to 100".to_owned())
}

pub(super) fn oom_score(scalar: &Scalar<'_>) -> Option<String> {
    let is_good = whole(scalar).is_some_and(|value| (-1000..=1000).contains(&value));
    (!is_good).then(|| "expected a whole number from -1000 to 1000".to_owned())
}

/// A file mode: octal when it is a string.
pub(super) fn file_mode(scalar: &Scalar<'_>) -> Option<String> {
    let is_good = scalar.kind != Kind::String || i64::from_str_radix(&scalar.value, 8).is_ok();
    (!is_good).then(|| "expected a file mode such as `0440`".to_owned())
}

/// Whether Compose accepts the name of a container, so that what else is wrong with it is for the engine to say. compose-go
/// asks for `[a-zA-Z0-9][a-zA-Z0-9_.-]+` somewhere in it.
pub fn accepts_container_name(name: &str) -> bool {
    name.as_bytes().windows(2).any(|pair| match pair {
        [first, second] => {
            first.is_ascii_alphanumeric() && (second.is_ascii_alphanumeric() || b"_.-".contains(second))
        }
        _ => false,
    })
}

pub(super) fn container_name(scalar: &Scalar<'_>) -> Option<String> {
    let is_good = accepts_container_name(&scalar.value);
    (!is_good).then(|| "expected a name of at least two letters or digits".to_owned())
}

/// compose-go leaves out of the name of a project what may not be in it; something must remain.
pub(super) fn project_name(scalar: &Scalar<'_>) -> Option<String> {
    // An empty name leaves it to the directory.
    let is_good = scalar.value.is_empty() || scalar.value.contains(|c: char| c.is_ascii_alphanumeric());
    (!is_good).then(|| "expected a name that contains a letter or digit".to_owned())
}

/// The pattern is not anchored in compose-go, except for `every_…`.
pub(super) fn pull_policy(scalar: &Scalar<'_>) -> Option<String> {
    const WORDS: [&str; 7] = ["always", "never", "build", "if_not_present", "missing", "refresh", "daily"];
    let value = &*scalar.value;
    let is_every = |text: &str| {
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        digits > 0 && text.get(digits..).is_some_and(|unit| unit.starts_with(['w', 'd', 'h', 'm', 's']))
    };
    let is_good = WORDS.iter().chain(&["weekly"]).any(|word| value.contains(word))
        || value.split_once("every_").is_some_and(|(_, rest)| is_every(rest));
    (!is_good).then(|| {
        "expected `always`, `missing`, `never`, `build`, `daily`, `weekly` or `every_` followed by a duration"
            .to_owned()
    })
}

/// How many devices: a number, or all of them.
pub(super) fn device_count(scalar: &Scalar<'_>) -> Option<String> {
    let is_good = scalar.value == "all" || is_number(scalar);
    (!is_good).then(|| "expected a number or `all`".to_owned())
}

/// An address of the host; nothing stands for all of them.
pub(super) fn address(scalar: &Scalar<'_>) -> Option<String> {
    let is_good = scalar.value.is_empty() || scalar.value.parse::<std::net::IpAddr>().is_ok();
    (!is_good).then(|| "expected an IP address".to_owned())
}

/// The least memory that the engine accepts as a limit, in bytes (moby, `daemon/daemon_unix.go`).
pub(crate) const LEAST_MEMORY: f64 = 6.0 * 1024.0 * 1024.0;

/// A size as docker/go-units reads it, in bytes: `512m`, `1.5 GiB`, `-1`.
pub fn parse_size(text: &str) -> Option<f64> {
    let at = text.rfind(|c: char| c.is_ascii_digit() || c == '.').map_or(0, |at| at + 1);
    let number: f64 = text.get(..at)?.parse().ok()?;
    let unit = text.get(at..)?.trim_start_matches(' ').to_ascii_lowercase();
    let mut unit = unit.as_str();
    if let Some(short) = unit.strip_suffix("ib").or_else(|| unit.strip_suffix('b')) {
        unit = short;
    }
    let power = ["", "k", "m", "g", "t", "p"].iter().position(|&known| known == unit)?;
    Some(number * 1024_f64.powi(i32::try_from(power).ok()?))
}

pub(super) fn size(scalar: &Scalar<'_>) -> Option<String> {
    parse_size(&scalar.value).is_none().then(|| "expected a size such as `512m`".to_owned())
}

/// A duration as Go writes it, with days and weeks, in seconds: `1m30s`, `500ms`, `1d`.
pub fn parse_duration(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if unsigned == "0" {
        return Some(0.0);
    }
    let mut rest = unsigned;
    let mut seconds = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest.get(..digits)?.parse().ok()?;
        let after = rest.get(digits..)?;
        let letters = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        seconds += number
            * match after.get(..letters)? {
                "ns" => 1e-9,
                "us" | "µs" | "μs" => 1e-6,
                "ms" => 1e-3,
                "s" => 1.0,
                "m" => 60.0,
                "h" => 3600.0,
                "d" => 86_400.0,
                "w" => 604_800.0,
                _ => return None,
            };
        rest = after.get(letters..)?;
    }
    (!unsigned.is_empty()).then_some(if text.starts_with('-') { -seconds } else { seconds })
}

pub(super) fn duration(scalar: &Scalar<'_>) -> Option<String> {
    parse_duration(&scalar.value).is_none().then(|| "expected a duration such as `1m30s`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_sizes_read_as_compose_reads_them() {
        let durations = ["1m30s", "1.5h", "-2s", "1d", "0", "10", "ten", "10S", "", "1m 2s"];
        let read = durations.map(parse_duration);
        assert_eq!(
            read,
            [Some(90.0), Some(5400.0), Some(-2.0), Some(86_400.0), Some(0.0), None, None, None, None, None]
        );
        let sizes = ["512", "1k", "1KB", "1.5 GiB", "-1", "lots", "10x", "", "1e", "64m"];
        let read = sizes.map(|text| parse_size(text).map(|bytes| bytes as i64));
        assert_eq!(
            read,
            [
                Some(512),
                Some(1024),
                Some(1024),
                Some(1_610_612_736),
                Some(-1),
                None,
                None,
                None,
                None,
                Some(67_108_864)
            ]
        );
    }
}
