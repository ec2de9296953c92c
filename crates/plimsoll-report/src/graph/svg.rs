//! SVG: columns of boxes, each column in the order of what its boxes are joined to.

use std::fmt::{Result, Write};

use super::Nearness;
use super::drawing::{Drawing, Joint, JointKind, Look, Node};
use crate::fingerprint::short_name;

/// How wide a character of the monospaced font is, in pixels at 12 px.
const CHARACTER: f32 = 7.3;
const LINE: f32 = 17.0;
const PADDING: f32 = 10.0;
const BETWEEN_COLUMNS: f32 = 70.0;
const BETWEEN_BOXES: f32 = 22.0;
const MARGIN: f32 = 24.0;
const TITLE: f32 = 34.0;
const LEGEND: f32 = 84.0;

/// Where a box stands.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

impl Place {
    fn middle(&self) -> f32 {
        self.y + self.height / 2.0
    }

    fn right(&self) -> f32 {
        self.x + self.width
    }
}

pub(super) fn draw(drawing: &Drawing) -> String {
    let layout = Layout::of(drawing);
    let mut out = String::new();
    // Writing into a string cannot fail.
    let _ = write(drawing, &layout, &mut out);
    out
}

struct Layout {
    places: Vec<Place>,
    width: f32,
    height: f32,
}

impl Layout {
    fn of(drawing: &Drawing) -> Layout {
        let columns = columns(drawing);
        let mut places = vec![Place::default(); drawing.boxes.len()];
        let height_of = |column: &[usize]| {
            let boxes = column.iter().filter_map(|index| drawing.boxes.get(*index));
            boxes.map(|own| height(own) + BETWEEN_BOXES).sum::<f32>() - BETWEEN_BOXES
        };
        let tallest = columns.iter().map(|column| height_of(column)).fold(0.0, f32::max);
        let mut x = MARGIN;
        for column in &columns {
            let boxes = column.iter().filter_map(|index| Some((*index, drawing.boxes.get(*index)?)));
            let widest = boxes.clone().map(|(_, own)| width(own)).fold(0.0, f32::max);
            let mut y = TITLE + (tallest - height_of(column)) / 2.0;
            for (index, own) in boxes {
                // All of a column are as wide as the widest, so that no line hides behind a box of its column.
                if let Some(place) = places.get_mut(index) {
                    *place = Place { x, y, width: widest, height: height(own) };
                }
                y += height(own) + BETWEEN_BOXES;
            }
            x += widest + BETWEEN_COLUMNS;
        }
        let at = |index: usize| places.get(index).copied().unwrap_or_default();
        let ends = drawing.joints.iter().map(|joint| match sides(at(joint.from), at(joint.to)) {
            (start, end, bend) if bend > 0.0 => start.max(end) + bend,
            (start, end, _) => start.max(end),
        });
        let right = ends.fold(x - BETWEEN_COLUMNS, f32::max);
        let width = (right + MARGIN).max(if has_services(drawing) { 620.0 } else { 200.0 });
        let legend = if has_services(drawing) { LEGEND } else { MARGIN };
        Layout { places, width, height: TITLE + tallest + legend }
    }

    fn at(&self, index: usize) -> Place {
        self.places.get(index).copied().unwrap_or_default()
    }
}

fn has_services(drawing: &Drawing) -> bool {
    drawing.boxes.iter().any(|own| own.look != Look::Stage)
}

/// The boxes of each column from top to bottom. Each stands near the middle of what it is joined to in the columns
/// before; empty columns are left out.
fn columns(drawing: &Drawing) -> Vec<Vec<usize>> {
    let count = drawing.boxes.iter().map(|own| own.column + 1).max().unwrap_or_default();
    let mut columns = vec![Vec::new(); count];
    for (index, own) in drawing.boxes.iter().enumerate() {
        if let Some(column) = columns.get_mut(own.column) {
            column.push(index);
        }
    }
    let mut neighbours = vec![Vec::new(); drawing.boxes.len()];
    for joint in drawing.joints.iter().filter(|joint| joint.kind != JointKind::Dependency) {
        for (own, other) in [(joint.from, joint.to), (joint.to, joint.from)] {
            if let Some(list) = neighbours.get_mut(own) {
                list.push(other);
            }
        }
    }
    // How far down each box stands, from 0 to 1; of those that have no place yet, nothing is known.
    let mut ranks: Vec<Option<f32>> = vec![None; drawing.boxes.len()];
    for column in &mut columns {
        let wanted = |index: &usize| {
            let known: Vec<f32> = neighbours
                .get(*index)
                .into_iter()
                .flatten()
                .filter_map(|other| ranks.get(*other).copied().flatten())
                .collect();
            if known.is_empty() { 0.5 } else { known.iter().sum::<f32>() / float(known.len()) }
        };
        column.sort_by(|a, b| wanted(a).total_cmp(&wanted(b)));
        let last = column.len();
        for (at, index) in column.iter().enumerate() {
            if let Some(rank) = ranks.get_mut(*index) {
                *rank = Some((float(at) + 0.5) / float(last));
            }
        }
    }
    columns.retain(|column| !column.is_empty());
    columns
}

