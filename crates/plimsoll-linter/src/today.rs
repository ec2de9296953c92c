//! Which day it is: the one thing that a check takes from the machine besides files.

use std::time::SystemTime;

/// Today in UTC, as `2026-04-30`; empty when the clock is before 1970.
pub fn today() -> String {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map(|since| day_of(since.as_secs())).unwrap_or_default()
}

/// The day of a time, in seconds since 1970-01-01.
pub fn day_of(seconds: u64) -> String {
    date(seconds / 86_400)
}

/// The date of a day, counted from 1970-01-01. Counts in eras of 400 years that start on the first of March, so that
/// the day which leap years add comes last.
pub(crate) fn date(day: u64) -> String {
    let day = day + 719_468;
    let (era, day) = (day / 146_097, day % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
    format!("{:04}-{month:02}-{day:02}", year + 400 * era)
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn days_have_dates() {
        let days = [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (19_782, "2024-02-29"),
            (20_454, "2026-01-01"),
        ];
        for (day, expected) in days {
            assert_eq!(date(day), expected);
        }
    }
}
