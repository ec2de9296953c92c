//! The edit that removes a waiver from its policy, and the proof that everything else stays.

use plimsoll_diagnostics::{Sources, Span, Text};

use super::read::WAIVER_LISTS;
use super::tree::{self, Item, Node, Pair};
use crate::proof::{Proof, Unproven};

/// The lines of a waiver with the comments directly above it; `None` if other text is on these lines. If it is the only
/// waiver of `list`, the key of the list goes with it.
pub(super) fn lines(source: Text<'_>, list: &Pair, waiver: &Item) -> Option<Span> {
    let text = source.raw;
    let start = waiver.span.start as usize;
    let line = line_start(text, start);
    let is_only = matches!(&list.value.node, Node::List(items) if items.len() == 1);
    let (first, indent) = if text.get(start..)?.starts_with("[[") {
        (comments_above(text, line, ""), None)
    } else {
        let indent = text.get(line..start)?.trim_end_matches(' ').strip_suffix('-')?;
        indent.bytes().all(|byte| byte == b' ').then_some(())?;
        let first = if is_only { key_above(text, list, line)? } else { comments_above(text, line, indent) };
        (first, Some(indent))
    };
    let mut end = line_end(text, end_of(waiver) as usize)?;
    // A comment that is indented more than the item is inside it.
    let is_inside = |line: &&str| {
        let rest = indent.and_then(|indent| line.strip_prefix(indent));
        rest.is_some_and(|rest| rest.starts_with(' ')) && is_comment(line)
    };
    end += text.get(end..)?.split_inclusive('\n').take_while(is_inside).map(str::len).sum::<usize>();
    let before = text.get(..first)?;
    if before.is_empty() || before.ends_with("\n\n") || before.ends_with("\r\n\r\n") {
        let is_blank = |line: &&str| line.trim().is_empty();
        end += text.get(end..)?.split_inclusive('\n').take_while(is_blank).map(str::len).sum::<usize>();
    }
    Some(Span::new(source.span.file, first, end))
}

/// Whether a policy asks for the same after an edit, apart from waivers that are gone.
pub(crate) fn keeps_all_but_waivers(sources: &Sources, before: Text<'_>, after: Text<'_>) -> Proof {
    let (mut problems, path) = (Vec::new(), &sources.file(before.span.file).path);
    let old = tree::read(before, path, &mut problems);
    let count = problems.len();
    let new = tree::read(after, path, &mut problems);
    let is_same = problems.len() == 2 * count && is_same_apart_from_waivers(&old, &new);
    is_same.then_some(()).ok_or(Unproven::Somewhere)
}

fn is_same_apart_from_waivers(old: &Item, new: &Item) -> bool {
    let (Some(old), Some(new)) = (old.table(), new.table()) else { return false };
    let is_list = |pair: &&Pair| WAIVER_LISTS.contains(&&*pair.key);
    let others = |pairs| <[Pair]>::iter(pairs).filter(|pair| !is_list(pair));
    let waivers = |pairs| <[Pair]>::iter(pairs).filter(is_list).flat_map(|pair| pair.value.items());
    let mut left = waivers(old);
    let is_same = |(old, new): (&Pair, &Pair)| old.key == new.key && old.value.is_like(&new.value);
    others(old).count() == others(new).count()
        && others(old).zip(others(new)).all(is_same)
        && waivers(new).all(|waiver| left.any(|one| one.is_like(waiver)))
}

/// Where the key of a list is, if only comments stand between it and its first item.
fn key_above(text: &str, list: &Pair, item: usize) -> Option<usize> {
    let key = line_start(text, list.place.start as usize);
    let between = text.get(list.place.end as usize..item)?.strip_prefix(':')?;
    let is_plain = |line: &str| line.trim().is_empty() || is_comment(line);
    (key == list.place.start as usize && between.lines().all(is_plain)).then_some(key)
}

/// The start of the comments directly above a line, with the same indentation.
fn comments_above(text: &str, line: usize, indent: &str) -> usize {
    let mut first = line;
    while let Some(above) = first.checked_sub(1).map(|end| line_start(text, end)) {
        let is_own = |line: &str| line.strip_prefix(indent).is_some_and(|rest| rest.starts_with('#'));
        if !text.get(above..first).is_some_and(is_own) {
            break;
        }
        first = above;
    }
    first
}

/// Where a waiver ends. In TOML, its span is only its header.
fn end_of(item: &Item) -> u32 {
    let inside = item.table().into_iter().flatten().map(|pair| end_of(&pair.value));
    inside.fold(item.span.end, u32::max)
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// The end of the line at `at`, if only a comment follows there.
fn line_end(text: &str, at: usize) -> Option<usize> {
    if text.get(..at)?.ends_with('\n') {
        return Some(at);
    }
    let rest = text.get(at..)?.split_inclusive('\n').next().unwrap_or_default();
    (rest.trim().is_empty() || is_comment(rest)).then_some(at + rest.len())
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}
