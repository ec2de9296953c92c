//! What proofs have in common: values that are known, and how it is said that they are not.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject, days_between};
use project::{Presence, host_paths};
use serde::de::DeserializeOwned;

use compose::Typed;
use compose::interpolate::has_variable;
use compose::yaml::Scalar;

/// The container of a subject; a proof about services knows nothing of images.
pub(crate) fn container<'p>(subject: &Subject<'p>) -> Result<Container<'p>, Proof> {
    match subject {
        Subject::Container(container) if !container.is_run() => {
            Err(Proof::NotApplicable("an image is built, and no container is run".to_owned()))
        }
        Subject::Container(container) => Ok(*container),
        Subject::Image(_) => Err(Proof::NotApplicable("only services are checked".to_owned())),
    }
}

/// Nothing is known when another file may say more about a service.
pub(crate) fn all_is_here(container: &Container) -> Result<(), Proof> {
    if container.app.says_all_of(container.service) {
        return Ok(());
    }
    let why = if container.service.is_runnable() {
        "another file can change this service"
    } else {
        "the service has no image here, so another file completes it"
    };
    Err(Proof::Unknown(container.service.name.span, why.to_owned()))
}

/// A truth value that is certainly false, or not set where everything is known.
pub(crate) fn is_off(flag: Option<&Typed<bool>>) -> Result<(), Proof> {
    match flag {
        None => Ok(()),
        Some(flag) if flag.is(false) => Ok(()),
        Some(flag) => match &*known(&flag.scalar)? {
            "false" => Ok(()),
            value => Err(Proof::Unknown(flag.span(), format!("the value is `{value}`"))),
        },
    }
}

/// The commands that the engine starts in a container beside its program.
pub(crate) fn hooks<'p>(container: &Container<'p>) -> impl Iterator<Item = &'p compose::yaml::Yaml<'p>> {
    let service = container.service;
    let lists = ["pre_start", "post_start", "pre_stop"].into_iter().filter_map(move |key| service.get(key));
    lists.filter_map(compose::yaml::Yaml::as_sequence).flatten()
}

/// No hook is privileged, and no build.
pub(crate) fn hooks_are_plain(container: &Container) -> Result<(), Proof> {
    is_off(container.service.build.as_ref().and_then(|build| build.privileged.as_ref()))?;
    let watch =
        container.service.fields.at(&["develop", "watch"]).and_then(|watch| watch.value.as_sequence());
    let watch = watch.into_iter().flatten().filter_map(|rule| rule.get("exec"));
    for flag in hooks(container).chain(watch).filter_map(|hook| hook.get("privileged")?.as_scalar()) {
        if !matches!(&*known(flag)?, "false" | "False" | "FALSE") {
            let why = "a hook or a command under `develop.watch` is privileged".to_owned();
            return Err(Proof::Refuted(flag.span, why, "privileged-container"));
        }
    }
    Ok(())
}

/// A text whose variables are known. A default is only what holds where nobody sets the variable, so it is not known.
pub(crate) fn known(scalar: &Scalar) -> Result<String, Proof> {
    match project::resolve(scalar) {
        Value::Known { value, .. } if !has_variable(&scalar.value) => Ok(value.into_owned()),
        _ => Err(Proof::of_variable(scalar.span)),
    }
}

/// The path of the host that a mount gives, and where it is written; `None` for what the engine stores.
pub(crate) fn host_path(
    container: &Container,
    mount: &compose::Mount,
) -> Result<Option<(String, Span)>, Proof> {
    use compose::MountKind as Kind;
    let Some(source) = mount.source.as_ref().filter(|_| !matches!(mount.kind, Kind::Tmpfs | Kind::Image))
    else {
        return Ok(None);
    };
    let path = known(source)?;
    if mount.kind != Kind::Volume {
        return Ok(Some((path, source.span)));
    }
    let Some(volume) = container.app.volume_named(&path) else { return Ok(None) };
    if volume.external.is_some() {
        let why = format!("the volume `{path}` is created elsewhere");
        return Err(Proof::Unknown(source.span, why));
    }
    let device = volume.fields.at(&["driver_opts", "device"]).and_then(|entry| entry.value.as_scalar());
    let Some(device) = device else { return Ok(None) };
    let path = known(device)?;
    Ok(path.starts_with(['/', '.', '~']).then_some((path, device.span)))
}

/// A file that is granted as a config or secret at a place is not the socket of an engine.
pub(crate) fn is_no_socket(granted: Span, file: &Scalar) -> Result<(), Proof> {
    if host_paths::engine_of(file).is_none() {
        return Ok(());
    }
    let why = "an engine socket is mounted as a config or secret".to_owned();
    Err(Proof::Refuted(granted, why, "engine-socket"))
}

