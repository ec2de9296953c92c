//! Two services that build different images under one name.

use std::collections::HashMap;

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct SharedImageName;

impl Rule for SharedImageName {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if !app.is_complete() {
            return;
        }
        let mut names: HashMap<&str, Vec<(&compose::Service, Source)>> = HashMap::new();
        // With a profile, a service may be built instead of another one.
        let services = app.compose.resolved().services.iter().filter(|service| service.profiles.is_empty());
        for service in services {
            let (Some(image), Some(build)) = (&service.image, &service.build) else { continue };
            let Some(source) = source(build).filter(|_| !image.is_interpolated()) else { continue };
            let earlier = names.entry(&image.value).or_default();
            let other = earlier.iter().take(16).find(|(_, other)| differ(other, &source));
            if let Some((other, _)) = other {
                let (one, two) = (&other.name.value, &service.name.value);
                let message =
                    format!("services `{one}` and `{two}` build different images named `{}`", image.value);
                let place = other.image.as_ref().map_or(other.name.span, |image| image.span);
                cx.report(image.span, message)
                    .here("both services run whichever image is built last")
                    .label(place, format!("`{one}` builds another image with this name"))
                    .help("use a different name or tag for each image");
            }
            earlier.push((service, source));
        }
    }
}

/// What an image is built from.
struct Source {
    context: String,
    dockerfile: String,
    target: Option<String>,
}

/// What a build is made from, if nothing about it is unknown.
fn source(build: &compose::Build) -> Option<Source> {
    let plain = |scalar: Option<&compose::yaml::Scalar>, default: &str| {
        let is_open = scalar.is_some_and(compose::yaml::Scalar::is_interpolated);
        (!is_open).then(|| scalar.map_or_else(|| default.to_owned(), |scalar| scalar.value.to_string()))
    };
    let clean = |path: String| path.trim_start_matches("./").trim_end_matches('/').to_owned();
    let dockerfile = match &build.dockerfile_inline {
        Some(inline) => plain(Some(inline), "")?,
        None => clean(plain(build.dockerfile.as_ref(), "Dockerfile")?),
    };
    let target = plain(build.target.as_ref(), "")?;
    Some(Source {
        context: clean(plain(build.context.as_ref(), ".")?),
        dockerfile,
        target: Some(target).filter(|target| !target.is_empty()),
    })
}

/// Whether the images differ for certain: a target that is left out may be the same as one that is named.
fn differ(one: &Source, other: &Source) -> bool {
    let targets = one.target.as_ref().zip(other.target.as_ref());
    one.context != other.context
        || one.dockerfile != other.dockerfile
        || targets.is_some_and(|(one, other)| one != other)
}
