//! Where something can be written into a file so that all else stays byte for byte as it is.

use plimsoll_diagnostics::{Span, Text};

use crate::Port;
use crate::yaml::{Entry, Mapping};

/// Where to put keys behind the last one of a block mapping, and the text to put there.
///
/// `lines` are `key: value` without indentation, each on one line. `None` when the mapping is written in braces, or
/// its keys come from elsewhere. Of keys that are there already, with a value or without one, nothing is put. `within` is
/// where it is written.
pub fn append_keys(
    file: Text<'_>,
    mapping: &Mapping<'_>,
    within: Span,
    lines: &[String],
) -> Option<(Span, String)> {
    let raw = file.raw;
    let own = || mapping.entries.iter().filter(|entry| within.contains(entry.key.span));
    let is_new = |line: &&String| {
        let key = line.split(':').next().unwrap_or_default();
        own().all(|entry| entry.key.value != key)
    };
    let lines: Vec<&String> = lines.iter().filter(is_new).collect();
    if lines.is_empty() {
        return None;
    }
    let first = own().map(|entry| entry.key.span.start as usize).min()?;
    let indent = indentation(raw, first)?;
    if raw.get(within.start as usize..first)?.contains('{') {
        return None;
    }
    let ends = own().map(Entry::span).filter(|span| within.contains(*span));
    let last = ends.map(|span| span.end as usize).max()?;
    let last = raw.get(..last)?.trim_end().len();
    let rest = raw.get(last..)?;
    let at = last + rest.find('\n').unwrap_or(rest.len());
    let at = if raw.get(..at)?.ends_with('\r') { at - 1 } else { at };
    let line_end = line_end(raw, at);
    let text = lines.iter().flat_map(|line| [line_end, indent, line.as_str()]).collect();
    Some((Span::at(file.span.file, at), text))
}

/// What to put before the first item of a list, so that `item` becomes its first.
pub fn prepend_item(file: Text<'_>, first: Span, item: &str) -> Option<String> {
    let before = file.raw.get(..first.start as usize)?;
    let line = before.get(before.rfind('\n').map_or(0, |at| at + 1)..)?;
    let Some(indent) = line.trim_end().strip_suffix('-') else { return Some(format!("{item}, ")) };
    let line_end = line_end(file.raw, first.start as usize);
    indent.trim().is_empty().then(|| format!("{item}{line_end}{indent}- "))
}

/// What to write where, so that a port is published on this address of the host. `None` when it is not published.
pub fn set_host_address(file: Text<'_>, port: &Port<'_>, address: &str) -> Option<(Span, String)> {
    if let Some(old) = &port.host_ip {
        let (start, end) = (old.span.start as usize, old.span.end as usize);
        let is_in = |at: usize, bracket: &str| file.raw.get(at..at + 1) == Some(bracket);
        let in_brackets = start > 0 && is_in(start - 1, "[") && is_in(end, "]");
        let outside = usize::from(in_brackets && port.text.is_some());
        return Some((Span::new(old.span.file, start - outside, end + outside), address.to_owned()));
    }
    let published = port.published.as_ref()?;
    let Some(key) = port.published_key else {
        return Some((published.text.span.before(), format!("{address}:")));
    };
    let before = file.raw.get(..key.start as usize)?;
    let line = before.get(before.rfind('\n').map_or(0, |at| at + 1)..)?;
    let is_block = line.chars().all(|character| matches!(character, ' ' | '-'));
    let next = if is_block {
        format!("{}{}", line_end(file.raw, key.start as usize), " ".repeat(line.len()))
    } else {
        ", ".to_owned()
    };
    Some((key.before(), format!("host_ip: {address}{next}")))
}

