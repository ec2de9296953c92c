//! How much the shell linter is given to read: what it does with a script grows faster than the script, and with some
//! scripts, much faster.

use crate::limits::{SCRIPT_BYTES, SCRIPT_OPERATORS, SCRIPTS, SCRIPTS_OPERATORS_SQUARED};

/// Whether it separates commands, groups them, sets a variable or expands one.
fn is_operator(byte: u8) -> bool {
    matches!(byte, b';' | b'&' | b'|' | b'(' | b')' | b'{' | b'}' | b'=' | b'$' | b'`' | b'\n')
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
    pub(crate) fn take(&mut self, script: &str) -> Result<(), &'static str> {
        let operators = script.bytes().filter(|byte| is_operator(*byte)).count();
        if script.len() > SCRIPT_BYTES || operators > SCRIPT_OPERATORS {
            return Err("the script is too long, so the ShellCheck rules skip it");
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
        assert!(Allowance::default().take(&"x".repeat(SCRIPT_BYTES + 1)).is_err());
    }
}
