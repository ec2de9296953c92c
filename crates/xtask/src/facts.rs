//! Compares the tables of facts with checkouts of their sources, and prints what is stale. A person takes it over.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;
use serde_yaml::Value;

use crate::Problems;

/// What to compare with.
#[derive(Args)]
pub(crate) struct Options {
    /// The folder with the checkouts, each under the name of its repository: `endoflife.date`, `postgres`
    folder: PathBuf,
}

const TABLES: &str = "crates/plimsoll-facts/facts";
const LINES_FROM: &str = "https://endoflife.date/";

/// A row of a table, by the names of its columns.
type Row<'t> = BTreeMap<&'t str, &'t str>;

/// Prints each cell that its source contradicts.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    let table = |name: &str| {
        let path = root.join(TABLES).join(name);
        std::fs::read_to_string(&path).map_err(|error| vec![format!("{}: {error}", path.display())])
    };
    let (releases, images) = (table("releases.tsv")?, table("images.tsv")?);
    let mut stale = stale_releases(&rows(&releases), &|product| {
        let path = format!("endoflife.date/products/{product}.md");
        std::fs::read_to_string(options.folder.join(path)).ok()
    });
    stale.extend(stale_images(&rows(&images), &|repository, path| {
        std::fs::read_to_string(options.folder.join(repository).join(path)).ok()
    }));
    if stale.is_empty() { Ok(()) } else { Err(stale) }
}

fn rows(table: &str) -> Vec<Row<'_>> {
    let mut lines = table.lines().skip_while(|line| line.starts_with('#'));
    let columns: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    lines.map(|line| columns.iter().copied().zip(line.split('\t')).collect()).collect()
}