fn width(own: &Node) -> f32 {
    let longest = own.lines.iter().map(|line| line.chars().count()).max().unwrap_or_default();
    let extra = if matches!(own.look, Look::Network { .. }) { 2.0 * PADDING } else { 0.0 };
    float(longest) * CHARACTER + 2.0 * PADDING + extra
}

fn height(own: &Node) -> f32 {
    let extra = if matches!(own.look, Look::Store(_)) { PADDING } else { 0.0 };
    float(own.lines.len()) * LINE + PADDING + extra
}

fn write(drawing: &Drawing, layout: &Layout, out: &mut String) -> Result {
    let Layout { width, height, .. } = layout;
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} \
         {height:.0}\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"12\">"
    )?;
    writeln!(out, "<title>{}</title>", text(&drawing.title))?;
    // Two pictures on one page must not find each other's arrows.
    let lines = drawing.boxes.iter().flat_map(|own| &own.lines);
    let name = short_name([&drawing.title].into_iter().chain(lines).map(String::as_str));
    for (id, colour) in [("way", "#c62828"), ("local", "#546e7a"), ("dependency", "#7a7a7a")] {
        writeln!(
            out,
            "<marker id=\"{id}-{name}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" \
             orient=\"auto-start-reverse\"><path d=\"M0 0L8 4L0 8z\" fill=\"{colour}\"/></marker>"
        )?;
    }
    writeln!(out, "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>")?;
    writeln!(out, "<text x=\"{MARGIN}\" y=\"20\" fill=\"#555555\">{}</text>", text(&drawing.title))?;
    for joint in &drawing.joints {
        write_joint(joint, layout, &name, out)?;
    }
    for (index, own) in drawing.boxes.iter().enumerate() {
        write_box(own, layout.at(index), out)?;
    }
    if has_services(drawing) {
        write_legend(drawing, height - LEGEND / 2.0 - 10.0, out)?;
    }
    writeln!(out, "</svg>")
}

/// Where a line leaves one box and enters another, and how far it bulges to the right on its way.
fn sides(from: Place, to: Place) -> (f32, f32, f32) {
    if to.x >= from.right() {
        (from.right(), to.x, 0.0)
    } else if from.x >= to.right() {
        (from.x, to.right(), 0.0)
    } else {
        (from.right(), to.right(), BETWEEN_COLUMNS * 0.7)
    }
}

/// From the side of one box to the side of the other; bulging to the right where both stand in one column.
fn write_joint(joint: &Joint, layout: &Layout, picture: &str, out: &mut String) -> Result {
    let (from, to) = (layout.at(joint.from), layout.at(joint.to));
    let (start, end, bend) = sides(from, to);
    let half = (end - start) / 2.0;
    let (first, second) = if bend > 0.0 { (start + bend, end + bend) } else { (start + half, end - half) };
    let (look, end_mark) = match joint.kind {
        JointKind::Way => ("stroke=\"#c62828\" stroke-width=\"2.5\"", Some("way")),
        JointKind::LocalWay => ("stroke=\"#546e7a\" stroke-width=\"2\"", Some("local")),
        JointKind::Membership => ("stroke=\"#5470a0\" stroke-width=\"1.5\"", None),
        JointKind::Dependency => {
            ("stroke=\"#7a7a7a\" stroke-width=\"1\" stroke-dasharray=\"4 3\"", Some("dependency"))
        }
        JointKind::Start => ("stroke=\"#555555\" stroke-width=\"1.5\"", Some("dependency")),
        JointKind::Files => {
            ("stroke=\"#7a7a7a\" stroke-width=\"1\" stroke-dasharray=\"2 3\"", Some("dependency"))
        }
    };
    let arrow = end_mark.map(|id| format!(" marker-end=\"url(#{id}-{picture})\"")).unwrap_or_default();
    // A little apart from the lines of networks, which meet at the middle.
    let shift = if joint.kind == JointKind::Dependency { 6.0 } else { 0.0 };
    let (from, to) = (from.middle() + shift, to.middle() + shift);
    writeln!(
        out,
        "<path d=\"M{start:.1} {from:.1}C{first:.1} {from:.1} {second:.1} {to:.1} {end:.1} {to:.1}\" fill=\"none\" {look}{arrow}/>"
    )
}

