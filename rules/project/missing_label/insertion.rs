//! A fix that adds a label to an image. Its value is a build argument: no file shows which owner or version is right.

use dockerfile::Instruction;
use plimsoll_linter::prelude::*;

/// Adds `ARG` and `LABEL` after the last instruction of a stage; `None` if no argument can have this name.
pub(super) fn insertion(key: &str, stage: &Stage) -> Option<Fix> {
    let (_, last): (_, &Instruction) = stage.indexed().last()?;
    let argument = argument(key)?;
    let end = if stage.file().text.raw.contains("\r\n") { "\r\n" } else { "\n" };
    let lines = format!("{end}ARG {argument}{end}LABEL {key}=\"${{{argument}}}\"");
    Some(
        Fix::risky(format!("set `{key}` from the build argument `{argument}`"))
            .insert_after(last.span, lines),
    )
}

/// The last part of a label's name, as the name of a build argument: `VERSION`.
fn argument(key: &str) -> Option<String> {
    let is_plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-/".contains(&byte));
    let last = key.rsplit(['.', '/']).next().filter(|_| is_plain)?;
    let name = last.replace('-', "_").to_ascii_uppercase();
    name.starts_with(|first: char| first.is_ascii_alphabetic()).then_some(name)
}
