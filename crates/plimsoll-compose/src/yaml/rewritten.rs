//! How a number or a date is written once go-yaml has read it.

use super::{Kind, Scalar, parse_int};

/// What compose-go hands on for a plain scalar in the place of its text, where that is another text: `8` for `010`.
pub fn rewritten(scalar: &Scalar<'_>) -> Option<String> {
    if scalar.is_quoted() || scalar.template.is_some() {
        return None;
    }
    let text = &*scalar.value;
    let read = match scalar.kind {
        Kind::Int => parse_int(text)?.to_string(),
        // go-yaml reads what is too large for 64 bits with a sign without one.
        Kind::Float
            if text.starts_with(['1', '2', '3', '4', '5', '6', '7', '8', '9'])
                && text.parse::<u64>().is_ok() =>
        {
            return None;
        }
        Kind::Float => float(text)?,
        // With a time of its own it is written in another way as well.
        Kind::Timestamp if text.len() == 10 => format!("{text} 00:00:00 +0000 UTC"),
        _ => return None,
    };
    (read != text).then_some(read)
}

/// Go's `%v` of a float: the fewest digits, with an exponent from a million on.
fn float(text: &str) -> Option<String> {
    let number: f64 = text.replace('_', "").parse().ok()?;
    let plain = number.to_string();
    let digits = number.abs();
    Some(if digits != 0.0 && !(1e-4..1e6).contains(&digits) {
        let (mantissa, exponent) =
            format!("{number:e}").split_once('e').map(|(m, e)| (m.to_owned(), e.to_owned()))?;
        let (sign, exponent) = match exponent.strip_prefix('-') {
            Some(rest) => ('-', rest.to_owned()),
            None => ('+', exponent),
        };
        format!("{mantissa}e{sign}{exponent:0>2}")
    } else {
        plain
    })
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Text};

    use super::*;

    fn read(text: &str) -> Option<String> {
        let tree = crate::yaml::read(Text::new(text, FileId::FIRST, 0)).documents.remove(0);
        rewritten(tree.as_scalar()?)
    }

    #[test]
    fn only_what_changes_is_told() {
        for (text, expected) in [
            ("1.10", Some("1.1")),
            ("010", Some("8")),
            ("0x1F", Some("31")),
            ("1_000", Some("1000")),
            ("+5", Some("5")),
            ("1e3", Some("1000")),
            ("0123456789", Some("1.23456789e+08")),
            ("2020-01-01", Some("2020-01-01 00:00:00 +0000 UTC")),
            ("8080", None),
            ("0.5", None),
            ("'010'", None),
            ("10.0.0.1", None),
            ("1:30", None),
            ("12345678901234567890", None),
            ("123456789012345678901", Some("1.2345678901234568e+20")),
        ] {
            assert_eq!(read(text).as_deref(), expected, "{text}");
        }
    }
}
