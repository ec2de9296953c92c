//! A picture of what the program prints at a terminal.

use std::fmt::Write;

const FONT_SIZE: usize = 14;
const LINE_HEIGHT: usize = 19;
const MARGIN: usize = 20;

/// How a run of characters is shown.
#[derive(Clone, Copy, Default)]
struct Style {
    bold: bool,
    colour: Option<&'static str>,
}

impl Style {
    /// What a sequence such as `0;1;33` makes of it.
    fn after(mut self, codes: &str) -> Style {
        for code in codes.split(';') {
            match code {
                "0" | "" => self = Style::default(),
                "1" => self.bold = true,
                "33" | "93" => self.colour = Some("#e3b341"),
                "31" | "91" => self.colour = Some("#ff7b72"),
                "32" | "92" => self.colour = Some("#7ee787"),
                "34" | "94" => self.colour = Some("#79c0ff"),
                "36" | "96" => self.colour = Some("#76e3ea"),
                other => panic!("the picture has no colour for `{other}`"),
            }
        }
        self
    }
}

/// An SVG of a terminal that shows this text. Its background is its own, so that it fits dark and light pages.
pub(crate) fn svg(title: &str, printed: &str) -> String {
    let mut style = Style::default();
    let mut rows = String::new();
    let mut widest = 0;
    for (row, line) in printed.lines().enumerate() {
        let y = MARGIN + FONT_SIZE + row * LINE_HEIGHT;
        let mut spans = String::new();
        let mut width = 0;
        for (at, part) in line.split("\u{1b}[").enumerate() {
            let text = match part.split_once('m') {
                Some((codes, text)) if at > 0 => {
                    style = style.after(codes);
                    text
                }
                _ => part,
            };
            width += text.chars().count();
            spans += &span(style, text);
        }
        widest = widest.max(width);
        writeln!(rows, "<text x=\"{MARGIN}\" y=\"{y}\">{spans}</text>").unwrap();
    }
    // Monospaced letters are six tenths of their size wide.
    let width = 2 * MARGIN + (widest * FONT_SIZE * 6).div_ceil(10);
    let height = 2 * MARGIN + printed.lines().count() * LINE_HEIGHT;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{}</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#161b22\"/>\n\
         <g xml:space=\"preserve\" style=\"white-space:pre\" fill=\"#e6edf3\" font-size=\"{FONT_SIZE}\" \
         font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\">\n\
         {rows}</g>\n</svg>\n",
        escaped(title)
    )
}

fn span(style: Style, text: &str) -> String {
    let text = escaped(text);
    if text.is_empty() {
        return text;
    }
    let colour = style.colour.map(|colour| format!(" fill=\"{colour}\"")).unwrap_or_default();
    match (style.bold, colour.is_empty()) {
        (false, true) => text,
        (true, _) => format!("<tspan font-weight=\"bold\"{colour}>{text}</tspan>"),
        (false, false) => format!("<tspan{colour}>{text}</tspan>"),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
