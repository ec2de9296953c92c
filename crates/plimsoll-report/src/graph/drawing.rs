//! Which boxes stand in which column, and what joins them: the nearer to the outside, the farther left.

use plimsoll_project::{Graph, GraphService};

use super::{Nearness, ORIGINS, service_lines, starts_at};
use crate::visible;

/// Boxes in columns, and what joins them.
#[derive(Debug, Default)]
pub(crate) struct Drawing {
    pub(super) title: String,
    pub(super) boxes: Vec<Node>,
    pub(super) joints: Vec<Joint>,
}

#[derive(Debug)]
pub(super) struct Node {
    /// Its text; the first line is its name.
    pub(super) lines: Vec<String>,
    pub(super) column: usize,
    pub(super) look: Look,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Outside,
    Host,
    Service(Nearness),
    Store(Nearness),
    Network { is_internal: bool },
    Stage,
}

#[derive(Debug)]
pub(super) struct Joint {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) kind: JointKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JointKind {
    /// The outside gets in.
    Way,
    /// The host gets in.
    LocalWay,
    /// A service is on a network.
    Membership,
    /// A service waits for another.
    Dependency,
    /// A stage starts from another.
    Start,
    /// A stage takes files from another.
    Files,
}

/// Puts a graph into columns: the outside, what it reaches, the networks of that, what is reached through them, and so
/// on; what nobody reaches comes last. Stages stand by how many others they need.
pub(crate) fn of(graph: &Graph) -> Drawing {
    let mut drawing = Drawing { title: visible(&graph.path).into_owned(), ..Drawing::default() };
    if graph.services.is_empty() {
        stages(graph, &mut drawing);
        return drawing;
    }
    let farthest = graph.services.iter().filter_map(|service| service.hops).max();
    let last = farthest.map_or(0, |hops| 2 * hops + 3);
    let column = |hops: Option<usize>| hops.map_or(last, |hops| 2 * hops + 1);
    let mut origins = [None; 2];
    for ((name, is_local), origin) in ORIGINS.into_iter().zip(&mut origins) {
        if graph.services.iter().any(|service| is_first(service, is_local)) {
            let look = if is_local { Look::Host } else { Look::Outside };
            *origin = Some(drawing.boxes.len());
            drawing.boxes.push(Node { lines: vec![name.to_owned()], column: 0, look });
        }
    }
    let first = drawing.boxes.len();
    for service in &graph.services {
        let nearness = Nearness::of(service);
        let mut lines = service_lines(graph, service);
        let stage = service.stage.and_then(|stage| graph.stages.get(stage));
        if let Some(image) = stage.and_then(|stage| stage.image.as_ref()) {
            lines.insert(lines.len().min(2), format!("from {}", visible(image)));
        }
        lines.extend(service.ports.iter().map(|port| format!("▸ {}", visible(port))));
        let look = if service.is_store { Look::Store(nearness) } else { Look::Service(nearness) };
        drawing.boxes.push(Node { lines, column: column(service.hops), look });
    }
    let networks = drawing.boxes.len();
    let mut nearest = vec![last; graph.networks.len()];
    for service in &graph.services {
        for network in &service.networks {
            if let Some(nearest) = nearest.get_mut(*network) {
                *nearest = column(service.hops).min(*nearest);
            }
        }
    }
    // Each network behind the nearest of its services.
    for (network, nearest) in graph.networks.iter().zip(nearest) {
        let mut lines = vec![visible(&network.name).into_owned()];
        lines.extend(network.is_internal.then(|| "internal".to_owned()));
        lines.extend(network.is_external.then(|| "already exists".to_owned()));
        let look = Look::Network { is_internal: network.is_internal };
        drawing.boxes.push(Node { lines, column: nearest + 1, look });
    }
    for (index, service) in graph.services.iter().enumerate() {
        let from = first + index;
        for ((_, is_local), origin) in ORIGINS.into_iter().zip(origins) {
            if let Some(origin) = origin.filter(|_| is_first(service, is_local)) {
                let kind = if is_local { JointKind::LocalWay } else { JointKind::Way };
                drawing.joints.push(Joint { from: origin, to: from, kind });
            }
        }
        let networks = service.networks.iter().map(|network| networks + network);
        drawing.joints.extend(networks.map(|to| Joint { from, to, kind: JointKind::Membership }));
        let needed = service.depends_on.iter().map(|(needed, _)| first + needed);
        drawing.joints.extend(needed.map(|to| Joint { from, to, kind: JointKind::Dependency }));
    }
    drawing
}

/// Whether a line from an origin leads to a service: it stands in the next column.
fn is_first(service: &GraphService, is_local: bool) -> bool {
    service.hops == Some(0) && starts_at(service, is_local)
}

fn stages(graph: &Graph, drawing: &mut Drawing) {
    for (index, stage) in graph.stages.iter().enumerate() {
        let needed = stage.parent.iter().chain(&stage.takes_from);
        let column = needed.filter_map(|at| drawing.boxes.get(*at)).map(|needed| needed.column + 1).max();
        let mut lines = vec![visible(&stage.title()).into_owned()];
        lines.extend(stage.image.as_ref().map(|image| format!("from {}", visible(image))));
        drawing.boxes.push(Node { lines, column: column.unwrap_or_default(), look: Look::Stage });
        let parents = stage.parent.iter().map(|from| (*from, JointKind::Start));
        let sources = stage.takes_from.iter().map(|from| (*from, JointKind::Files));
        let joints = parents.chain(sources).map(|(from, kind)| Joint { from, to: index, kind });
        drawing.joints.extend(joints);
    }
}