/// Nothing is known of what a link leads to that leaves the project, or of what is neither a file nor a directory.
pub(crate) fn stays_in_project(container: &Container, path: &Scalar) -> Result<(), Proof> {
    if container.app.presence(path) == Some(Presence::Unknown) {
        let why = format!("`{}` is not a file or directory of the project", path.value);
        return Err(Proof::Unknown(path.span, why));
    }
    Ok(())
}

/// Proved, where a limit is written and known.
pub(crate) fn limit(container: &Container, limit: Option<&Scalar>, what: &str) -> Result<Proof, Proof> {
    all_is_here(container)?;
    let Some(limit) = limit else {
        return Err(Proof::Refuted(
            container.service.name.span,
            format!("{what} is not limited"),
            "unhardened-service",
        ));
    };
    let value = known(limit)?;
    // 0 and -1 stand for no limit.
    if value.is_empty() {
        return Err(Proof::Unknown(limit.span, format!("{what} has a limit without a value")));
    }
    if compose::size_bytes(&value).is_none_or(|most| most <= 0.0) {
        return Err(Proof::Unknown(limit.span, format!("`{value}` does not limit {what}")));
    }
    Ok(Proof::Proved(limit.span, format!("{what} is limited to {value}")))
}

/// Whether a place is the name of an image that something starts from: what it shows is known of that image.
pub(crate) fn is_of_image(subject: &Subject, place: Span) -> bool {
    let (container, stage) = match subject {
        Subject::Container(container) => (Some(container), container.stage()),
        Subject::Image(stage) => (None, Some(*stage)),
    };
    let own = container.and_then(|container| container.image().get()).map(|image| image.span);
    let base = |stage: Stage| match stage.base() {
        Base::Image(image) => Some(image.span),
        _ => None,
    };
    let bases = stage.into_iter().flat_map(|stage| stage.lineage().filter_map(base).collect::<Vec<_>>());
    own.into_iter().chain(bases).any(|image| image.overlaps(place) || image == place)
}

/// What is said of every image that something is made of; the first that nothing is known of decides.
pub(crate) fn of_images(subject: &Subject, judge: impl Fn(&ImageName) -> Proof) -> Proof {
    let stage = match subject {
        Subject::Image(stage) => *stage,
        Subject::Container(container) if container.is_built() => match container.stage() {
            Some(stage) => stage,
            None => return unknown_build(subject),
        },
        Subject::Container(container) => {
            return match container.image() {
                Value::Known { value, .. } => judge(value),
                Value::Unset => Proof::Unknown(subject.span(), "no image is set".to_owned()),
                Value::Unknown { because } => {
                    Proof::Unknown(because, "the image's name is unknown".to_owned())
                }
            };
        }
    };
    let mut last = Proof::NotApplicable("no image is used".to_owned());
    for own in stage.needed().iter().chain([&stage]) {
        let copied = own.copies_from().map(|copied| copied.source);
        for base in std::iter::once(own.base()).chain(copied) {
            match base {
                Base::Image(image) => last = judge(image),
                Base::Unknown { because } => match of_context(subject, because, &judge) {
                    Some(proof) => last = proof,
                    None => return Proof::Unknown(because, "the image's name is unknown".to_owned()),
                },
                _ => {}
            }
            if let Proof::Unknown(..) | Proof::Refuted(..) = last {
                return last;
            }
        }
    }
    last
}

/// What is said of the image that the build's `additional_contexts` put in the place of the name at a place.
fn of_context(subject: &Subject, place: Span, judge: &impl Fn(&ImageName) -> Proof) -> Option<Proof> {
    let Subject::Container(container) = subject else { return None };
    let text = container.project.sources.slice(place);
    let mut contexts = container.service.build.as_ref()?.additional_contexts.iter();
    let context = contexts.find(|context| context.name.value == text)?.value.as_ref()?;
    let source = known(context).ok()?;
    ImageName::parse(source.strip_prefix("docker-image://")?, context.span).map(|image| judge(&image))
}

/// Whether the releases of all images that something is made of are supported, or ended at most so many days ago.
pub(crate) fn of_releases(subject: &Subject, today: &str, grace: i64) -> Proof {
    of_images(subject, |image| {
        let unknown = |why: &str| Proof::Unknown(image.span, why.to_owned());
        let releases = image.releases();
        if today.is_empty() {
            return unknown("the date is unknown");
        }
        if image.retired().is_some() {
            return unknown("this image is no longer updated");
        }
        let Some(first) =
            releases.iter().min_by_key(|one| if one.until.is_empty() { "9999" } else { one.until })
        else {
            return unknown("it is unknown how long this image is supported");
        };
        let until = first.until;
        // The engine pulls what the digest says, whatever the tag beside it is.
        if let Some(digest) = &image.digest {
            return Proof::Unknown(
                digest.set_at,
                "the digest decides which release this is, not the tag".to_owned(),
            );
        }
        let why = match days_between(until, today) {
            _ if until.is_empty() => {
                format!("release {} of `{}` is supported, and no end is announced", first.line, image.short())
            }
            _ if !first.has_ended(today) => format!("`{image}` is supported until {until}"),
            Some(days) if days <= grace && !first.is_superseded => {
                format!("`{image}` reached end of life on {until}, which is in the grace period")
            }
            _ => {
                return of_stage(
                    subject,
                    unknown("the support for this image has ended"),
                    "end-of-life-image",
                );
            }
        };
        Proof::Proved(image.span, format!("{why}{FROM_TABLE}"))
    })
}

