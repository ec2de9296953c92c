//! How much the shell linter is given to read: what it does with a script grows faster than the script, and with some
//! scripts, much faster.

use std::borrow::Cow;
use std::fmt;

use crate::limits::{SCRIPT_BYTES, SCRIPT_OPERATORS, SCRIPTS, SCRIPTS_OPERATORS_SQUARED};

/// Whether it separates commands, groups them, sets a variable or expands one.
fn is_operator(byte: u8) -> bool {
    matches!(byte, b';' | b'&' | b'|' | b'(' | b')' | b'{' | b'}' | b'=' | b'$' | b'`' | b'\n')
}

/// A number of bytes, with one decimal: `16.7 KiB`. Rounded up, so that what is over a limit never looks like the limit.
struct Kibibytes(usize);

impl fmt::Display for Kibibytes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0 * 10).div_ceil(1024);
        match tenths % 10 {
            0 => write!(out, "{} KiB", tenths / 10),
            rest => write!(out, "{}.{rest} KiB", tenths / 10),
        }
    }
}

/// What is left for the scripts of one file.
pub(crate) struct Allowance {
    scripts: usize,
    squares: usize,
}

impl Default for Allowance {
    fn default() -> Allowance {
        Allowance { scripts: SCRIPTS, squares: SCRIPTS_OPERATORS_SQUARED }
    }
}

impl Allowance {
    /// Takes what a script costs.
    ///
    /// # Errors
    /// Why it is not worth it, in a sentence.
    pub(crate) fn take(&mut self, script: &str) -> Result<(), Cow<'static, str>> {
        let operators = script.bytes().filter(|byte| is_operator(*byte)).count();
        if script.len() > SCRIPT_BYTES {
            let size = Kibibytes(script.len());
            let limit = Kibibytes(SCRIPT_BYTES);
            return Err(format!(
                "the ShellCheck rules skip this script: it has {size}, and the limit is {limit}"
            )
            .into());
        }
        if operators > SCRIPT_OPERATORS {
            return Err(format!("the ShellCheck rules skip this script: it has {operators} operators, and the limit is {SCRIPT_OPERATORS}").into());
        }
        let scripts = self.scripts.checked_sub(1);
        let squares = self.squares.checked_sub(operators * operators);
        (self.scripts, self.squares) = scripts.zip(squares).ok_or(
            "the scripts in this file are too long in total, so the ShellCheck rules skip this script",
        )?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_bounded() {
        let mut allowance = Allowance::default();
        let script = "make; ".repeat(SCRIPT_OPERATORS);
        let scripts = (0..1_000).take_while(|_| allowance.take(&script).is_ok()).count();
        assert_eq!(scripts, SCRIPTS_OPERATORS_SQUARED / SCRIPT_OPERATORS.pow(2));
        assert!(allowance.take("make").is_ok(), "a plain command costs little");
        let plain = (0..=SCRIPTS).take_while(|_| allowance.take("make").is_ok()).count();
        assert_eq!(scripts + 1 + plain, SCRIPTS);
        assert!(Allowance::default().take(&format!("{script};")).is_err());
        let refused = Allowance::default().take(&"x".repeat(SCRIPT_BYTES + 1)).unwrap_err();
        assert!(refused.ends_with("it has 8.1 KiB, and the limit is 8 KiB"), "{refused}");
    }
}
