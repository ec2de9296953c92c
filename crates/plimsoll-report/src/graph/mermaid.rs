//! Mermaid: a flowchart from left to right.

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
    writeln!(out, "flowchart LR")?;
    for (name, is_local) in ORIGINS {
        if graph.services.iter().any(|service| starts_at(service, is_local)) {
            writeln!(out, "  {}(({name}))", origin(is_local))?;
        }
    }
    for (index, stage) in graph.stages.iter().enumerate() {
        let image = stage.image.as_ref().map(|image| format!("<br/>from {}", text(image)));
        let image = image.unwrap_or_default();
        writeln!(
            out,
            "  stage{index}[/\"{} of {}{image}\"/]:::stage",
            text(&stage.title()),
            text(&stage.file)
        )?;
    }
    for (index, service) in graph.services.iter().enumerate() {
        let lines: Vec<String> = service_lines(graph, service).iter().map(|line| text(line)).collect();
        let (open, close) = if service.is_store { ("[(", ")]") } else { ("[", "]") };
        let class = Nearness::of(service).name();
        writeln!(out, "  service{index}{open}\"{}\"{close}:::{class}", lines.join("<br/>"))?;
    }
    for (index, network) in graph.networks.iter().enumerate() {
        let (kind, class) = if network.is_internal { ("<br/>internal", "internal") } else { ("", "network") };
        writeln!(out, "  network{index}{{{{\"{}{kind}\"}}}}:::{class}", text(&network.name))?;
    }
    for (index, stage) in graph.stages.iter().enumerate() {
        if let Some(parent) = stage.parent {
            writeln!(out, "  stage{parent} --> stage{index}")?;
        }
        for source in &stage.takes_from {
            writeln!(out, "  stage{source} -. files .-> stage{index}")?;
        }
    }
    for (index, service) in graph.services.iter().enumerate() {
        for (_, is_local) in ORIGINS.into_iter().filter(|(_, is_local)| starts_at(service, *is_local)) {
            let ports: Vec<String> = service.ports.iter().map(|port| text(port)).collect();
            let label = if ports.is_empty() { "host network".to_owned() } else { ports.join("<br/>") };
            writeln!(out, "  {} ==>|\"{label}\"| service{index}", origin(is_local))?;
        }
        for network in &service.networks {
            writeln!(out, "  service{index} --- network{network}")?;
        }
        for (needed, _) in &service.depends_on {
            writeln!(out, "  service{index} -. waits for .-> service{needed}")?;
        }
        if let Some(stage) = service.stage {
            writeln!(out, "  stage{stage} --> service{index}")?;
        }
    }
    for nearness in Nearness::ALL {
        let (fill, stroke) = nearness.colours();
        writeln!(out, "  classDef {} fill:{fill},stroke:{stroke},color:#222", nearness.name())?;
    }
    writeln!(out, "  classDef network fill:#e8eef7,stroke:#5470a0,color:#222")?;
    writeln!(out, "  classDef internal fill:#fff,stroke:#5470a0,color:#222,stroke-dasharray:5 4")?;
    writeln!(out, "  classDef stage fill:#f4f4f4,stroke:#888,color:#222")
}

/// Text between quotes: what would end it, or be read as markup, is written as a number.
fn text(text: &str) -> String {
    let mut safe = String::new();
    for character in visible(text).chars() {
        match character {
            '"' | '<' | '>' | '&' | '#' | '`' | ';' | '\\' => {
                let _ = write!(safe, "#{};", u32::from(character));
            }
            other => safe.push(other),
        }
    }
    safe
}
