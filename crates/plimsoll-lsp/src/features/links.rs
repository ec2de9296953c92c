//! Links: the pages of images, and files that are named.

use gen_lsp_types::{DocumentLink, Uri};
use plimsoll_compose::yaml::Scalar;
use plimsoll_diagnostics::{FileId, Span};
use plimsoll_linter::{CONFIG_NAME, FileSystem, find_rules};
use plimsoll_project::{Build, ComposeApp, ImageName, Project};

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
    let mut all: Vec<DocumentLink> = found.unwrap_or_default().into_iter().map(link).collect();
    all.extend(rules(document));
    all
}

/// The pages of rules that are named in comments that silence them, and in the configuration.
fn rules(document: &Document<'_>) -> Vec<DocumentLink> {
    let is_config = document.place.path.rsplit('/').next() == Some(CONFIG_NAME);
    let mut links = Vec::new();
    let mut start = 0;
    for line in document.file.text.split_inclusive('\n') {
        let hash = line.find('#').unwrap_or(line.len());
        let marked = MARKS.iter().find_map(|mark| Some(line.find(mark)? + mark.len()));
        let from = if is_config { Some(0) } else { marked.filter(|from| *from > hash) };
        let mut at = start + from.unwrap_or_default() as u32;
        let named = from.and_then(|from| line.get(from..)).unwrap_or_default();
        for piece in named.split_inclusive(|c| !is_name(c)) {
            let word = piece.trim_end_matches(|c| !is_name(c));
            let rules = (!word.is_empty()).then(|| find_rules(word, document.world.product.rules).ok());
            if let Some(rule) = rules.flatten().and_then(|rules| rules.first().copied()) {
                links.push(DocumentLink {
                    range: document.range(at, at + word.len() as u32),
                    target: Some(rule.url().into()),
                    tooltip: Some(format!("Documentation of rule {}", rule.name)),
                    data: None,
                });
            }
            at += piece.len() as u32;
        }
        start += line.len() as u32;
    }
    links
}

/// What stands before names of rules in comments, ours and those of others.
const MARKS: [&str; 4] = ["ignore[", "ignore-file[", "ignore=", "skip="];

fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | ':')
}

type Link = (Span, Uri, String);

fn images(project: &Project<'_>, file: FileId) -> Vec<Link> {
    let here = project.images().filter(|image| image.span.file == file);
    here.filter_map(|image| Some((image.span, page(image.name)?.into(), "Image in its registry".to_owned())))
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
    for compose in project.app.iter().flat_map(ComposeApp::files) {
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
    folder.buffers.is_file(&path).then(|| (scalar.span, folder.uri(&path), format!("Open {path}")))
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
