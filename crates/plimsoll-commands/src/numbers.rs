//! Numbers, sizes and times, as clients parse them.

/// A whole number (Go, `strconv.ParseInt` with base 0).
pub(crate) fn is_integer(text: &str, may_be_negative: bool) -> bool {
    let digits = text.strip_prefix('+').or_else(|| text.strip_prefix('-').filter(|_| may_be_negative));
    let digits = digits.unwrap_or(text);
    let of_base = |prefixes: [&str; 2], radix| {
        prefixes
            .iter()
            .find_map(|prefix| digits.strip_prefix(prefix))
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_digit(radix) || c == '_'))
    };
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        || of_base(["0x", "0X"], 16)
        || of_base(["0b", "0B"], 2)
        || of_base(["0o", "0O"], 8)
}

/// A number of processors: `1.5`, `3/2` (Go, `big.Rat.SetString`).
pub(crate) fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    if let Some((above, below)) = text.split_once('/') {
        return is_integer(above, false) && is_integer(below, false);
    }
    // The client counts in billionths.
    let is_exact = text.split_once('.').is_none_or(|(_, behind)| behind.trim_end_matches('0').len() <= 9);
    let starts_as_number = text.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    starts_as_number && is_exact && text.parse::<f64>().is_ok()
}

/// A size: `512m`, `1.5 GiB` (go-units, `RAMInBytes`).
pub(crate) fn is_size(text: &str) -> bool {
    let len = text.rfind(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' ')).map_or(0, |at| at + 1);
    let (number, unit) = text.split_at_checked(len).unwrap_or((text, ""));
    let number = number.strip_suffix(' ').unwrap_or(number);
    if number.starts_with('-') || number.parse::<f64>().is_err() {
        return false;
    }
    let unit = unit.to_ascii_lowercase();
    let Some(rest) = unit.strip_prefix(['k', 'm', 'g', 't', 'p']) else {
        return unit.is_empty() || unit == "b";
    };
    matches!(rest, "" | "b" | "ib")
}

/// A time: `1m30s` (Go, `time.ParseDuration`).
pub(crate) fn is_duration(text: &str) -> bool {
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    if rest == "0" {
        return true;
    }
    let mut parts = 0;
    while !rest.is_empty() {
        let len = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let (number, behind) = rest.split_at_checked(len).unwrap_or((rest, ""));
        let units = ["ns", "us", "µs", "μs", "ms", "s", "m", "h"];
        let Some(unit) = units.iter().find_map(|unit| behind.strip_prefix(unit)) else { return false };
        if number.parse::<f64>().is_err() {
            return false;
        }
        rest = unit;
        parts += 1;
    }
    parts > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_client() {
        assert!(is_integer("10", false) && is_integer("-1", true) && !is_integer("-1", false));
        assert!(!is_integer("5s", true) && !is_integer("", true));
        assert!(is_decimal("0.5") && is_decimal("3/2") && !is_decimal("0,5") && !is_decimal("all"));
        for size in ["512m", "512mib", "1.5GB", "1 g", "100", "10b", "1e3m"] {
            assert!(is_size(size), "{size}");
        }
        for size in ["512x", "mg", "m", "512mm", "", "-1", "1  g"] {
            assert!(!is_size(size), "{size}");
        }
        assert!(is_duration("1m30s") && is_duration("0") && is_duration("1.5h"));
        assert!(!is_duration("10") && !is_duration("10 s") && !is_duration("s"));
    }
}