/// What is said of what no file shows: the report says of which day the tables are.
pub(crate) const FROM_TABLE: &str = " (from Plimsoll's image data)";

/// Where a digest is written, if what the tables know of an image depends on the tag beside it: the engine pulls what the
/// digest says, whatever the tag is.
pub(crate) fn digest_decides(subject: &Subject) -> Option<Span> {
    let image = match subject {
        Subject::Container(container) => container.running_image().get()?,
        Subject::Image(stage) => stage.root_image()?,
    };
    let depends = image.known().is_some_and(|known| known.tags != "*");
    image.digest.as_ref().filter(|_| depends).map(|digest| digest.set_at)
}

/// Where a tag names a release of an image that the tables know without its releases: they know the newest ones, and an
/// older one may lack what was added since.
pub(crate) fn release_decides(subject: &Subject) -> Option<Span> {
    let image = match subject {
        Subject::Container(container) => container.running_image().get()?,
        Subject::Image(stage) => stage.root_image()?,
    };
    let is_release = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    image.tag.as_ref().filter(|tag| is_release(&tag.text)).map(|tag| tag.set_at)
}

/// What is known to be wrong with an image that a build starts from is certain: rules look at a Dockerfile as it is without
/// build arguments. Of images that are pulled, rules know better which count.
pub(crate) fn of_stage(subject: &Subject, proof: Proof, rule: &'static str) -> Proof {
    let is_built = matches!(subject, Subject::Container(container) if container.stage().is_some());
    match proof {
        Proof::Unknown(place, why) if is_built => Proof::Refuted(place, why, rule),
        proof => proof,
    }
}

/// What is built: the stage, if anything is. Nothing is known of a template.
pub(crate) fn built<'p>(subject: &Subject<'p>) -> Result<Stage<'p>, Proof> {
    let unknown = |why: &str| Proof::Unknown(subject.span(), why.to_owned());
    let stage = match subject {
        Subject::Image(stage) => *stage,
        Subject::Container(container) if !container.is_built() => {
            return Err(Proof::NotApplicable("nothing is built here".to_owned()));
        }
        Subject::Container(container) => container.stage().ok_or_else(|| unknown_build(subject))?,
    };
    if stage.file().is_template() {
        return Err(unknown("the Dockerfile is generated from this template"));
    }
    Ok(stage)
}

/// Nothing is known of a stage that is not at hand.
fn unknown_build(subject: &Subject) -> Proof {
    let inline = match subject {
        Subject::Container(container) => container.service.build.as_ref(),
        Subject::Image(_) => None,
    };
    match inline.and_then(|build| build.dockerfile_inline.as_ref()) {
        Some(text) => Proof::Unknown(text.span, "`dockerfile_inline` is not checked".to_owned()),
        None => Proof::Unknown(subject.span(), "the build target of the service is unknown".to_owned()),
    }
}

/// A container has a network of its own, so that only the ports that it publishes are open.
pub(crate) fn own_network(container: &Container) -> Result<(), Proof> {
    let service = container.service;
    if let Some(mode) = &service.network_mode
        && !matches!(&*known(mode)?, "bridge" | "none")
    {
        return Err(Proof::Unknown(mode.span, "the service does not have its own network".to_owned()));
    }
    if container.line().is_some_and(|line| line.command.flags.has("--publish-all")) {
        let why = "the command line may publish every exposed port";
        return Err(Proof::Unknown(service.name.span, why.to_owned()));
    }
    Ok(())
}

/// What a policy declares, each table as the options of its rule; what it declares nothing of is unknown.
pub(crate) fn declared<'e, T: DeserializeOwned + 'static>(
    subject: &Subject,
    evidence: &'e Evidence,
    what: &str,
) -> Result<&'e [T], Proof> {
    match evidence.options::<T>() {
        [] => Err(Proof::Unknown(subject.span(), format!("the policy declares no {what}"))),
        all => Ok(all),
    }
}

/// The one that came first: what is proved, or what hides it.
pub(crate) fn either(proof: Result<Proof, Proof>) -> Proof {
    proof.unwrap_or_else(|hidden| hidden)
}
