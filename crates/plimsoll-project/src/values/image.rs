//! The name of an image, variables resolved, each part with the place that decided it.

use std::borrow::Cow;
use std::sync::OnceLock;

use plimsoll_diagnostics::Span;
use plimsoll_facts::accounts::{self, Accounts};
use plimsoll_facts::debian_releases::{self, DebianRelease};
use plimsoll_facts::default_releases;
use plimsoll_facts::image_paths::{self, PathKind};
use plimsoll_facts::{
    Images, KnownImage, Release, RemovedOption, Retired, engine_clients, interactive_images,
    needed_capabilities, patient_images, releases, removed_options, retired, unconfined_images,
};

/// A part of an image's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'s> {
    /// Its text, variables resolved.
    pub text: Cow<'s, str>,
    /// What decided it: the part itself, or the default of the variable that stands for it. All of the word
    /// when several places decided it together.
    pub set_at: Span,
}

/// The name of an image: `registry/repository:tag@digest`, variables resolved.
///
/// Source: the grammar in distribution/reference.
#[derive(Clone, Debug)]
pub struct ImageName<'s> {
    /// The word that names the image, as it is written in FROM, `--from=` or `image:`.
    pub span: Span,
    /// `ghcr.io`, `localhost:5000`; `None` when none is written, which means Docker Hub.
    pub registry: Option<Part<'s>>,
    /// `debian`, `bitnami/redis`.
    pub repository: Part<'s>,
    /// `12.5`, without the `:`.
    pub tag: Option<Part<'s>>,
    /// `sha256:…`, without the `@`.
    pub digest: Option<Part<'s>>,
    /// What is known of images where it stands.
    images: Images<'s>,
    /// What the table of images says of it: many rules ask.
    known: OnceLock<Option<Box<KnownImage<'static>>>>,
    releases: OnceLock<Vec<Release>>,
}

impl<'s> ImageName<'s> {
    /// Whether a list of repositories has its own, with or without `docker.io/` and `library/`.
    pub fn is_among(&self, repositories: &[String]) -> bool {
        self.is_named_in(|name| repositories.iter().any(|other| other == name))
    }

    /// The same for a list that answers by itself.
    pub fn is_named_in(&self, has: impl Fn(&str) -> bool) -> bool {
        let full = self.full_repository();
        let short = full.strip_prefix("docker.io/").unwrap_or(&full);
        has(&full) || has(short) || short.strip_prefix("library/").is_some_and(has)
    }

    /// Whether its tag is accepted: without one, it is `latest`, unless it has a digest.
    pub fn has_tag_like(&self, accepts: impl Fn(&str) -> bool) -> bool {
        self.tag.is_none() && self.digest.is_some() || accepts(self.meant_tag())
    }

    /// The image that a text names, all of it at one place.
    pub fn parse(text: &'s str, span: Span) -> Option<ImageName<'s>> {
        ImageName::split(&Cow::Borrowed(text), span, Images::default(), |_| span)
    }

    /// Whether it is an image that is made to use a container engine.
    pub fn is_engine_client(&self) -> bool {
        self.engine_purpose().is_some()
    }

    /// What it does with the container engine, if it is made to talk to it: `routes to containers by their labels`.
    pub fn engine_purpose(&self) -> Option<&'static str> {
        engine_clients::find(&self.full_repository()).map(|client| client.purpose)
    }

    /// Whether its documentation asks for a capability, which is written without `CAP_`.
    pub fn needs_capability(&self, capability: &str) -> bool {
        needed_capabilities::needs(&self.full_repository(), capability)
    }

    /// Whether its program waits for the services that it needs.
    pub fn waits_for_services(&self) -> bool {
        patient_images::waits(&self.full_repository())
    }

    /// Whether its documentation turns off a security profile, such as `seccomp`.
    pub fn turns_off_profile(&self, profile: &str) -> bool {
        unconfined_images::turns_off(&self.full_repository(), profile)
    }

