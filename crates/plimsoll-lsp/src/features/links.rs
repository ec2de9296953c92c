//! Links: the pages of images, and files that are named.

use gen_lsp_types::{DocumentLink, Uri};
use plimsoll_compose::yaml::Scalar;
use plimsoll_diagnostics::{FileId, Span};
use plimsoll_linter::FileSystem;
use plimsoll_project::{App, Build, ImageName, Project};

use super::Document;

/// The links of a file.
pub(super) fn links(document: &Document<'_>) -> Vec<DocumentLink> {
    let place = &document.place;
    let found = place.folder.ask_first(&place.path, |project, file| {
        let mut links = images(project, file);
        links.extend(files(document, project, file));
        Some(links)
    });
    let link = |(span, target, tooltip): (Span, Uri, String)| DocumentLink {
        range: document.range(span.start, span.end),
        target: Some(target),
        tooltip: Some(tooltip),
        data: None,
    };
    found.unwrap_or_default().into_iter().map(link).collect()
}

type Link = (Span, Uri, String);

fn images(project: &Project<'_>, file: FileId) -> Vec<Link> {
    let here = project.images().filter(|image| image.span.file == file);
    here.filter_map(|image| Some((image.span, page(image.name)?.into(), "Page of this image".to_owned())))
        .collect()
}

/// The page of an image, at the registries that have pages.
pub(super) fn page(image: &ImageName<'_>) -> Option<String> {
    let repository = &image.repository.text;
    Some(match image.registry.as_ref().map(|registry| &*registry.text) {
        None | Some("docker.io" | "index.docker.io") => match image.official() {
            Some(name) => format!("https://hub.docker.com/_/{name}"),
            None => format!("https://hub.docker.com/r/{repository}"),
        },
        Some("quay.io") => format!("https://quay.io/repository/{repository}"),
        Some("ghcr.io") => format!("https://ghcr.io/{repository}"),
        Some("mcr.microsoft.com") => format!("https://mcr.microsoft.com/artifact/mar/{repository}"),
        Some(_) => return None,
    })
}

/// Files that a Compose file names, as far as they are there.
fn files(document: &Document<'_>, project: &Project<'_>, file: FileId) -> Vec<Link> {
    let folder = document.place.folder;
    let mut links: Vec<Link> = Vec::new();
    for container in project.containers() {
        let Some(build) = &container.service.build else { continue };
        let named = build.dockerfile.as_ref().or(build.context.as_ref());
        if let (Build::Linked { file, .. }, Some(named)) = (container.build(), named) {
            links.push((named.span, folder.uri(file.path), "Open the Dockerfile".to_owned()));
        }
    }
    for compose in project.app.iter().flat_map(App::files) {
        let of_services = compose.services.iter().flat_map(|service| {
            let env = service.env_file.iter().filter_map(|env| env.path.as_ref());
            env.chain(service.extends.iter().filter_map(|extends| extends.file.as_ref()))
        });
        let contents =
            compose.secrets.iter().chain(&compose.configs).filter_map(|content| content.file.as_ref());
        let included = compose.include.iter().flat_map(|include| &include.paths);
        let own = &project.sources.file(compose.source.span.file).path;
        for scalar in of_services.chain(contents).chain(included) {
            links.extend(existing(document, own, scalar));
        }
    }
    links.retain(|(span, ..)| span.file == file);
    links
}

fn existing(document: &Document<'_>, own: &str, scalar: &Scalar<'_>) -> Option<Link> {
    let folder = document.place.folder;
    let written = scalar.literal()?;
    let path = join(own.rsplit_once('/').map_or("", |(folder, _)| folder), &written)?;
    folder.buffers.read(&path, 0).is_ok().then(|| (scalar.span, folder.uri(&path), format!("Open {path}")))
}

/// A relative path, seen from where `folder` is; `None` when it leaves what is known.
fn join(folder: &str, path: &str) -> Option<String> {
    if path.starts_with(['/', '~']) {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn paths_are_joined() {
        assert_eq!(join("a/b", "../c.env").as_deref(), Some("a/c.env"));
        assert_eq!(join("", "./c.env").as_deref(), Some("c.env"));
        assert_eq!(join("", "../c.env"), None);
        assert_eq!(join("", "/etc/c.env"), None);
    }
}
