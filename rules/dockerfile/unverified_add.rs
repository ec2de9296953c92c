//! ADD of a URL without `--checksum`.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnverifiedAdd;

impl Rule for UnverifiedAdd {
    fn check_add(&self, add: &dockerfile::Add, cx: &mut Context) {
        let is_verified = cx.instruction().is_some_and(|instruction| instruction.flag("checksum").is_some());
        if is_verified {
            return;
        }
        for source in &add.sources {
            // The beginning tells that it is a URL, whatever its variables are.
            let start = source.value.trim_start_matches(['"', '\'']);
            let url = cx.expand(source).map_or_else(|| start.to_owned(), std::borrow::Cow::into_owned);
            // `git@github.com:acme/app.git` has no scheme.
            let (scheme, rest) = url.split_once("://").unwrap_or(("", &url));
            let path = rest.split(['?', '#']).next().unwrap_or_default();
            let is_git = ["git", "ssh"].contains(&scheme) || scheme.is_empty() && url.starts_with("git@");
            if is_git || !scheme.is_empty() && path.trim_end_matches('/').ends_with(".git") {
                let fragment =
                    url.split_once('#').map(|(_, fragment)| fragment.split(':').next().unwrap_or_default());
                if fragment.is_none_or(|name| name.is_empty() || super::moving_clone::is_branch(name)) {
                    cx.report(source.text.span, "`ADD` of a Git branch is not reproducible")
                        .here("the next build can get a different, unverified revision")
                        .help("use a tag, and add `--checksum=COMMIT` (Dockerfile 1.16 or later)")
                        .answers_to([]);
                }
                continue;
            }
            if !["http", "https"].contains(&scheme) {
                continue;
            }
            let plain = scheme == "http";
            // What some of them report is any ADD of a URL, and others any but that of an archive.
            let of_files = (!path.contains(".tar")).then_some("kics:9513a694");
            let all = ["kics:4b410d24", "checkov:CKV_DOCKER_4", "semgrep:prefer-copy-over-add"];
            cx.report(source.text.span, "this download is not verified")
                .here(if plain {
                    "anyone on the network path can replace the download"
                } else {
                    "anyone who controls the server can replace the download"
                })
                .help("add `--checksum=sha256:…` with the checksum of a copy that you have verified")
                .answers_to(all.into_iter().chain(of_files));
        }
    }
}
