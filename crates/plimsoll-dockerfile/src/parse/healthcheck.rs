//! HEALTHCHECK, and the durations in its flags.

use super::{Head, Parser};
use crate::line_slice::Part;
use crate::{Healthcheck, HealthcheckTest, Kind, Word};

/// Its first word, and what stands behind.
fn split<'l, 's>(rest: Part<'l, 's>) -> (Part<'l, 's>, Part<'l, 's>) {
    let end = rest.text().find(char::is_whitespace).unwrap_or(rest.len());
    (rest.slice(0, end), rest.from(end).trim())
}

/// Whether it is `HEALTHCHECK NONE`, whose flags BuildKit does not look at.
pub(super) fn is_none(rest: Part<'_, '_>) -> bool {
    split(rest).0.text().eq_ignore_ascii_case("none")
}

impl<'s> Parser<'s> {
    pub(super) fn healthcheck(&mut self, head: &Head<'_, '_, 's>) -> Kind<'s> {
        let (kind, rest) = split(head.rest);
        if kind.is_empty() {
            self.missing(head, "`CMD` and a command, or `NONE`");
            return Self::malformed(head);
        }
        let array = self.elements(rest);
        let is_empty = array.as_ref().map_or(rest.is_empty(), Vec::is_empty);
        if kind.text().eq_ignore_ascii_case("none") {
            if !is_empty {
                self.problems.syntax(
                    rest.span(),
                    "`HEALTHCHECK NONE` does not accept arguments",
                    "nothing is allowed after `NONE`",
                    "remove the arguments, or replace `NONE` with `CMD`",
                );
            }
            return Kind::Healthcheck(Healthcheck { test: HealthcheckTest::None(kind.raw()) });
        }
        if !kind.text().eq_ignore_ascii_case("cmd") {
            let shown: String = kind.text().chars().take(40).collect();
            self.problems.syntax(
                kind.span(),
                format!("`{shown}` is not a valid health check type"),
                "expected `CMD` or `NONE`",
                "write `HEALTHCHECK CMD`, followed by the command",
            );
            return Self::malformed(head);
        }
        if is_empty {
            self.problems.syntax(
                kind.span(),
                "`HEALTHCHECK CMD` needs a command",
                "nothing follows",
                "add the command, or write `HEALTHCHECK NONE` to disable the base image's health check",
            );
        }
        self.check_intervals(head);
        let command = self.command_line(rest, array);
        Kind::Healthcheck(Healthcheck { test: HealthcheckTest::Cmd(kind.raw(), command) })
    }

    fn check_intervals(&mut self, head: &Head<'_, '_, 's>) {
        for flag in head.flags.iter().map(|scanned| &scanned.flag) {
            let name = flag.key();
            let Some(value) = flag.value.as_ref().filter(|value| !value.value.is_empty()) else { continue };
            match name {
                "interval" | "timeout" | "start-period" | "start-interval" => {
                    self.check_duration(name, value);
                }
                "retries" if !value.value.parse::<i32>().is_ok_and(|count| count >= 0) => {
                    self.problems.validity(
                        value.text.span,
                        format!("`{}` is not a valid number of retries", value.value),
                        "expected 0 or a positive whole number",
                        "write the number of consecutive failures that make the container unhealthy",
                    );
                }
                _ => {}
            }
        }
    }

    fn check_duration(&mut self, name: &str, value: &Word<'s>) {
        let (message, here) = match nanoseconds(&value.value) {
            Some(0.0) => return,
            Some(duration) if duration >= 1e6 => return,
            Some(_) => (format!("`--{name}` cannot be less than 1 ms"), "this duration is too short"),
            None => (format!("`{}` is not a valid duration", value.value), "expected a number and a unit"),
        };
        let help = "write a number and a unit (`ns`, `us`, `ms`, `s`, `m`, `h`), or `0` for the default";
        self.problems.validity(value.text.span, message, here, help);
    }
}

/// A duration as Go's `time.ParseDuration` reads it: `1h30m`, `1.5s`, `-2ms`, `0`.
fn nanoseconds(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if unsigned == "0" {
        return Some(0.0);
    }
    let mut rest = unsigned;
    let mut sum = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, behind) = rest.split_at_checked(digits)?;
        let number = number.trim_end_matches('.');
        let letters = behind.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(behind.len());
        let (unit, next) = behind.split_at_checked(letters)?;
        let factor = match unit {
            "ns" => 1.0,
            "us" | "µs" | "μs" => 1e3,
            "ms" => 1e6,
            "s" => 1e9,
            "m" => 60e9,
            "h" => 3600e9,
            _ => return None,
        };
        sum += number.parse::<f64>().ok()? * factor;
        rest = next;
    }
    // More than 290 years do not fit into Go's type.
    let is_read = !unsigned.is_empty() && sum < 9.3e18;
    is_read.then_some(if text.starts_with('-') { -sum } else { sum })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_as_go_reads_them() {
        assert_eq!(nanoseconds("1h30m"), Some(5400e9));
        assert_eq!(nanoseconds(".5s"), Some(0.5e9));
        assert_eq!(nanoseconds("-1us"), Some(-1e3));
        assert_eq!(nanoseconds("0"), Some(0.0));
        for wrong in ["", "5", "s", "1d", "1 s", "1s ", "--1s", ".s", "1.2.3s"] {
            assert_eq!(nanoseconds(wrong), None, "{wrong}");
        }
    }
}
