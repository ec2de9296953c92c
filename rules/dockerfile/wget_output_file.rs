//! `wget FILE URL`: without `-O`, the file is another URL.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{Command, Word};

#[derive(Default)]
pub(crate) struct WgetOutputFile;

/// Options of Wget whose values are words of their own.
const WITH_VALUE: [&str; 10] =
    ["-e", "-o", "-a", "-t", "-T", "-w", "-U", "--header", "--user-agent", "--tries"];

impl Rule for WgetOutputFile {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        let is_run = matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_)));
        if !is_run || command.name() != "wget" || command.may_hide_options() {
            return;
        }
        let has_place = command
            .has_option('O', &["--output-document", "--base", "--input-file", "--directory-prefix"])
            || ['P', 'B', 'i'].iter().any(|short| command.has_option(*short, &[]));
        let operands: Vec<&Word> = command.operands_but(&WITH_VALUE).collect();
        let [file, url] = operands.as_slice() else { return };
        let is_path = ["/", "./", "../"].iter().any(|start| file.unquoted().starts_with(start));
        if has_place || !is_path || !url.unquoted().contains("://") {
            return;
        }
        let name = file.unquoted();
        cx.report(file.span, format!("`wget` treats `{name}` as a URL, so this command fails"))
            .here("not a URL: `wget` saves the download in the working directory, and exits with status 1")
            .help(format!("pass the file with `-O`: `-O {name}`"))
            .fix(Fix::risky("add `-O`").insert_before(file.span, "-O "));
    }
}
