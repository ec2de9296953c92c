//! The grammar of the small shells, dash and the ash of `BusyBox`: whether they would refuse to read a script.
//!
//! Sources: dash 0.5.12, `parser.c`; `BusyBox` 1.35, `shell/ash.c`; `cargo xtask shells` compares with both programs.

// `cargo xtask shells` compiles this file too.
#[path = "grammar/tokens.rs"]
mod tokens;
#[path = "grammar/words.rs"]
mod words;

use std::ops::Range;

use tokens::{Token, Tokens};

/// How deep commands and substitutions may stand in each other.
const MOST_DEPTH: usize = 60;

/// A shell that knows little more than POSIX asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmallShell {
    /// `dash`, which is `sh` in Debian and Ubuntu.
    Dash,
    /// The `ash` of `BusyBox`, which is `sh` in Alpine.
    Ash,
}

/// What a shell stumbles over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where, in bytes of the script.
    pub range: Range<usize>,
    /// What it says: ``unexpected `(` ``.
    pub reason: String,
}

/// Why a shell refuses to read a script; `None` where it reads all of it, and for one that is nested too deeply.
pub fn refusal(script: &str, shell: SmallShell) -> Option<Refusal> {
    refusal_at(script, shell, 0).filter(|refusal| !refusal.reason.is_empty())
}

/// The same at some depth; without a reason where it is nested too deeply.
fn refusal_at(script: &str, shell: SmallShell, depth: usize) -> Option<Refusal> {
    Parser { tokens: Tokens::starting_at(script, 0, shell, depth), shell, depth: 0 }.script().err()
}

type Read = Result<(), Refusal>;

/// Why a shell refuses the script in backquotes. What is left after its commands is read by nobody.
fn refusal_in_backquotes(script: &str, shell: SmallShell, depth: usize) -> Option<Refusal> {
    let mut parser = Parser { tokens: Tokens::starting_at(script, 0, shell, depth), shell, depth: 0 };
    let mut read = || {
        parser.newlines()?;
        if parser.at_end_of_list()? { Ok(()) } else { parser.list() }
    };
    read().err()
}

struct Parser<'t> {
    tokens: Tokens<'t>,
    shell: SmallShell,
    depth: usize,
}

/// Words that start a compound command.
const COMPOUND: [&str; 6] = ["{", "if", "for", "while", "until", "case"];

/// Words that end a list.
const CLOSING: [&str; 7] = ["then", "else", "elif", "fi", "do", "done", "esac"];