/// As much of a product's page as is needed.
#[derive(Deserialize)]
struct Product {
    releases: Vec<Release>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Release {
    release_cycle: Value,
    /// A day, or whether it has ended.
    eol: Value,
}

/// The release lines that end on another day, and those that the table lacks.
fn stale_releases(all: &[Row<'_>], page: &dyn Fn(&str) -> Option<String>) -> Problems {
    let mut stale = Problems::new();
    let mut products: BTreeMap<&str, Vec<&Row<'_>>> = BTreeMap::new();
    for row in all {
        if let Some(product) = row["source"].strip_prefix(LINES_FROM) {
            products.entry(product).or_default().push(row);
        }
    }
    for (product, rows) in products {
        let Some(text) = page(product) else { continue };
        let front = text.split("\n---").next().unwrap_or_default();
        let page: Product = match serde_yaml::from_str(front) {
            Ok(page) => page,
            Err(error) => {
                stale.push(format!("{product}: {error}"));
                continue;
            }
        };
        let written = |row: &Row<'_>| row["line"].trim_start_matches('v').to_owned();
        for release in &page.releases {
            let Some(line) = scalar(&release.release_cycle) else { continue };
            let of_line: Vec<_> = rows.iter().filter(|row| written(row) == line).collect();
            let day = scalar(&release.eol).filter(|day| day.starts_with("20"));
            for row in &of_line {
                let (known, found) = (row["until"], day.as_deref().unwrap_or("-"));
                if known != found && row["extended"] != found {
                    stale.push(format!(
                        "releases: {} {line}: `{known}`, {product} has `{found}`",
                        row["repository"]
                    ));
                }
            }
            // Lines that ended long ago are left out on purpose.
            let is_maintained = release.eol == Value::Bool(false) || day.is_some_and(|day| *day > *"2026");
            let repositories = rows.iter().map(|row| row["repository"]);
            if is_maintained && !repositories.into_iter().any(|repository| has_line(all, repository, &line)) {
                stale.push(format!("releases: {product} {line} is not in the table"));
            }
        }
    }
    stale
}

/// Whether the table has a line, or a part of it as `10.0` is of `10`, from any source.
fn has_line(rows: &[Row<'_>], repository: &str, line: &str) -> bool {
    let is_it = |written: &str| {
        // `ltsc2022`, `stream9`, `alpine-7.4`
        let rest = written.trim_start_matches(|c: char| !c.is_ascii_digit()).strip_prefix(line);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    rows.iter().any(|row| row["repository"] == repository && is_it(row["line"]))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The images whose Dockerfile names what the table denies, or says another user or signal.
fn stale_images(rows: &[Row<'_>], file: &dyn Fn(&str, &str) -> Option<String>) -> Problems {
    let mut stale = Problems::new();
    for row in rows {
        let Some((repository, path)) = checked_out(row["source"]) else { continue };
        let Some(text) = file(repository, path) else { continue };
        let mut report = |what: String| {
            stale.push(format!("images: {} {}: {what} ({path})", row["repository"], row["tags"]));
        };
        let named = |program: &str| {
            let commands = text.lines().filter(|line| !line.trim_start().starts_with('#'));
            commands.flat_map(|line| line.split_whitespace()).any(|word| word == program)
        };
        for tool in row["tools"].split(' ').filter_map(|tool| tool.strip_prefix('-')) {
            if named(tool) {
                report(format!("`-{tool}`, but the Dockerfile names it"));
            }
        }
        let last = |keyword: &str| {
            let lines = text.lines().rev().map(str::trim);
            lines.filter_map(|line| line.strip_prefix(keyword)?.strip_prefix(' ')).map(str::trim).next()
        };
        if let Some(user) = last("USER").filter(|user| !user.contains('$')) {
            let user = user.split(':').next().unwrap_or(user);
            if row["user"] != user && row["user"] != "?" && !row["user"].starts_with("drops") {
                report(format!("user `{}`, the Dockerfile has `USER {user}`", row["user"]));
            }
        }
        if let Some(signal) =
            last("STOPSIGNAL").filter(|signal| *signal != "SIGTERM" && row["stop"] != *signal)
        {
            report(format!("stop `{}`, the Dockerfile has `STOPSIGNAL {signal}`", row["stop"]));
        }
    }
    stale
}

/// The checkout and the file in it that a source on GitHub names.
fn checked_out(source: &str) -> Option<(&str, &str)> {
    let (_, rest) = source.strip_prefix("https://github.com/")?.split_once('/')?;
    let (repository, rest) = rest.split_once("/blob/")?;
    Some((repository, rest.split_once('/')?.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_differ_are_stale() {
        let table = "# remark\nrepository\tline\tuntil\textended\tsource\n\
                     a\tv1\t2026-01-01\t-\thttps://endoflife.date/a\n\
                     a\t2\t2027-01-01\t-\thttps://endoflife.date/a\n";
        let page = "---\nreleases:\n-   releaseCycle: \"3\"\n    eol: false\n-   releaseCycle: \"2\"\n    \
                    eol: 2027-02-01\n-   releaseCycle: \"1\"\n    eol: 2026-01-01\n\n---\n\nProse.\n";
        assert_eq!(
            stale_releases(&rows(table), &|_| Some(page.to_owned())),
            ["releases: a 3 is not in the table", "releases: a 2: `2027-01-01`, a has `2027-02-01`"]
        );
    }

    #[test]
    fn what_a_dockerfile_says_otherwise_is_stale() {
        let table = "repository\ttags\tuser\tstop\ttools\tsource\n\
                     a\t*\troot\t-\tapk -curl -bash\thttps://github.com/b/a/blob/HEAD/x/Dockerfile\n";
        let file = "FROM alpine\n# bash\nRUN apk add curl\nUSER 101:101\nSTOPSIGNAL SIGQUIT\n";
        let found = stale_images(&rows(table), &|repository, path| {
            assert_eq!((repository, path), ("a", "x/Dockerfile"));
            Some(file.to_owned())
        });
        assert_eq!(
            found,
            [
                "images: a *: `-curl`, but the Dockerfile names it (x/Dockerfile)",
                "images: a *: user `root`, the Dockerfile has `USER 101` (x/Dockerfile)",
                "images: a *: stop `-`, the Dockerfile has `STOPSIGNAL SIGQUIT` (x/Dockerfile)",
            ]
        );
    }
}