/// The elements of a block list or mapping in another order: what to replace, and by what.
///
/// Each takes the comments directly above it along, those that are indented deeper below it, and the one behind it.
/// `order` names elements by their place in `elements`. `None` where that is not safe: elements share lines, a
/// comment stands apart, anchors might come behind their aliases.
pub fn reorder(file: Text<'_>, elements: &[Span], order: &[usize]) -> Option<(Span, String)> {
    let mut blocks: Vec<std::ops::Range<usize>> = Vec::with_capacity(elements.len());
    for element in elements {
        let floor = blocks.last().map_or(0, |before| before.end);
        blocks.push(block(file.raw, *element, floor)?);
    }
    let (first, last) = (blocks.first()?, blocks.last()?);
    let region = first.start..last.end;
    let gaps = blocks.iter().zip(blocks.iter().skip(1)).map(|(one, next)| file.raw.get(one.end..next.start));
    let mut gaps: Vec<&str> = gaps.collect::<Option<_>>()?;
    gaps.push("");
    let whole = file.raw.get(region.clone())?;
    if gaps.iter().any(|gap| !gap.trim().is_empty()) || has_anchors(whole) || keeps_blank_lines(whole) {
        return None;
    }
    let mut text = String::with_capacity(region.len());
    for (&from, gap) in order.iter().zip(gaps) {
        text.push_str(file.raw.get(blocks.get(from)?.clone())?);
        text.push_str(gap);
    }
    Some((Span::new(file.span.file, region.start, region.end), text))
}

/// The lines of an element, without the end of the last: comments directly above, itself, deeper comments below.
fn block(raw: &str, element: Span, floor: usize) -> Option<std::ops::Range<usize>> {
    let line_start = |at: usize| raw.get(..at).map(|before| before.rfind('\n').map_or(0, |at| at + 1));
    let mut start = line_start(element.start as usize)?;
    let lead = raw.get(start..element.start as usize)?;
    if start < floor || !matches!(lead.trim(), "" | "-") {
        return None;
    }
    let indent = lead.len() - lead.trim_start().len();
    while let Some(above) = start.checked_sub(1).filter(|_| start > floor).and_then(line_start) {
        let line = raw.get(above..start)?;
        let text = line.trim_start();
        if above < floor || !text.starts_with('#') || line.len() - text.len() != indent {
            break;
        }
        start = above;
    }
    let line_end = |at: usize| raw.get(at..).map(|rest| at + rest.find('\n').unwrap_or(rest.len()));
    let mut end = line_end(raw.get(..element.end as usize)?.trim_end().len())?;
    while let Some(next) = line_end(end + 1) {
        let line = raw.get(end + 1..next)?;
        let text = line.trim_start();
        if !text.starts_with('#') || line.len() - text.len() <= indent {
            break;
        }
        end = next;
    }
    Some(start..raw.get(..end)?.trim_end_matches('\r').len())
}

/// Whether the blank lines behind an element may be part of its value: `|+`, `>2+`.
fn keeps_blank_lines(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.split(" #").next().unwrap_or_default().trim_end();
        let header = line.rsplit(' ').next().unwrap_or_default();
        header.starts_with(['|', '>']) && header.contains('+')
    })
}

/// Whether there may be anchors or aliases in it.
fn has_anchors(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|character| {
        let starts = matches!(before, ' ' | '\n' | '[' | '{' | ',') && matches!(character, '&' | '*');
        before = character;
        starts
    })
}

/// How the line around `at` ends.
fn line_end(raw: &str, at: usize) -> &'static str {
    let line = raw.get(at..).and_then(|rest| rest.split_inclusive('\n').next()).unwrap_or_default();
    if line.ends_with("\r\n") { "\r\n" } else { "\n" }
}

