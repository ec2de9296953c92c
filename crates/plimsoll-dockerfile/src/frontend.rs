//! The Dockerfile frontend that a file asks for, and the release in which a construct came.

use plimsoll_diagnostics::{Span, nearest};

use crate::{Directive, Dockerfile, Instruction, Keyword, Kind, Since};

/// A release of `docker/dockerfile`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frontend {
    /// The 4 of `1.4`; none for `1` and `latest`, which are the newest.
    pub minor: Option<u32>,
    /// Whether it is of the channel `labs`, which has what is not yet stable.
    pub is_labs: bool,
    /// Where the file asks for it.
    pub asked_at: Span,
}

/// A construct that not every release of the frontend understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feature {
    /// Its name: `parents` of a flag, `<<`, `env` on a secret mount.
    pub name: &'static str,
    /// The releases that have it.
    pub since: Since,
}

// Source: the Dockerfile release notes, docs.docker.com/build/dockerfile/release-notes.
const HEREDOC: Feature = Feature { name: "<<", since: Since { stable: Some(4), labs: 3 } };
const SECRET_ENV: Feature = Feature { name: "env", since: Since { stable: Some(10), labs: 10 } };

/// Whether `# syntax=` names a frontend of somebody else, which may have instructions of its own. A misspelt name is none.
pub(crate) fn is_foreign(directives: &[Directive<'_>]) -> bool {
    let Some(image) = directives.iter().find(|it| it.is_named("syntax")).and_then(image) else {
        return false;
    };
    let name = repository(image).trim_end_matches("-labs");
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"./_-:".contains(&byte));
    is_plain && !name.is_empty() && meant(name).is_none()
}

/// The frontend of Docker that a repository is, or is misspelt from.
fn meant(repository: &str) -> Option<&'static str> {
    let (owner, name) = repository.split_once('/')?;
    nearest(owner, ["docker"])?;
    Some(match nearest(name, ["dockerfile", "dockerfile-upstream"])? {
        "dockerfile" => "docker/dockerfile",
        _ => "docker/dockerfile-upstream",
    })
}

/// The name of an image without tag and digest.
fn repository(image: &str) -> &str {
    let name = image.split_once('@').map_or(image, |(name, _)| name);
    match name.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => name,
        _ => name,
    }
}

/// The image that `# syntax=` names, without the registry of Docker Hub.
fn image<'s>(syntax: &Directive<'s>) -> Option<&'s str> {
    let image = syntax.value.raw.split_whitespace().next()?;
    Some(image.strip_prefix("docker.io/").unwrap_or(image))
}

impl Dockerfile<'_> {
    /// Whether `# syntax=` names a frontend of somebody else: instructions that are unknown here are its business.
    pub fn has_foreign_frontend(&self) -> bool {
        is_foreign(&self.directives)
    }

    /// The repository that `# syntax=` names with a slip in it, its place, and the one that is meant.
    pub fn misspelt_frontend(&self) -> Option<(&str, Span, &'static str)> {
        let syntax = self.directive("syntax")?;
        let written = repository(image(syntax)?);
        let meant = meant(written).filter(|meant| *meant != written)?;
        let start = syntax.value.span.start as usize + syntax.value.raw.find(written)?;
        Some((written, Span::new(syntax.value.span.file, start, start + written.len()), meant))
    }
}

impl Frontend {
    /// What `# syntax=` names, if that is a release of `docker/dockerfile`.
    pub fn of(file: &Dockerfile<'_>) -> Option<Frontend> {
        let syntax = file.directive("syntax")?;
        let image = image(syntax)?;
        let image = image.split_once('@').map_or(image, |(image, _)| image);
        let tag = image.strip_prefix("docker/dockerfile")?;
        let tag = tag.strip_prefix("-upstream").unwrap_or(tag);
        let tag = if tag.is_empty() { "latest" } else { tag.strip_prefix(':')? };
        let (version, channel) = tag.split_once('-').unwrap_or((tag, ""));
        let minor = match version.split('.').collect::<Vec<_>>()[..] {
            ["1" | "latest" | "labs"] => None,
            ["1", minor] | ["1", minor, _] => Some(minor.parse().ok()?),
            _ => return None,
        };
        // The channel before `labs`, which had what came with 1.2.
        if channel.starts_with("experimental") || channel.starts_with("rc") {
            return None;
        }
        let is_labs = channel == "labs" || version == "labs";
        Some(Frontend { minor, is_labs, asked_at: syntax.value.span })
    }