fn write_box(own: &Node, place: Place, out: &mut String) -> Result {
    let Place { x, y, width, height } = place;
    let (fill, line) = match own.look {
        Look::Outside => ("#ffffff", "#c62828"),
        Look::Host => ("#ffffff", "#546e7a"),
        Look::Service(nearness) | Look::Store(nearness) => nearness.colours(),
        Look::Network { is_internal: true } => ("#ffffff", "#5470a0"),
        Look::Network { is_internal: false } => ("#e8eef7", "#5470a0"),
        Look::Stage => ("#f4f4f4", "#888888"),
    };
    let mut top = y + 5.0;
    match own.look {
        Look::Store(_) => {
            let (right, bottom, middle) = (x + width, y + height - 5.0, x + width / 2.0);
            let upper = y + 5.0;
            writeln!(
                out,
                "<path d=\"M{x:.1} {upper:.1}V{bottom:.1}Q{middle:.1} {:.1} {right:.1} {bottom:.1}V{upper:.1}Q{middle:.1} \
                 {:.1} {x:.1} {upper:.1}Q{middle:.1} {:.1} {right:.1} {upper:.1}\" fill=\"{fill}\" stroke=\"{line}\" stroke-width=\"1.5\"/>",
                bottom + 10.0,
                upper - 10.0,
                upper + 10.0
            )?;
            top += PADDING * 0.7;
        }
        look => {
            let dashes =
                if look == (Look::Network { is_internal: true }) { " stroke-dasharray=\"5 4\"" } else { "" };
            let round = if matches!(look, Look::Network { .. } | Look::Outside | Look::Host) {
                height / 2.0
            } else {
                5.0
            };
            writeln!(
                out,
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{round:.1}\" \
                 fill=\"{fill}\" stroke=\"{line}\" stroke-width=\"1.5\"{dashes}/>"
            )?;
        }
    }
    for (at, content) in own.lines.iter().enumerate() {
        let y = top + LINE * float(at) + 12.0;
        let style = if at == 0 { "font-weight=\"bold\" fill=\"#111111\"" } else { "fill=\"#444444\"" };
        writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{y:.1}\" text-anchor=\"middle\" {style}>{}</text>",
            x + width / 2.0,
            text(content)
        )?;
    }
    Ok(())
}

/// What lines mean: how each is drawn, and how it looks.
const LINES: [(&str, &str, &str); 3] = [
    ("connected to the network", "h22", "stroke=\"#5470a0\" stroke-width=\"1.5\""),
    ("depends on", "h22", "stroke=\"#7a7a7a\" stroke-dasharray=\"4 3\""),
    ("internal network", "m0 -5h22v10h-22z", "stroke=\"#5470a0\" stroke-dasharray=\"5 4\""),
];

fn write_legend(drawing: &Drawing, y: f32, out: &mut String) -> Result {
    let is_there = |nearness: &Nearness| {
        drawing.boxes.iter().any(|own| [Look::Service(*nearness), Look::Store(*nearness)].contains(&own.look))
    };
    let mut x = MARGIN;
    for nearness in Nearness::ALL.into_iter().filter(is_there) {
        let (fill, line) = nearness.colours();
        writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"14\" height=\"12\" rx=\"3\" fill=\"{fill}\" stroke=\"{line}\"/>\
             <text x=\"{:.1}\" y=\"{y:.1}\" fill=\"#555555\" font-size=\"11\">{}</text>",
            y - 10.0,
            x + 20.0,
            nearness.meaning()
        )?;
        x += 20.0 + float(nearness.meaning().chars().count()) * 6.8 + 24.0;
    }
    let (mut x, y) = (MARGIN, y + 22.0);
    for (meaning, shape, look) in LINES {
        writeln!(
            out,
            "<path d=\"M{x:.1} {:.1}{shape}\" fill=\"none\" {look}/>\
             <text x=\"{:.1}\" y=\"{y:.1}\" fill=\"#555555\" font-size=\"11\">{meaning}</text>",
            y - 4.0,
            x + 28.0
        )?;
        x += 28.0 + float(meaning.chars().count()) * 6.8 + 24.0;
    }
    Ok(())
}

/// A count as a length; no picture has more of anything.
fn float(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

/// Text as XML.
fn text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
