//! Text in which code stands between backquotes, as in messages.

/// Its parts in order, each with whether it is code. A backquote without another is itself.
pub(super) fn parts(words: &str) -> Vec<(bool, &str)> {
    let (mut parts, mut rest) = (Vec::new(), words);
    while let Some((before, (code, after))) =
        rest.split_once('`').and_then(|(before, after)| Some((before, after.split_once('`')?)))
    {
        parts.extend([(false, before), (true, code)]);
        rest = after;
    }
    parts.push((false, rest));
    parts
}
