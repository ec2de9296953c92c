//! Every format can be read by the programs that it is for.

use plimsoll_linter::Checked;
use plimsoll_report::{Format, Report, Summary, TextOptions};

/// Writes a report in every format and reads those that have a grammar.
pub fn every_format_is_readable(checked: Checked) {
    let summary = Summary::of(&checked.diagnostics, 1);
    let Checked { sources, diagnostics, .. } = checked;
    let report = Report { sources, diagnostics, summary, ..Report::default() };
    for format in Format::ALL {
        let mut out = Vec::new();
        format.write(&report, TextOptions::default(), &mut out).expect("memory can be written");
        let out = String::from_utf8(out).expect("reports are UTF-8");
        let is_raw = |character: char| character.is_control() && !matches!(character, '\n' | '\r' | '\t');
        assert!(!out.contains(is_raw), "{}: a control character gets through", format.name());
        match format {
            Format::Json
            | Format::Sarif
            | Format::Gitlab
            | Format::Codeclimate
            | Format::Sonarqube
            | Format::Rdjson
            | Format::Hadolint => json(&out),
            Format::Ndjson => out.lines().for_each(json),
            Format::Junit | Format::Checkstyle => {
                if let Err(error) = roxmltree::Document::parse(&out) {
                    panic!("{}: {error}\n{out}", format.name());
                }
            }
            Format::Text
            | Format::Concise
            | Format::Gnu
            | Format::Github
            | Format::Azure
            | Format::Markdown => {}
        }
    }
}

fn json(text: &str) {
    if let Err(error) = serde_json::from_str::<serde_json::Value>(text) {
        panic!("{error}\n{text}");
    }
}
