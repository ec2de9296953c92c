//! The sentences of a Rust file: its string literals, and the descriptions of command-line options.

use super::{Kind, Passage};

/// What is derived for a type whose doc comments `--help` prints.
const HELP: [&str; 4] = ["Args)]", "Subcommand)]", "ValueEnum)]", "Parser)]"];

/// Every text of a file, with its line. Tests come last, and are read by nobody else.
pub(super) fn texts(source: &str) -> Vec<Passage> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let prints_comments = HELP.iter().any(|derived| code.contains(derived));
    let mut texts = Vec::new();
    let mut rest = code;
    let mut line = 1;
    while let Some(next) = rest.chars().next() {
        let length = match next {
            '/' if rest.starts_with("//") => {
                let comment = rest.lines().next().unwrap_or_default();
                let help = comment.strip_prefix("/// ").filter(|_| prints_comments);
                texts.extend(help.map(|help| text(line, help)));
                comment.len()
            }
            '"' => {
                let literal = literal(rest);
                texts.push(text(line, &unescaped(literal)));
                literal.len()
            }
            'r' if rest.starts_with("r#\"") => {
                let literal = rest.split("\"#").next().unwrap_or_default();
                texts.push(text(line, literal.trim_start_matches("r#\"")));
                literal.len() + 2
            }
            // A quote as a character.
            '\'' if rest.starts_with("'\"'") || rest.starts_with("'\\\"") => 3,
            _ => next.len_utf8(),
        };
        let (read, left) = rest.split_at_checked(length).unwrap_or((rest, ""));
        line += read.matches('\n').count();
        rest = left;
    }
    // A single word is a name.
    texts.retain(|text| text.text.trim().contains(' '));
    texts
}

/// The literal that the text starts with, quotes included.
fn literal(text: &str) -> &str {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, character)| {
        let ends = *character == '"' && !escaped;
        escaped = *character == '\\' && !escaped;
        ends
    });
    text.get(..end.map_or(text.len(), |(at, _)| at + 1)).unwrap_or(text)
}

/// What it stands for, as far as sentences need it.
fn unescaped(literal: &str) -> String {
    let inside = literal.trim_matches('"');
    // A line that ends with `\` goes on after the blanks of the next.
    let parts: Vec<&str> = inside.split("\\\n").collect();
    let first = parts.first().copied().unwrap_or_default().to_owned();
    let whole = parts.iter().skip(1).fold(first, |text, part| text + part.trim_start());
    whole.replace("\\n", " ").replace("\\\"", "\"")
}

fn text(line: usize, text: &str) -> Passage {
    Passage { line, kind: Kind::Prose, text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_read_and_comments_are_not() {
        let source = "//! Nobody.\nfn a() { b(\"one two\", 'c', '\"', \"three \\\n    four\", \"name\", r#\"a \"b\" c\"#); }\n\
                      #[cfg(test)]\nconst A: &str = \"not this\";";
        let found: Vec<(usize, String)> =
            texts(source).into_iter().map(|text| (text.line, text.text)).collect();
        assert_eq!(
            found,
            [(2, "one two".to_owned()), (2, "three four".to_owned()), (3, "a \"b\" c".to_owned())]
        );
    }

    #[test]
    fn comments_that_help_prints_are_read() {
        let found = texts("#[derive(Args)]\nstruct A {\n    /// Print all rules\n    a: bool,\n}\n");
        assert_eq!(found, [text(3, "Print all rules")]);
    }
}
