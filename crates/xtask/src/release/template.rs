//! Text with places for what releases differ in: `@VERSION@`, `@SHA256 x86_64-apple-darwin@`, and lines between `@EACH@` and
//! `@END@` that are repeated for each target.

use std::collections::BTreeMap;

/// What places are filled with.
#[derive(Default)]
pub(super) struct Values {
    /// By name, and by name and target.
    pub(super) named: BTreeMap<String, String>,
    pub(super) targets: Vec<String>,
}

/// The text with its places filled.
pub(super) fn filled(text: &str, values: &Values) -> Result<String, String> {
    let mut out = String::new();
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        if line.trim() != "@EACH@" {
            line_into(&mut out, line, values, None)?;
            continue;
        }
        let block: Vec<&str> = lines.by_ref().take_while(|line| line.trim() != "@END@").collect();
        for target in &values.targets {
            for line in &block {
                line_into(&mut out, line, values, Some(target))?;
            }
        }
    }
    Ok(out)
}

/// A line with its places filled; inside a repeated block, values of the target need not name it.
fn line_into(out: &mut String, mut line: &str, values: &Values, target: Option<&str>) -> Result<(), String> {
    while let Some((before, rest)) = line.split_once('@') {
        out.push_str(before);
        let Some((name, after)) = rest.split_once('@').filter(|(name, _)| is_name(name)) else {
            out.push('@');
            line = rest;
            continue;
        };
        let of_target = target.and_then(|target| values.named.get(&format!("{name} {target}")));
        let value = of_target.or_else(|| values.named.get(name));
        out.push_str(value.ok_or_else(|| format!("there is no value for `@{name}@`"))?);
        line = after;
    }
    out.push_str(line);
    Ok(())
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|one| one.is_ascii_alphanumeric() || "_- ".contains(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(text: &str) -> Result<String, String> {
        let named = [("VERSION", "1.2.3"), ("URL a", "http://a"), ("URL b", "http://b")];
        let named = named.map(|(name, value)| (name.to_owned(), value.to_owned()));
        filled(text, &Values { named: named.into(), targets: vec!["a".to_owned(), "b".to_owned()] })
    }

    #[test]
    fn places_are_filled() {
        assert_eq!(fill("v@VERSION@ at @URL a@\n").as_deref(), Ok("v1.2.3 at http://a\n"));
        assert_eq!(fill("\"${list[@]}\" a@b.c @VERSION@").as_deref(), Ok("\"${list[@]}\" a@b.c 1.2.3"));
    }

    #[test]
    fn blocks_are_repeated() {
        let text = "a:\n  @EACH@\n  - @URL@ @VERSION@\n  @END@\nz\n";
        assert_eq!(fill(text).as_deref(), Ok("a:\n  - http://a 1.2.3\n  - http://b 1.2.3\nz\n"));
    }

    #[test]
    fn what_is_unknown_is_said() {
        assert_eq!(fill("@VERSIN@"), Err("there is no value for `@VERSIN@`".to_owned()));
    }
}
