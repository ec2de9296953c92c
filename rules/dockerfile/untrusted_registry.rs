//! An image from a registry that the configuration does not name.

use dockerfile::{ImageRef, Instruction, Kind};
use plimsoll_linter::prelude::*;
use project::Wildcards;
use serde::Deserialize;

/// Nothing is reported until a registry is named.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UntrustedRegistry {
    allow: Registries,
}

/// Registries (`ghcr.io`, `*.example.com`) and parts of them (`ghcr.io/acme/*`).
#[derive(Default, Deserialize)]
#[serde(from = "Vec<String>")]
struct Registries {
    written: WordList,
    hosts: Ends,
    repositories: Ends,
}

/// Whole texts, beginnings and ends.
#[derive(Default)]
struct Ends {
    starts: Wildcards,
    /// Backwards.
    ends: Wildcards,
}

impl Rule for UntrustedRegistry {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        // In a stage, every use of an image is offered as such.
        if self.allow.written.is_empty() || cx.stage().is_some() {
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
        let syntax = file.tree.directive("syntax");
        if let Some(syntax) = syntax.filter(|_| file.tree.has_foreign_frontend()) {
            self.check_text(syntax.value.raw, syntax.value.span, cx);
        }
    }

    fn check_image(&self, image: &ImageUse, cx: &mut Context) {
        let full = image.name.full_repository();
        let host = full.split('/').next().unwrap_or_default();
        if self.allows(host, &full) {
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
                "an image name without a registry refers to Docker Hub"
            })
            .help(format!("use an image from an allowed registry: {}", self.allow.written.shown(", ")));
        if let Some(set_at) = set_at {
            finding.label(set_at, "the registry is set here");
        }
        if let ImageSite::Service(_) = image.site {
            finding.answers_to([]);
        }
    }
}

impl UntrustedRegistry {
    /// Whether an image may come from there; any may where no registry is named.
    fn allows(&self, host: &str, repository: &str) -> bool {
        let Registries { written, hosts, repositories } = &self.allow;
        written.is_empty() || hosts.mean(host) || repositories.mean(repository)
    }

    /// Judges the name of an image that is written without variables.
    fn check_text(&self, name: &str, span: Span, cx: &mut Context) {
        let (first, _) = name.split_once('/').unwrap_or_default();
        let is_host = first.contains(['.', ':']) || first == "localhost";
        let (host, full) =
            if is_host { (first, name.to_owned()) } else { ("docker.io", format!("docker.io/{name}")) };
        if !name.contains('$') && !self.allows(host, &full) {
            cx.report(span, format!("images from `{host}` are not allowed"))
                .here("this registry is not trusted")
                .help(format!("use an image from an allowed registry: {}", self.allow.written.shown(", ")));
        }
    }
}

impl From<Vec<String>> for Registries {
    fn from(written: Vec<String>) -> Registries {
        // hadolint knows Docker Hub under this name too.
        let pattern =
            |one: &String| if one == "hub.docker.com" { "docker.io".to_owned() } else { one.clone() };
        let is_host = |pattern: &String| !pattern.trim_end_matches("/*").contains('/');
        let (hosts, repositories): (Vec<String>, Vec<String>) =
            written.iter().map(pattern).partition(is_host);
        let hosts = Ends::new(hosts.iter().map(|host| host.trim_end_matches("/*").to_owned()).collect());
        Registries { written: written.into(), hosts, repositories: Ends::new(repositories) }
    }
}

impl Ends {
    /// One star at the beginning or the end stands for anything. No name has a star in its middle.
    fn new(patterns: Vec<String>) -> Ends {
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        for pattern in patterns {
            let (list, text, star) = match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
                (Some(end), _) => (&mut ends, backwards(end), "**"),
                (None, Some(start)) => (&mut starts, start.to_owned(), "**"),
                (None, None) => (&mut starts, pattern, ""),
            };
            if !text.contains('*') {
                list.push(text + star);
            }
        }
        let [starts, ends] = [starts, ends].map(|list| Wildcards::new(list).unwrap_or_default());
        Ends { starts, ends }
    }

    fn mean(&self, text: &str) -> bool {
        self.starts.find(text).is_some() || self.ends.find(&backwards(text)).is_some()
    }
}

fn backwards(text: &str) -> String {
    text.chars().rev().collect()
}
