//! An image from a registry that the configuration does not name.

use dockerfile::{ImageRef, Instruction, Kind};
use plimsoll_linter::prelude::*;
use serde::Deserialize;

/// How many registries a finding lists.
const MOST_LISTED: usize = 20;

/// Nothing is reported until a registry is named.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UntrustedRegistry {
    allow: Vec<String>,
}

impl Rule for UntrustedRegistry {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        // In a stage, every use of an image is offered as such.
        if self.allow.is_empty() || cx.stage().is_some() {
            return;
        }
        let sources: Vec<Text> = match &instruction.kind {
            Kind::Copy(copy) => copy.from.iter().map(|from| from.text).collect(),
            Kind::Run(run) => run.mounts.iter().filter_map(dockerfile::Mount::from).collect(),
            _ => return,
        };
        // Without a registry, it is the name of a stage that is not written yet.
        for (text, registry) in
            sources.iter().filter_map(|text| Some((text, ImageRef::parse(*text).registry?)))
        {
            self.check_text(text.raw, registry.span, cx);
        }
    }

    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let syntax = file.tree.directives.iter().find(|it| it.name.raw.eq_ignore_ascii_case("syntax"));
        if let Some(syntax) = syntax.filter(|_| file.tree.has_foreign_frontend() && !self.allow.is_empty()) {
            self.check_text(syntax.value.raw, syntax.value.span, cx);
        }
    }

    fn check_image(&self, image: &ImageUse, cx: &mut Context) {
        let full = image.name.full_repository();
        let host = full.split('/').next().unwrap_or_default();
        if self.allow.is_empty() || self.allow.iter().any(|pattern| is_match(pattern, host, &full)) {
            return;
        }
        let (span, set_at) = match &image.name.registry {
            Some(registry) => image.place_of(registry),
            None => (image.span, None),
        };
        let finding = cx
            .report(span, format!("images from `{host}` are not allowed"))
            .here(if image.name.registry.is_some() {
                "this registry is not trusted"
            } else {
                "an image name without a registry means Docker Hub"
            })
            .help(format!("use an image from an allowed registry: {}", listed(&self.allow)));
        if let Some(set_at) = set_at {
            finding.label(set_at, "the registry is set here");
        }
        if let ImageSite::Service(_) = image.site {
            finding.answers_to([]);
        }
    }
}

impl UntrustedRegistry {
    /// Judges the name of an image that is written without variables.
    fn check_text(&self, name: &str, span: Span, cx: &mut Context) {
        let (first, _) = name.split_once('/').unwrap_or_default();
        let is_host = first.contains(['.', ':']) || first == "localhost";
        let (host, full) =
            if is_host { (first, name.to_owned()) } else { ("docker.io", format!("docker.io/{name}")) };
        if !name.contains('$') && !self.allow.iter().any(|pattern| is_match(pattern, host, &full)) {
            cx.report(span, format!("images from `{host}` are not allowed"))
                .here("this registry is not trusted")
                .help(format!("use an image from an allowed registry: {}", listed(&self.allow)));
        }
    }
}

/// Whether a pattern names a registry (`ghcr.io`, `*.example.com`) or a part of one (`ghcr.io/acme/*`).
fn is_match(pattern: &str, host: &str, repository: &str) -> bool {
    // hadolint knows Docker Hub under this name too.
    let pattern = if pattern == "hub.docker.com" { "docker.io" } else { pattern };
    let text = if pattern.trim_end_matches("/*").contains('/') { repository } else { host };
    let pattern = if text == host { pattern.trim_end_matches("/*") } else { pattern };
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(end), _) => text.ends_with(end),
        (None, Some(start)) => text.starts_with(start),
        (None, None) => text == pattern,
    }
}

/// The first registries of a list, which may be long.
fn listed(allow: &[String]) -> String {
    let first = allow.iter().take(MOST_LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if allow.len() > MOST_LISTED { format!("{first}, …") } else { first }
}