    /// Whether it understands a construct.
    pub fn has(self, feature: Feature) -> bool {
        let is_since = |since: u32| self.minor.is_none_or(|minor| minor >= since);
        feature.since.stable.is_some_and(is_since) || (self.is_labs && is_since(feature.since.labs))
    }
}

impl<'s> Instruction<'s> {
    /// Whether no instruction of a Dockerfile has its keyword.
    pub fn is_unknown(&self) -> bool {
        Keyword::from_name(&self.keyword.value).is_none()
    }

    /// The constructs in it that came with a release of the frontend, each with its place.
    pub fn features(&self) -> impl Iterator<Item = (Feature, Span)> + use<'_, 's> {
        let known = Keyword::from_name(&self.keyword.value).map_or(&[][..], Keyword::flags);
        let flags = self.flags.iter().filter_map(|flag| {
            let spec = known.iter().find(|spec| spec.name == flag.key())?;
            Some((Feature { name: spec.name, since: spec.since? }, flag.word.text.span))
        });
        let heredocs = self.heredocs.iter().map(|heredoc| (HEREDOC, heredoc.marker.span));
        let mounts = match &self.kind {
            Kind::Run(run) => &*run.mounts,
            _ => &[],
        };
        let variables = mounts.iter().filter(|mount| mount.kind() == "secret").filter_map(|mount| {
            let (key, _) = mount.fields.iter().find(|(key, _)| key.raw == "env")?;
            Some((SECRET_ENV, key.span))
        });
        flags.chain(heredocs.take(1)).chain(variables)
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Text};

    use crate::{Dockerfile, Frontend};

    fn frontend(syntax: &str) -> Option<(Option<u32>, bool)> {
        let text = format!("# syntax={syntax}\nFROM a\n");
        let file = Dockerfile::parse(Text::new(&text, FileId::FIRST, 0));
        Frontend::of(&file).map(|it| (it.minor, it.is_labs))
    }

    #[test]
    fn frontends_of_others() {
        let is_foreign = |syntax: &str| {
            let text = format!("# syntax={syntax}\nFROM a\n");
            Dockerfile::parse(Text::new(&text, FileId::FIRST, 0)).has_foreign_frontend()
        };
        for syntax in [
            "acme/dockerfile",
            "devthefuture/dockerfile-x",
            "edrevo/dockerfile-plus:1",
            "ghcr.io/acme/frontend@sha256:00",
        ] {
            assert!(is_foreign(syntax), "{syntax}");
        }
        for syntax in
            ["docker/dockerfile:1", "docker.io/docker/dockerfile-upstream:master", "docker/dokcerfile:1"]
        {
            assert!(!is_foreign(syntax), "{syntax}");
        }
    }

    #[test]
    fn releases() {
        assert_eq!(frontend("docker/dockerfile:1.4"), Some((Some(4), false)));
        assert_eq!(frontend("docker.io/docker/dockerfile:1.7.1-labs"), Some((Some(7), true)));
        assert_eq!(frontend("docker/dockerfile-upstream:1"), Some((None, false)));
        assert_eq!(frontend("docker/dockerfile"), Some((None, false)));
        assert_eq!(frontend("docker/dockerfile:1@sha256:00"), Some((None, false)));
        assert_eq!(frontend("docker/dockerfile:master"), None);
        assert_eq!(frontend("docker/dockerfile-x:1"), None);
        assert_eq!(frontend("example.com/docker/dockerfile:1.2"), None);
    }
}
