//! How the counts of requirements changed over several reports: a table, and in a page a drawing of the same.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::trend::{list, parsed, text};
use super::{Assurance, Status, Trend};

/// The most reports that are shown: a year of weeks.
const MOST: usize = 52;

/// The size of the drawing, and the room beside it for words.
const WIDTH: usize = 480;
const HEIGHT: usize = 200;
const WORDS: usize = 220;

/// The distance between two lines of words.
const LINE: usize = 16;

/// How lines are told from each other without colour.
const DASHES: [&str; 6] = ["none", "8 4", "2 3", "12 3 2 3", "4 4", "1 6"];

/// The counts of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Its day.
    pub day: String,
    /// How many requirements have each status; without those that none has.
    pub counts: Vec<(Status, usize)>,
}

impl Assurance {
    /// Compares with the latest of earlier reports, and shows how the counts changed if there are several. Each is given by
    /// its name and its JSON.
    ///
    /// # Errors
    /// The name of what is no such report, and why.
    pub fn compare(&mut self, earlier: &[(String, Vec<u8>)]) -> Result<(), (String, String)> {
        let mut points = Vec::new();
        for (name, bytes) in earlier {
            let whole = parsed(bytes).map_err(|why| (name.clone(), why))?;
            points.push((Point::of(&whole), whole));
        }
        points.sort_by(|(a, _), (b, _)| a.day.cmp(&b.day));
        let Some((_, last)) = points.last() else { return Ok(()) };
        self.trend = Some(Trend::of(last, self));
        if points.len() > 1 {
            let now = Point { day: self.day.clone(), counts: self.counts() };
            let all = points.into_iter().map(|(point, _)| point).chain([now]);
            self.history = all.collect();
            self.history.drain(..self.history.len().saturating_sub(MOST));
        }
        Ok(())
    }
}

impl Point {
    fn of(report: &Value) -> Point {
        let names: Vec<&str> =
            list(report, "requirements").filter_map(|one| one.get("status")?.as_str()).collect();
        let count = |status: Status| names.iter().filter(|name| **name == status.name()).count();
        let counts = Status::ALL.map(|status| (status, count(status)));
        Point {
            day: text(report, "day"),
            counts: counts.into_iter().filter(|(_, count)| *count > 0).collect(),
        }
    }

    fn count(&self, status: Status) -> usize {
        self.counts.iter().find(|(known, _)| *known == status).map_or(0, |(_, count)| *count)
    }
}

/// The statuses that any of the reports has.
fn shown(history: &[Point]) -> Vec<Status> {
    Status::ALL.into_iter().filter(|status| history.iter().any(|point| point.count(*status) > 0)).collect()
}

pub(super) fn json(history: &[Point]) -> Value {
    let counts = |point: &Point| -> Value {
        point
            .counts
            .iter()
            .map(|(status, count)| json!({ "status": status.name(), "count": count }))
            .collect()
    };
    history.iter().map(|point| json!({ "day": point.day, "counts": counts(point) })).collect()
}

/// The rows of the table, each a day with its counts, and what stands above.
pub(super) fn table(history: &[Point]) -> (Vec<String>, Vec<Vec<String>>) {
    let shown = shown(history);
    let heads = ["Date"].into_iter().chain(shown.iter().map(|status| status.name())).map(str::to_owned);
    let row = |point: &Point| {
        let counts = shown.iter().map(|status| point.count(*status).to_string());
        [point.day.clone()].into_iter().chain(counts).collect()
    };
    (heads.collect(), history.iter().map(row).collect())
}

/// A line for each status, with its name at its end. The table shows the same.
pub(super) fn draw(history: &[Point], out: &mut dyn Write) -> io::Result<()> {
    let shown = shown(history);
    let most = history.iter().flat_map(|point| &point.counts).map(|(_, count)| *count).max().unwrap_or(1);
    let across = |at: usize| at * WIDTH / (history.len().saturating_sub(1)).max(1) + LINE;
    let down = |count: usize| HEIGHT - count * HEIGHT / most.max(1) + LINE;
    let height = (HEIGHT + 2 * LINE).max((shown.len() + 2) * LINE);
    writeln!(
        out,
        "<div class=\"picture\" role=\"img\" aria-label=\"Requirements by status over time, as in the table below\">\
         <svg viewBox=\"0 0 {} {height}\" width=\"{}\" height=\"{height}\">",
        WIDTH + WORDS,
        WIDTH + WORDS,
    )?;
    // The last counts, the highest first: words must not lie on each other.
    let last = |status: &Status| history.last().map_or(0, |point| point.count(*status));
    let mut order = shown.clone();
    order.sort_by_key(|status| std::cmp::Reverse(last(status)));
    let mut free = 0;
    for (status, dash) in order.iter().zip(DASHES.iter().cycle()) {
        let points = history.iter().enumerate();
        let points = points.map(|(at, point)| format!("{},{}", across(at), down(point.count(*status))));
        let points: Vec<String> = points.collect();
        writeln!(
            out,
            "<polyline fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" stroke-dasharray=\"{dash}\" points=\"{}\"></polyline>",
            points.join(" ")
        )?;
        let (count, end) = (last(status), across(history.len().saturating_sub(1)));
        let line = down(count).max(free);
        free = line + LINE;
        writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" fill=\"currentColor\" font-size=\"13\">{count} {}</text>",
            end + LINE / 2,
            line + LINE / 4,
            status.name()
        )?;
    }
    writeln!(out, "</svg></div>")
}
