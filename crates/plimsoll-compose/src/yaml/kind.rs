//! What a plain scalar reads as: the core schema of YAML 1.2, with what Compose's loader (go-yaml) adds.

/// What a scalar reads as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing, `~`, `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// A number with a point or an exponent, infinity, not a number.
    Float,
    /// A date, with or without a time.
    Timestamp,
    /// Anything else, and anything in quotes.
    String,
}

impl Kind {
    /// What a plain scalar reads as.
    pub fn of_plain(text: &str) -> Kind {
        match text {
            "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
            "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => Kind::Bool,
            _ if !text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first)) => {
                Kind::String
            }
            _ if is_special_float(text) => Kind::Float,
            _ if is_timestamp(text) => Kind::Timestamp,
            _ if parse_int(text).is_some() => Kind::Int,
            _ if is_float(text) => Kind::Float,
            _ => Kind::String,
        }
    }

    /// For a message: "a number".
    pub fn noun(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Bool => "a boolean",
            Kind::Int => "an integer",
            Kind::Float => "a number",
            Kind::Timestamp => "a date",
            Kind::String => "a string",
        }
    }
}

/// A whole number as go-yaml reads it: `_` between digits, `0x`, `0b`, `0o`, and octal after a leading zero.
pub(crate) fn parse_int(text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(|&c| c != '_').collect();
    let (negative, digits) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits.strip_prefix('+').unwrap_or(&digits)),
    };
    let (digits, radix) = match digits.get(..2) {
        Some("0x" | "0X") => (digits.get(2..)?, 16),
        Some("0b" | "0B") => (digits.get(2..)?, 2),
        Some("0o" | "0O") => (digits.get(2..)?, 8),
        Some(two) if two.starts_with('0') => (digits.get(1..)?, 8),
        _ => (digits, 10),
    };
    if !digits.starts_with(|first: char| first.is_ascii_hexdigit()) {
        return None;
    }
    let number = i64::from_str_radix(digits, radix).ok()?;
    Some(if negative { -number } else { number })
}

pub(crate) fn is_special_float(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN")
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, `_` left out.
fn is_float(text: &str) -> bool {
    let text: String = text.chars().filter(|&c| c != '_').collect();
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(&text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let has_digits = !whole.is_empty() || !fraction.is_empty();
    let is_exponent = |part: &str| {
        let digits = part.strip_prefix(['+', '-']).unwrap_or(part);
        !digits.is_empty() && is_digits(digits)
    };
    has_digits && is_digits(whole) && is_digits(fraction) && exponent.is_none_or(is_exponent)
}

/// `2001-12-14`, and the forms with a time that go-yaml knows: `2001-12-14T21:59:43.1-05:00`, which needs its zone, and
/// `2001-12-14 21:59:43.1`, which has none.
fn is_timestamp(text: &str) -> bool {
    let (date, time, has_zone) = match text.find(['T', 't', ' ']) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..), text.get(at..=at) != Some(" ")),
        None => (text, None, false),
    };
    let numbers: Vec<&str> = date.split('-').collect();
    let [year, month, day] = numbers.as_slice() else { return false };
    let in_range = |part: &str, range: std::ops::RangeInclusive<u32>| {
        (1..=2).contains(&part.len()) && part.parse().is_ok_and(|number| range.contains(&number))
    };
    let last = || days_in_month(year.parse().ok()?, month.parse().ok()?);
    let is_date = year.len() == 4
        && year.bytes().all(|byte| byte.is_ascii_digit())
        && in_range(month, 1..=12)
        && last().is_some_and(|last| in_range(day, 1..=last));
    let is_time = |part: &str| {
        let mut fields = part.splitn(3, ':');
        in_range(fields.next().unwrap_or_default(), 0..=23)
            && in_range(fields.next().unwrap_or_default(), 0..=59)
            && fields.next().is_some_and(|rest| {
                let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
                let seconds = rest.strip_suffix(number).unwrap_or(rest);
                let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
                in_range(whole, 0..=59)
                    && !fraction.is_empty()
                    && !fraction.contains('.')
                    && if has_zone { is_zone(number) } else { number.is_empty() }
            })
    };
    is_date && time.is_none_or(is_time)
}

/// `Z`, `+02:00`
fn is_zone(text: &str) -> bool {
    let offset = text.strip_prefix(['+', '-']).and_then(|offset| offset.split_once(':'));
    let is_two = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    text == "Z" || offset.is_some_and(|(hours, minutes)| is_two(hours) && is_two(minutes))
}

/// How many days a month has, from 1 for January; `None` for what is no month.
pub fn days_in_month(year: u32, month: u32) -> Option<u32> {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    Some(match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_read_as_the_loader_reads_them() {
        let of = |kind: Kind, texts: &[&str]| {
            for text in texts {
                assert_eq!(Kind::of_plain(text), kind, "{text}");
            }
        };
        of(Kind::Null, &["", "~", "null", "NULL"]);
        of(Kind::Bool, &["true", "False"]);
        of(Kind::Int, &["0", "-1", "+12", "1_000", "0x1F", "0o17", "010", "0b11"]);
        of(Kind::Float, &["1.5", "1e3", ".5", "-.inf", ".nan", "1.", "0123456789", "99999999999999999999"]);
        of(
            Kind::Timestamp,
            &["2020-01-01", "2020-01-01T10:00:00Z", "2020-1-2 3:04:05", "2020-02-29t1:02:03.5+02:00"],
        );
        of(Kind::String, &["2021-02-29", "2020-01-01T10:00:00", "2020-01-01 10:00:00Z", "2020-04-31"]);
        of(Kind::String, &["yes", "off", "nUll", "22:22", "1.2.3", "-", "0x", "2020-13-01", "1e", ".", "é"]);
        assert_eq!(["010", "-0x10", "1_0"].map(parse_int), [Some(8), Some(-16), Some(10)]);
    }
}