/// What stands before `at` on its line, when that is nothing but spaces.
fn indentation(raw: &str, at: usize) -> Option<&str> {
    let before = raw.get(..at)?;
    let line = before.get(before.rfind('\n').map_or(0, |at| at + 1)..)?;
    line.bytes().all(|byte| byte == b' ').then_some(line)
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Text};

    use super::*;
    use crate::Compose;

    /// The file with a key behind the others of its first service.
    fn appended(text: &str) -> Option<String> {
        let source = Text::new(text, FileId::FIRST, 0);
        let compose = Compose::parse(source);
        let service = compose.services.first()?;
        let (span, new) = append_keys(source, &service.fields, service.span, &["init: true".to_owned()])?;
        let (before, behind) = text.split_at_checked(span.start as usize)?;
        Some(format!("{before}{new}{behind}"))
    }

    #[test]
    fn keys_are_written_behind_the_last_one() {
        for (text, expected) in [
            ("services:\n  a:\n    image: x", "services:\n  a:\n    image: x\n    init: true"),
            (
                "services:\n  a:\n    image: x # why\n\n  b: {}\n",
                "services:\n  a:\n    image: x # why\n    init: true\n\n  b: {}\n",
            ),
            (
                "services:\n  a:\n    command: |\n      one\n      two\n  b: {}\n",
                "services:\n  a:\n    command: |\n      one\n      two\n    init: true\n  b: {}\n",
            ),
            (
                "services:\r\n  a:\r\n    image: x\r\n",
                "services:\r\n  a:\r\n    image: x\r\n    init: true\r\n",
            ),
            (
                "x-e: &e [A=1]\nservices:\n  a:\n    image: x\n    environment: *e\n",
                "x-e: &e [A=1]\nservices:\n  a:\n    image: x\n    environment: *e\n    init: true\n",
            ),
        ] {
            assert_eq!(appended(text).as_deref(), Some(expected));
        }
        assert_eq!(appended("services:\n  a: {image: x}\n"), None);
        assert_eq!(appended("x-a: &a\n  image: x\nservices:\n  a: *a\n"), None);
    }

    /// The file with the services the other way round.
    fn reversed(text: &str) -> Option<String> {
        let source = Text::new(text, FileId::FIRST, 0);
        let compose = Compose::parse(source);
        let spans: Vec<Span> = compose.services.iter().map(|service| service.span).collect();
        let (span, new) = reorder(source, &spans, &(0..spans.len()).rev().collect::<Vec<_>>())?;
        Some(format!("{}{new}{}", text.get(..span.start as usize)?, text.get(span.end as usize..)?))
    }

    #[test]
    fn elements_move_with_their_comments() {
        for (text, expected) in [
            (
                "services:\n  # of b\n  b:\n    image: x # x\n    # user: y\n\n  a:\n    image: y",
                "services:\n  a:\n    image: y\n\n  # of b\n  b:\n    image: x # x\n    # user: y",
            ),
            (
                "services:\r\n  b:\r\n    image: x\r\n  a:\r\n    image: y\r\n",
                "services:\r\n  a:\r\n    image: y\r\n  b:\r\n    image: x\r\n",
            ),
        ] {
            assert_eq!(reversed(text).as_deref(), Some(expected));
        }
        for text in [
            "services: {b: {image: x}, a: {image: y}}\n",
            "services:\n  b: &b\n    image: x\n  a: *b\n",
            "services:\n  b:\n    image: x\n\n  a:\n    command: |+ # all\n      y\n\n",
            "services:\n  b:\n    image: x\n\n  # apart\n\n  a:\n    image: y\n",
        ] {
            assert_eq!(reversed(text), None, "{text}");
        }
    }

    /// The file with its first port on one address.
    fn bound(port: &str) -> Option<String> {
        let text = format!("services:\n  a:\n    image: x\n    ports:\n      - {port}\n");
        let source = Text::new(&text, FileId::FIRST, 0);
        let compose = Compose::parse(source);
        let port = compose.services.first()?.ports.first()?;
        let (span, new) = set_host_address(source, port, "127.0.0.1")?;
        let text = format!("{}{new}{}", text.get(..span.start as usize)?, text.get(span.end as usize..)?);
        Some(text.split_once("      - ")?.1.trim_end().to_owned())
    }

    #[test]
    fn ports_get_an_address_in_every_syntax() {
        for (port, expected) in [
            ("\"80:80\"", "\"127.0.0.1:80:80\""),
            ("0.0.0.0:80:80", "127.0.0.1:80:80"),
            ("'[::]:80:80'", "'127.0.0.1:80:80'"),
            (
                "target: 80\n        published: 80",
                "target: 80\n        host_ip: 127.0.0.1\n        published: 80",
            ),
            (
                "published: 80\n        target: 80",
                "host_ip: 127.0.0.1\n        published: 80\n        target: 80",
            ),
            (
                "target: 80\r\n        published: 80\r\n",
                "target: 80\r\n        host_ip: 127.0.0.1\r\n        published: 80",
            ),
            ("{ target: 80, published: 80 }", "{ target: 80, host_ip: 127.0.0.1, published: 80 }"),
            (
                "{ target: 80, published: 80, host_ip: '::' }",
                "{ target: 80, published: 80, host_ip: 127.0.0.1 }",
            ),
        ] {
            assert_eq!(bound(port).as_deref(), Some(expected));
        }
        assert_eq!(bound("\"80\""), None);
    }
}
