//! An image with the tag `latest`, and no digest.

use plimsoll_linter::prelude::*;
use project::Base;

/// What other linters call it in a `FROM`.
const FROM: [&str; 5] = [
    "hadolint:DL3007",
    "trivy:DS-0001",
    "checkov:CKV_DOCKER_7",
    "kics:f45ea400",
    "semgrep:avoid-latest-version",
];

#[derive(Default)]
pub(crate) struct LatestTag;

impl Rule for LatestTag {
    fn check_from(&self, from: &dockerfile::From, cx: &mut Context) {
        // Where a variable hides the repository, the tag may be written out all the same.
        let text = from.image.text;
        let Some(repository) =
            text.raw.strip_suffix(":latest").filter(|it| it.contains('$') && !it.contains('@'))
        else {
            return;
        };
        let is_unknown = cx.stage().is_some_and(|stage| matches!(stage.base(), Base::Unknown { .. }));
        if !is_unknown || repository.ends_with('}') && repository.rfind('{') > repository.rfind('/') {
            return;
        }
        let start = text.span.start + repository.len() as u32 + 1;
        cx.report(Span { start, ..text.span }, "the tag `latest` can change at any time")
            .here("this tag usually moves with every release")
            .help("use a version tag")
            .answers_to(FROM);
    }

    fn check_image(&self, image: &ImageUse, cx: &mut Context) {
        let name = image.name;
        let Some(tag) = name.tag.as_ref().filter(|tag| tag.text == "latest" && name.digest.is_none()) else {
            return;
        };
        // Whoever builds or deploys it passes the tag; `floating-tag` speaks of those in Compose files.
        if image.has_default_tag() || image.is_of_script {
            return;
        }
        let (span, set_at) = image.place_of(tag);
        let help = advice(name, cx.today());
        let finding = cx
            .report(span, message(name))
            .here("this tag usually moves with every release")
            .help(help)
            .answers_to(aliases(image.site));
        if let Some(set_at) = set_at {
            finding.label(set_at, "`latest` is set here");
        }
    }
}

/// What is wrong, with the name where all of it is known: `ghcr.io//app` has lost the value of a variable.
fn message(name: &ImageName) -> String {
    let name = name.to_string();
    if project::is_reference(&name) {
        format!("`{name}` can change at any time")
    } else {
        "the tag `latest` can change at any time".to_owned()
    }
}

/// Which version to name: the newest line that is maintained.
pub(super) fn advice(name: &ImageName, day: &str) -> String {
    let repository = name.to_string();
    let repository = repository.strip_suffix(":latest").unwrap_or(&repository);
    match name.newest_release(day) {
        Some(newest) => format!("use a version tag, for example `{repository}:{}`", newest.line),
        None => "use a version tag".to_owned(),
    }
}

fn aliases(site: ImageSite) -> Vec<&'static str> {
    match site {
        ImageSite::From(_) => FROM.to_vec(),
        ImageSite::Service(_) => vec![
            "dclint:service-image-require-explicit-tag",
            "compose-lint:CL-0004",
            "docksec:compose-latest-or-untagged-image",
        ],
        ImageSite::CopyFrom(_) | ImageSite::Mount(_) => Vec::new(),
    }
}
