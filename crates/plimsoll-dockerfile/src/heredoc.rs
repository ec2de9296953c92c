//! Here-document markers in an instruction: `<<EOF`, `<<-"EOF"`, `3<< EOF`.
//!
//! Source: BuildKit, `heredocsFromLine` in `frontend/dockerfile/parser`.

use crate::expand::Lexer;
use crate::line_slice::Part;

/// A marker.
pub(crate) struct Marker<'l, 's> {
    pub(crate) part: Part<'l, 's>,
    pub(crate) name: String,
    pub(crate) descriptor: u32,
    pub(crate) expand: bool,
    pub(crate) chomp: bool,
}

/// The markers of a logical line. None when it has a quote without an end, or a variable that BuildKit refuses.
pub(crate) fn markers<'l, 's>(line: Part<'l, 's>) -> Vec<Marker<'l, 's>> {
    let Some(words) = words(line.text()) else { return Vec::new() };
    words.into_iter().filter_map(|(start, end)| marker(line.slice(start, end))).collect()
}

/// Whether a word is a marker: the destination of a COPY must not be one.
pub(crate) fn marker<'l, 's>(part: Part<'l, 's>) -> Option<Marker<'l, 's>> {
    let (descriptor, rest) = part.text().split_once("<<")?;
    if !descriptor.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (chomp, rest) = rest.strip_prefix('-').map_or((false, rest), |rest| (true, rest));
    let rest = rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{c}']);
    if rest.is_empty() || rest.contains('<') {
        return None;
    }
    let mut lexer = Lexer::new(rest, '\\', &|_| None);
    lexer.only_looks = true;
    lexer.keeps_unset = true;
    let name = <[String; 1]>::try_from(lexer.run_words().ok()?).ok().map(|[name]| name)?;
    // Quotes keep the body from being expanded; an escape character does not.
    let expand = !lexer.met_quotes;
    let descriptor = descriptor.parse().unwrap_or_default();
    Some(Marker { part, name, descriptor, expand, chomp })
}

/// The words of a line, quotes and escapes in them; white space behind `<<` does not separate.
fn words(line: &str) -> Option<Vec<(usize, usize)>> {
    let mut words = Vec::new();
    let mut start = None;
    let mut lexer = Lexer::new(line, '\\', &|_| None);
    lexer.only_looks = true;
    let mut scratch = String::new();
    while let Some(character) = lexer.peek() {
        let at = lexer.position();
        scratch.clear();
        match character {
            '\'' => lexer.single_quoted(&mut scratch).ok()?,
            '"' => lexer.double_quoted(&mut scratch).ok()?,
            '<' => lexer.angle(&mut scratch),
            '$' => {
                lexer.dollar().ok()?;
                // Blanks inside of `${…}` separate like any others.
                let inside = line.get(at..lexer.position()).unwrap_or_default();
                for (offset, character) in inside.char_indices() {
                    separate(character, at + offset, &mut start, &mut words);
                }
                continue;
            }
            '\\' => {
                lexer.next();
                lexer.next();
            }
            _ => {
                lexer.next();
                separate(character, at, &mut start, &mut words);
                continue;
            }
        }
        start.get_or_insert(at);
    }
    words.extend(start.map(|start| (start, line.len())));
    Some(words)
}

fn separate(character: char, at: usize, start: &mut Option<usize>, words: &mut Vec<(usize, usize)>) {
    if !character.is_whitespace() {
        start.get_or_insert(at);
    } else if let Some(start) = start.take() {
        words.push((start, at));
    }
}