impl Parser<'_> {
    fn script(&mut self) -> Read {
        loop {
            self.newlines()?;
            if self.tokens.peek()? == Token::End {
                return Ok(());
            }
            self.and_or()?;
            match self.tokens.peek()? {
                Token::Operator(";" | "&") | Token::Newline => self.tokens.skip()?,
                Token::End => return Ok(()),
                _ => return self.unexpected(),
            }
        }
    }

    /// Commands up to a word or operator that closes what is around them. At least one.
    fn list(&mut self) -> Read {
        self.newlines()?;
        self.and_or()?;
        loop {
            match self.tokens.peek()? {
                Token::Operator(";" | "&") | Token::Newline => self.tokens.skip()?,
                _ => return Ok(()),
            }
            self.newlines()?;
            if self.at_end_of_list()? {
                return Ok(());
            }
            self.and_or()?;
        }
    }

    fn at_end_of_list(&mut self) -> Result<bool, Refusal> {
        Ok(match self.tokens.peek()? {
            Token::End | Token::Operator(")" | ";;") => true,
            Token::Word(word) => word.is_keyword() && (word.text == "}" || CLOSING.contains(&word.text)),
            _ => false,
        })
    }

    fn newlines(&mut self) -> Read {
        while self.tokens.peek()? == Token::Newline {
            self.tokens.skip()?;
        }
        Ok(())
    }

    fn and_or(&mut self) -> Read {
        self.pipeline()?;
        while matches!(self.tokens.peek()?, Token::Operator("&&" | "||")) {
            self.tokens.skip()?;
            self.newlines()?;
            self.pipeline()?;
        }
        Ok(())
    }

    fn pipeline(&mut self) -> Read {
        if self.is_keyword("!")? {
            self.tokens.skip()?;
        }
        self.command()?;
        while self.tokens.peek()? == Token::Operator("|") {
            self.tokens.skip()?;
            self.newlines()?;
            self.command()?;
        }
        Ok(())
    }

    fn command(&mut self) -> Read {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return Err(too_deep());
        }
        let keyword = match self.tokens.peek()? {
            Token::Word(word) if word.is_keyword() => word.text,
            Token::Operator("(") => "(",
            _ => "",
        };
        match keyword {
            "(" => {
                self.tokens.skip()?;
                self.list()?;
                self.expect_operator(")")?;
            }
            "{" => {
                self.tokens.skip()?;
                self.list()?;
                self.expect("}")?;
            }
            "if" => self.conditional()?,
            "while" | "until" => {
                self.tokens.skip()?;
                self.list()?;
                self.body()?;
            }
            "for" => self.loop_over()?,
            "case" => self.cases()?,
            "function" if self.shell == SmallShell::Ash => self.function()?,
            "!" | "}" | "in" => return self.unexpected(),
            word if CLOSING.contains(&word) => return self.unexpected(),
            _ => {
                self.simple()?;
                self.depth -= 1;
                return Ok(());
            }
        }
        while self.redirection()? {}
        self.depth -= 1;
        Ok(())
    }

    /// `function name { … }`, `function name() …`: `BusyBox` knows it from Bash.
    fn function(&mut self) -> Read {
        self.tokens.skip()?;
        if !matches!(self.tokens.peek()?, Token::Word(word) if word.can_name_function()) {
            return self.unexpected();
        }
        self.tokens.skip()?;
        if self.tokens.peek()? == Token::Operator("(") {
            self.tokens.skip()?;
            self.expect_operator(")")?;
            self.newlines()?;
        } else {
            self.newlines()?;
            let is_compound = matches!(self.tokens.peek()?, Token::Word(word) if word.is_keyword() && COMPOUND.contains(&word.text));
            if !is_compound {
                return self.unexpected();
            }
        }
        self.command()
    }

    fn conditional(&mut self) -> Read {
        self.tokens.skip()?;
        self.list()?;
        self.expect("then")?;
        self.list()?;
        loop {
            if self.is_keyword("elif")? {
                self.tokens.skip()?;
                self.list()?;
                self.expect("then")?;
                self.list()?;
            } else if self.is_keyword("else")? {
                self.tokens.skip()?;
                self.list()?;
                return self.expect("fi");
            } else {
                return self.expect("fi");
            }
        }
    }

    fn body(&mut self) -> Read {
        self.expect("do")?;
        self.list()?;
        self.expect("done")
    }

    fn loop_over(&mut self) -> Read {
        self.tokens.skip()?;
        if !matches!(self.tokens.peek()?, Token::Word(word) if word.is_name()) {
            return Err(self.tokens.refusal("invalid loop variable"));
        }
        self.tokens.skip()?;
        self.newlines()?;
        if self.is_keyword("in")? {
            self.tokens.skip()?;
            while matches!(self.tokens.peek()?, Token::Word(_)) {
                self.tokens.skip()?;
            }
            match self.tokens.peek()? {
                Token::Operator(";") | Token::Newline => self.tokens.skip()?,
                _ => return self.unexpected(),
            }
        } else if self.tokens.peek()? == Token::Operator(";") {
            self.tokens.skip()?;
        }
        self.newlines()?;
        self.body()
    }

    fn cases(&mut self) -> Read {
        self.tokens.skip()?;
        self.word()?;
        self.newlines()?;
        self.expect("in")?;
        loop {
            self.newlines()?;
            if self.is_keyword("esac")? {
                return self.tokens.skip();
            }
            if self.tokens.peek()? == Token::Operator("(") {
                self.tokens.skip()?;
            }
            self.word()?;
            while self.tokens.peek()? == Token::Operator("|") {
                self.tokens.skip()?;
                self.word()?;
            }
            self.expect_operator(")")?;
            self.newlines()?;
            if !self.at_end_of_list()? {
                self.list()?;
            }
            if self.tokens.peek()? == Token::Operator(";;") {
                self.tokens.skip()?;
            } else {
                return self.expect("esac");
            }
        }
    }

    /// Assignments, words and redirections; or `name()` and a command.
    fn simple(&mut self) -> Read {
        let mut words = 0;
        let mut others = 0;
        let mut can_be_function = false;
        let mut is_test = false;
        loop {
            if self.redirection()? {
                others += 1;
                continue;
            }
            match self.tokens.peek()? {
                Token::Word(word) => {
                    let is_assignment = words == 0 && word.is_assignment();
                    if is_assignment {
                        others += 1;
                    } else {
                        words += 1;
                        can_be_function = words == 1 && others == 0 && word.can_name_function();
                        is_test |= word.text == "[[" && self.shell == SmallShell::Ash;
                        is_test &= word.text != "]]";
                    }
                    self.tokens.skip()?;
                }
                // Between `[[` and `]]` they are words.
                Token::Operator("&&" | "||") if is_test => self.tokens.skip()?,
                Token::Operator("(") if can_be_function => {
                    self.tokens.skip()?;
                    self.expect_operator(")")?;
                    self.newlines()?;
                    return self.command();
                }
                Token::Operator("(") => return self.unexpected(),
                _ if words + others == 0 => return self.unexpected(),
                _ => return Ok(()),
            }
        }
    }

    /// Reads a redirection, if there is one.
    fn redirection(&mut self) -> Result<bool, Refusal> {
        if !matches!(self.tokens.peek()?, Token::Redirection(_)) {
            return Ok(false);
        }
        self.tokens.skip()?;
        match self.tokens.peek()? {
            Token::Word(_) => self.tokens.skip().map(|()| true),
            _ => self.unexpected().map(|()| false),
        }
    }

    fn word(&mut self) -> Read {
        match self.tokens.peek()? {
            Token::Word(_) => self.tokens.skip(),
            _ => self.unexpected(),
        }
    }

    fn is_keyword(&mut self, keyword: &str) -> Result<bool, Refusal> {
        Ok(matches!(self.tokens.peek()?, Token::Word(word) if word.is_keyword() && word.text == keyword))
    }

    fn expect(&mut self, keyword: &str) -> Read {
        if self.is_keyword(keyword)? { self.tokens.skip() } else { self.unexpected() }
    }

    fn expect_operator(&mut self, operator: &'static str) -> Read {
        if self.tokens.peek()? == Token::Operator(operator) { self.tokens.skip() } else { self.unexpected() }
    }

    fn unexpected(&mut self) -> Read {
        let what = match self.tokens.peek()? {
            Token::Word(word) => format!("unexpected `{}`", word.text.chars().take(20).collect::<String>()),
            Token::Operator(text) | Token::Redirection(text) => format!("unexpected `{text}`"),
            Token::Newline => "unexpected end of line".to_owned(),
            Token::End => "unexpected end of script".to_owned(),
        };
        Err(self.tokens.refusal(&what))
    }
}

/// Nothing is said about what is deeper than anybody writes.
fn too_deep() -> Refusal {
    Refusal { range: 0..0, reason: String::new() }
}

/// Reads the script in a substitution, from `at` up to the `)` that ends it; gives the place behind that.
fn substitution(script: &str, at: usize, shell: SmallShell, depth: usize) -> Result<usize, Refusal> {
    if depth > MOST_DEPTH {
        return Err(too_deep());
    }
    let mut parser = Parser { tokens: Tokens::starting_at(script, at, shell, depth), shell, depth: 0 };
    parser.newlines()?;
    if parser.tokens.peek()? != Token::Operator(")") {
        parser.list()?;
    }
    match parser.tokens.peek()? {
        Token::Operator(")") => Ok(parser.tokens.end_of_next()),
        _ => parser.unexpected().map(|()| script.len()),
    }
}

#[cfg(test)]
#[path = "grammar/tests.rs"]
mod tests;
