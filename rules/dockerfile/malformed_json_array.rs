//! A list of paths whose array is not valid JSON, so that it is split at spaces.

use dockerfile::{Add, Copy, Volume, Word};
use plimsoll_linter::prelude::*;

use super::malformed_exec_form::array;

#[derive(Default)]
pub(crate) struct MalformedJsonArray;

impl Rule for MalformedJsonArray {
    fn check_add(&self, add: &Add, cx: &mut Context) {
        check_copy(&add.sources, &add.destination, add.is_json, "ADD", cx);
    }

    fn check_copy(&self, copy: &Copy, cx: &mut Context) {
        check_copy(&copy.sources, &copy.destination, copy.is_json, "COPY", cx);
    }

    fn check_volume(&self, volume: &Volume, cx: &mut Context) {
        if let (false, [first, ..], Some(last)) = (volume.is_json, &volume.paths[..], volume.paths.last()) {
            let label = format!("the volume path is `{}`", first.value);
            report(first, last, "VOLUME", "no volume is created at the intended path", label, cx);
        }
    }
}

fn check_copy(sources: &[Word], destination: &Word, is_json: bool, name: &str, cx: &mut Context) {
    if let (false, Some(first)) = (is_json, sources.first()) {
        let label = format!("the first source is `{}`, which does not exist", first.value);
        report(first, destination, name, "the build fails", label, cx);
    }
}

fn report(first: &Word, last: &Word, name: &str, consequence: &str, label: String, cx: &mut Context) {
    let span = first.text.span.to(last.text.span);
    let written = cx.text(span);
    if !is_meant_as_array(written, name) {
        return;
    }
    let finding = cx.report(span, format!("`{name}` is not a valid JSON array: {consequence}"));
    finding.here(label);
    match array(written) {
        Some(array) => finding
            .help(format!("use double quotes: `{array}`"))
            .fix(Fix::risky("write a JSON array").replace(span, array)),
        None => {
            finding.help("use double quotes, separate the strings with commas, and end the array with `]`")
        }
    };
}

/// Whether a list starts as an array does. `[a-z]*` is a pattern, and a volume has none.
fn is_meant_as_array(written: &str, name: &str) -> bool {
    let Some(inside) = written.strip_prefix('[') else { return false };
    inside.trim_start().starts_with(['"', '\'', '“', '”', '‘', '’']) || name == "VOLUME"
}