    /// Splits a name. `place` tells where a range of `text` was decided.
    ///
    /// `None` when it is no name of an image: empty, with an empty part, or with what no name can hold.
    pub(crate) fn split(
        text: &Cow<'s, str>,
        span: Span,
        images: Images<'s>,
        place: impl Fn(std::ops::Range<usize>) -> Span,
    ) -> Option<ImageName<'s>> {
        let part = |start: usize, end: usize| {
            let text = match text {
                Cow::Borrowed(text) => Cow::Borrowed(text.get(start..end)?),
                Cow::Owned(text) => Cow::Owned(text.get(start..end)?.to_owned()),
            };
            (!text.is_empty()).then(|| Part { text, set_at: place(start..end) })
        };
        let mut end = text.len();
        let mut digest = None;
        if let Some(at) = text.find('@') {
            digest = Some(part(at + 1, end)?);
            end = at;
        }
        let mut start = 0;
        let mut registry = None;
        let head = text.get(..end)?;
        if let Some(slash) = head.find('/')
            && head.get(..slash).is_some_and(is_registry)
        {
            registry = Some(part(0, slash)?);
            start = slash + 1;
        }
        let last = head.rfind('/').map_or(start, |slash| slash + 1);
        let mut tag = None;
        if let Some(colon) = head.get(last..)?.find(':') {
            tag = Some(part(last + colon + 1, end)?);
            end = last + colon;
        }
        let repository = part(start, end)?;
        let (known, releases) = Default::default();
        let name = ImageName { span, registry, repository, tag, digest, images, known, releases };
        name.is_plausible().then_some(name)
    }

    /// Whether it can be a name at all: no template (`{{tag}}`), no blank. Capital letters are let through: that is
    /// a mistake, but no riddle.
    fn is_plausible(&self) -> bool {
        let fits = |part: &Part<'_>, others: &str| {
            part.text.chars().all(|character| character.is_ascii_alphanumeric() || others.contains(character))
        };
        let all = |part: &Option<Part<'_>>, others: &str| part.as_ref().is_none_or(|part| fits(part, others));
        fits(&self.repository, "._-/")
            && !self.repository.text.ends_with('/')
            && all(&self.registry, ".-:[]")
            && all(&self.tag, "._-")
            && all(&self.digest, ":+._-")
    }

    /// The repository with what Docker adds to it: `docker.io/library/debian`, `ghcr.io/acme/app`.
    pub fn full_repository(&self) -> String {
        let registry = self.registry.as_ref().map_or("docker.io", |registry| &*registry.text);
        let registry = if registry == "index.docker.io" { "docker.io" } else { registry };
        let repository = &self.repository.text;
        if registry == "docker.io" && !repository.contains('/') {
            format!("docker.io/library/{repository}")
        } else {
            format!("{registry}/{repository}")
        }
    }

    /// Its name among the official images of Docker Hub: `debian` of `docker.io/library/debian:12`.
    pub fn official(&self) -> Option<&str> {
        let hub = ["docker.io", "index.docker.io"];
        if self.registry.as_ref().is_some_and(|registry| !hub.contains(&&*registry.text)) {
            return None;
        }
        let repository = &*self.repository.text;
        let name = repository.strip_prefix("library/").unwrap_or(repository);
        (!name.contains('/')).then_some(name)
    }

    /// The last part of the repository: `redis` of `bitnami/redis`.
    pub fn short(&self) -> &str {
        self.repository.text.rsplit('/').next().unwrap_or_default()
    }

    /// Whether it is certainly an image for Windows.
    pub fn is_windows(&self) -> bool {
        let repository = &*self.repository.text;
        let tag = self.tag.as_ref().map_or("", |tag| &*tag.text);
        let of_microsoft = ["windows", "windows/", "dotnet/framework/"];
        let named = self.registry.as_ref().is_some_and(|registry| registry.text == "mcr.microsoft.com")
            && of_microsoft.iter().any(|start| repository.starts_with(start))
            || ["microsoft/windowsservercore", "microsoft/nanoserver"].contains(&repository);
        named || ["windowsservercore", "nanoserver"].iter().any(|part| tag.contains(part))
    }

    /// The users and groups that come with it, where all are known.
    pub fn accounts(&self) -> Option<&'static Accounts> {
        accounts::of_image(self.official()?, self.meant_tag())
    }

    /// What is known of it.
    pub fn known(&self) -> Option<KnownImage<'s>> {
        let Some(table) = self.images.table_alone() else {
            return self.images.find(&self.full_repository(), self.meant_tag());
        };
        let find = || table.find(&self.full_repository(), self.meant_tag()).map(Box::new);
        self.known.get_or_init(find).as_deref().copied()
    }

    /// The release line that its tag belongs to, and the one of the distribution that a tag such as
    /// `3.13-slim-bookworm` names, as far as they are known.
    pub fn releases(&self) -> &[Release] {
        self.releases.get_or_init(|| releases::of_image(&self.full_repository(), self.meant_tag()))
    }

    /// The release of Debian or Ubuntu that it is, that its tag names, or that it is built on.
    pub fn debian_release(&self) -> Option<DebianRelease> {
        let short = if self.official().is_some() { self.short() } else { "" };
        let is_built_on =
            || default_releases::of_image(short, self.meant_tag()).filter(|_| self.digest.is_none());
        debian_releases::of_image(short, self.meant_tag()).or_else(is_built_on)
    }

    /// The newest release line of it that is maintained on `day`.
    pub fn newest_release(&self, day: &str) -> Option<Release> {
        releases::newest(&self.full_repository(), day)
    }

    /// The interactive program that it starts by default, if it is known to start one.
    pub fn interactive_command(&self) -> Option<&'static str> {
        interactive_images::command(&self.full_repository(), self.meant_tag())
    }

    /// What it has at a path, if that is known.
    pub fn kind_of_path(&self, path: &str) -> Option<PathKind> {
        image_paths::kind(&self.full_repository(), self.meant_tag(), path)
    }

    /// Whether it has files below a directory, such as its settings, that are known.
    pub fn has_files_below(&self, directory: &str) -> bool {
        image_paths::has_files_below(&self.full_repository(), self.meant_tag(), directory)
    }

    /// What is known of it if nobody updates it any more.
    pub fn retired(&self) -> Option<Retired> {
        retired::find(&self.full_repository(), self.meant_tag())
    }

    /// What is known of a word of its command if it is an option that its server no longer has. A digest may keep an older
    /// release than its tag has today.
    pub fn removed_option(&self, word: &str) -> Option<RemovedOption> {
        if self.digest.is_some() {
            return None;
        }
        removed_options::find(&self.full_repository(), self.meant_tag(), word)
    }

    /// What to run of a hardened catalogue in place of an image with tools for building: the same tag without `-dev`.
    pub fn hardened_runtime(&self) -> Option<String> {
        let (name, tag) = (self.full_repository(), self.meant_tag().strip_suffix("-dev")?);
        let is_hardened = ["dhi.io/", "cgr.dev/chainguard/"].iter().any(|start| name.starts_with(start));
        is_hardened.then(|| format!("{name}:{tag}"))
    }

    /// The tag that is meant. A digest alone names none, and not what `latest` is today either.
    pub fn meant_tag(&self) -> &str {
        match (&self.tag, &self.digest) {
            (Some(tag), _) => &tag.text,
            (None, None) => "latest",
            (None, Some(_)) => "",
        }
    }
}

/// Whether the part before the first `/` names a registry: distribution/reference, `splitDockerDomain`.
fn is_registry(part: &str) -> bool {
    part.contains(['.', ':']) || part == "localhost" || part.chars().any(char::is_uppercase)
}

impl std::fmt::Display for ImageName<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(registry) = &self.registry {
            write!(f, "{}/", registry.text)?;
        }
        f.write_str(&self.repository.text)?;
        if let Some(tag) = &self.tag {
            write!(f, ":{}", tag.text)?;
        }
        if let Some(digest) = &self.digest {
            write!(f, "@{}", digest.text)?;
        }
        Ok(())
    }
}
