//! A download over plain HTTP.

use dockerfile::Kind;
use facts::programs::Role;
use plimsoll_linter::prelude::*;
use shell::{Script, Word};

use super::unverified_download::written;

#[derive(Default)]
pub(crate) struct PlainHttpDownload;

impl Rule for PlainHttpDownload {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        let is_run = matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_)));
        if !is_run || script.verifies() {
            return;
        }
        for command in script.commands.iter().filter(|command| Role::Downloader.is_of(command.name())) {
            let is_meant = |word: &&Word| is_plain(&written(word, cx));
            let Some(word) = command.arguments().iter().find(is_meant) else { continue };
            // What a package manager downloads is not compared by a later command.
            let help = match command.name() {
                "curl" | "wget" => "use `https://`, or verify the download's checksum",
                _ => "use `https://`",
            };
            cx.report(word.span, format!("`{}` downloads over plain HTTP", command.name()))
                .here("anyone on the network path can read and replace the download")
                .help(help);
        }
    }
}

fn is_plain(text: &str) -> bool {
    let Some((_, rest)) = text.split_once("http://") else { return false };
    // A proxy, or a service of the build's own network, is named like that.
    let host = rest.split(['/', ':', '?']).next().unwrap_or_default();
    let is_given = text.starts_with("http://") || text.contains("url=http://");
    is_given && host.contains('.') && !host.starts_with("127.") && !host.contains('$')
}
