//! How a project hangs together, drawn: one file for each format.

mod dot;
pub(crate) mod drawing;
mod json;
mod mermaid;
pub(crate) mod svg;

use std::io;

use plimsoll_project::{Graph, GraphService};

use crate::visible;

/// How a graph is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GraphFormat {
    /// A diagram of Mermaid, which forges draw in Markdown.
    Mermaid,
    /// The language of Graphviz.
    Dot,
    /// A picture.
    Svg,
    /// For programs.
    Json,
}

/// Writes a graph.
///
/// # Errors
/// When nothing more can be written.
pub fn write_graph(graph: &Graph, format: GraphFormat, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        GraphFormat::Mermaid => out.write_all(mermaid::draw(graph).as_bytes()),
        GraphFormat::Dot => out.write_all(dot::draw(graph).as_bytes()),
        GraphFormat::Svg => out.write_all(svg::draw(&drawing::of(graph)).as_bytes()),
        GraphFormat::Json => json::write(graph, out),
    }
}

/// How near the outside is to a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nearness {
    /// It is published.
    Open,
    /// Only its host reaches it, if it has a way at all.
    Local,
    /// It shares a network with one that is.
    Near,
    /// Other services lie between.
    Far,
    /// Nobody knows: another project may reach it over an external network.
    Unknown,
    /// Nobody outside reaches it.
    Shut,
}

impl Nearness {
    const ALL: [Nearness; 6] =
        [Nearness::Open, Nearness::Local, Nearness::Near, Nearness::Far, Nearness::Unknown, Nearness::Shut];

    pub(crate) fn of(service: &GraphService) -> Nearness {
        match service.hops {
            Some(_) if service.is_local => Nearness::Local,
            Some(0) => Nearness::Open,
            Some(1) => Nearness::Near,
            Some(_) => Nearness::Far,
            None if service.may_be_reached => Nearness::Unknown,
            None => Nearness::Shut,
        }
    }

    /// Where a meaning stands among all, the nearest first.
    pub(crate) fn rank(meaning: &str) -> usize {
        Nearness::ALL.iter().position(|one| one.meaning() == meaning).unwrap_or(Nearness::ALL.len())
    }

    fn name(self) -> &'static str {
        match self {
            Nearness::Open => "open",
            Nearness::Local => "local",
            Nearness::Near => "near",
            Nearness::Far => "far",
            Nearness::Unknown => "unknown",
            Nearness::Shut => "shut",
        }
    }

    /// What it means, for a legend.
    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Nearness::Open => "reachable from outside",
            Nearness::Local => "reachable only from the host",
            Nearness::Near => "reachable through one service",
            Nearness::Far => "reachable through several services",
            Nearness::Unknown => "unknown: an external network or another file might make it reachable",
            Nearness::Shut => "not reachable from outside",
        }
    }

    /// Filling and line.
    fn colours(self) -> (&'static str, &'static str) {
        match self {
            Nearness::Open => ("#fdecea", "#c62828"),
            Nearness::Local => ("#eceff1", "#546e7a"),
            Nearness::Near => ("#fff4e0", "#d98200"),
            Nearness::Far => ("#fffbe0", "#a89a00"),
            Nearness::Unknown => ("#f3f0f7", "#6a5a8c"),
            Nearness::Shut => ("#eaf5ea", "#2e7d32"),
        }
    }
}

/// Where ways from outside start: what it is called in a picture, and whether it is the host itself.
const ORIGINS: [(&str, bool); 2] = [("outside", false), ("this host", true)];

/// What an origin is called where it is read by programs.
fn origin(is_local: bool) -> &'static str {
    if is_local { "host" } else { "outside" }
}

/// Whether a service can be reached from an origin directly. What is reached over a network, too, may be published for
/// its host.
fn starts_at(service: &GraphService, is_local: bool) -> bool {
    match service.hops {
        Some(0) => service.is_local == is_local,
        Some(_) => is_local && !service.ports.is_empty() && !service.networks.is_empty(),
        // Ports are not forwarded to internal networks.
        None => false,
    }
}

/// The lines of text of a service: its name first.
fn service_lines(graph: &Graph, service: &GraphService) -> Vec<String> {
    let mut lines = vec![service.name.clone()];
    if let Some(image) = &service.image {
        lines.push(image.clone());
    }
    if let Some(stage) = service.stage.and_then(|stage| graph.stages.get(stage)) {
        lines.push(format!("builds {} of {}", stage.title(), stage.file));
    }
    if let Some(user) = &service.user {
        lines.push(if service.is_root { "runs as root".to_owned() } else { format!("user {user}") });
    }
    lines.iter().map(|line| visible(line).into_owned()).collect()
}
