//! Lists of ports as options: `443`, `8000-8999`.

use serde::Deserialize;

/// Ranges in the order of their first ports, each with the highest port of it and of those before it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<Ports>")]
pub struct PortList(Vec<(u16, u16)>);

/// A port, or a range of them: the first and the last.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "Written")]
struct Ports(u16, u16);

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a port, or a string such as `8000-8999`")]
enum Written {
    Port(u16),
    Text(String),
}

impl TryFrom<Written> for Ports {
    type Error = String;

    fn try_from(written: Written) -> Result<Ports, String> {
        let text = match written {
            Written::Port(port) => return Ok(Ports(port, port)),
            Written::Text(text) => text,
        };
        let (first, last) = text.split_once('-').unwrap_or((&text, &text));
        let ports = (first.trim().parse(), last.trim().parse());
        let (Ok(first), Ok(last)) = ports else {
            return Err(format!("`{text}` is not a port or a range of ports"));
        };
        Ok(Ports(first, last))
    }
}

impl From<Vec<Ports>> for PortList {
    fn from(mut written: Vec<Ports>) -> PortList {
        written.sort_unstable_by_key(|Ports(first, _)| *first);
        let mut highest = 0;
        let ranges = written.into_iter().map(|Ports(first, last)| {
            highest = last.max(highest);
            (first, highest)
        });
        PortList(ranges.collect())
    }
}

impl PortList {
    /// Whether a range that starts at `start` or before it reaches `end`.
    pub fn reaches(&self, start: u16, end: u16) -> bool {
        let before = self.0.partition_point(|(first, _)| *first <= start);
        before.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|(_, highest)| end <= *highest)
    }
}
