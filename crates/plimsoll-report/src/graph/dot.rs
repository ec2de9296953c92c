//! Graphviz: a directed graph from left to right.

use std::fmt::Write;

use plimsoll_project::Graph;

use super::{Nearness, ORIGINS, origin, service_lines, starts_at};
use crate::visible;

pub(super) fn draw(graph: &Graph) -> String {
    let mut out = String::new();
    // Writing into a string cannot fail.
    let _ = write(graph, &mut out);
    out
}

fn write(graph: &Graph, out: &mut String) -> std::fmt::Result {
    writeln!(out, "digraph {} {{", quoted(&[&graph.path]))?;
    writeln!(out, "  rankdir=LR;")?;
    writeln!(out, "  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\", fontsize=11];")?;
    writeln!(out, "  edge [fontname=\"sans-serif\", fontsize=10, color=\"#777777\"];")?;
    for (name, is_local) in ORIGINS {
        if graph.services.iter().any(|service| starts_at(service, is_local)) {
            writeln!(out, "  {} [label=\"{name}\", shape=circle, fillcolor=white];", origin(is_local))?;
        }
    }
    for (index, stage) in graph.stages.iter().enumerate() {
        let first = format!("{} of {}", stage.title(), stage.file);
        let image = stage.image.iter().map(|image| format!("from {image}"));
        let lines: Vec<String> = std::iter::once(first).chain(image).collect();
        let label = quoted(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        writeln!(out, "  stage{index} [label={label}, shape=note, style=filled, fillcolor=\"#f4f4f4\"];")?;
    }
    for (index, service) in graph.services.iter().enumerate() {
        let lines = service_lines(graph, service);
        let label = quoted(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        let (fill, line) = Nearness::of(service).colours();
        let shape = if service.is_store { ", shape=cylinder, style=filled" } else { "" };
        writeln!(out, "  service{index} [label={label}, fillcolor=\"{fill}\", color=\"{line}\"{shape}];")?;
    }
    for (index, network) in graph.networks.iter().enumerate() {
        let (kind, style) = if network.is_internal {
            (Some("internal"), "\"filled,dashed\", fillcolor=white")
        } else {
            (None, "filled, fillcolor=\"#e8eef7\"")
        };
        let lines: Vec<&str> = std::iter::once(&*network.name).chain(kind).collect();
        writeln!(
            out,
            "  network{index} [label={}, shape=hexagon, style={style}, color=\"#5470a0\"];",
            quoted(&lines)
        )?;
    }
    for (index, stage) in graph.stages.iter().enumerate() {
        if let Some(parent) = stage.parent {
            writeln!(out, "  stage{parent} -> stage{index};")?;
        }
        for source in &stage.takes_from {
            writeln!(out, "  stage{source} -> stage{index} [label=files, style=dotted];")?;
        }
    }
    for (index, service) in graph.services.iter().enumerate() {
        for (_, is_local) in ORIGINS.into_iter().filter(|(_, is_local)| starts_at(service, *is_local)) {
            let ports: Vec<&str> = service.ports.iter().map(String::as_str).collect();
            let label = if ports.is_empty() { quoted(&["host network"]) } else { quoted(&ports) };
            let (_, line) = if is_local { Nearness::Local } else { Nearness::Open }.colours();
            let from = origin(is_local);
            writeln!(out, "  {from} -> service{index} [label={label}, color=\"{line}\", penwidth=2];")?;
        }
        for network in &service.networks {
            writeln!(out, "  service{index} -> network{network} [dir=none];")?;
        }
        for (needed, _) in &service.depends_on {
            writeln!(out, "  service{index} -> service{needed} [label=\"waits for\", style=dashed];")?;
        }
        if let Some(stage) = service.stage {
            writeln!(out, "  stage{stage} -> service{index};")?;
        }
    }
    writeln!(out, "}}")
}

/// Lines of text as one string of the language.
fn quoted(lines: &[&str]) -> String {
    let safe = |line: &&str| visible(line).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", lines.iter().map(safe).collect::<Vec<_>>().join("\\n"))
}
