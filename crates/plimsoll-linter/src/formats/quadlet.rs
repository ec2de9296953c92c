//! Units of Quadlet, from which Podman makes services of systemd: each key stands for a flag of `podman run`.

mod ini;

use plimsoll_commands::{CommandLine, Flag, Tool, Verb, Word};
use plimsoll_compose::yaml::Stream;
use plimsoll_diagnostics::{Diagnostic, FileId, JoinedBuilder, Sources, Text, nearest};
use plimsoll_facts::quadlet_keys::{self, QuadletKey};
use plimsoll_project::{Document, Folder, Line, Place, Project};

use self::ini::Setting;
use super::{Format, Name, script};
use crate::load::Reader;
use crate::proof::{Changes, Proof, Unproven};
use crate::{Preset, RuleMeta};

/// The page that speaks of units of which no service is made.
const RULE: &str = "quadlet-validity";

/// The format of units of Quadlet.
pub(super) struct QuadletFormat;

const EXTENSIONS: [&str; 5] = [".container", ".build", ".pod", ".network", ".volume"];

impl Format for QuadletFormat {
    /// `NAME.container`, `NAME.build`, `NAME.pod`, `NAME.network`, `NAME.volume`. Those of systemd-networkd are in a folder of
    /// its own.
    fn is_named(&self, name: Name<'_>) -> bool {
        EXTENSIONS.iter().any(|extension| name.ends_with(extension))
            && !name.path.contains("systemd/network/")
    }

    fn is_doubtful(&self, _: Name<'_>) -> bool {
        true
    }

    fn reads_like(&self, text: &str) -> bool {
        let sections = ["[Container]", "[Build]", "[Pod]", "[Network]", "[Volume]"];
        let is_section = |line: &str| sections.contains(&line.trim());
        // What systemd-networkd reads has a section `[Match]` or `[NetDev]`.
        text.lines().any(is_section)
            && !text.lines().any(|line| matches!(line.trim(), "[Match]" | "[NetDev]"))
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/*.{container,build,pod,network,volume}"]
    }

    fn open<'s>(&self, file: FileId, reader: &Reader<'s>) -> Project<'s> {
        let source = reader.sources.text(file);
        let settings = ini::settings(source);
        let mut document = Document::new(reader.sources, file, "quadlet", |_| Stream::default());
        document.data.problems = problems(source, &settings);
        let lines = run(&settings).into_iter().collect();
        let mut project = Project::lines(reader.sources, file, Place::Unit, lines, Vec::new(), reader);
        project.documents.push(document);
        project
    }

    fn preset(&self, meta: &RuleMeta) -> Preset {
        script::in_scripts(meta)
    }

    fn same_meaning(&self, _: &Sources, _: FileId, _: FileId, _: &Changes) -> Proof {
        Err(Unproven::Somewhere)
    }
}

/// Why Podman makes no service of it.
fn problems(source: Text<'_>, settings: &[Setting<'_>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut problem = |span, message: String, help: String| {
        let mut problem = Diagnostic::new(RULE, span, message);
        problem.here("Podman does not generate a service for this unit").help(help);
        found.push(problem);
    };
    for setting in settings.iter().filter(|setting| !setting.key.raw.starts_with("X-")) {
        let mut keys = quadlet_keys::of_section(setting.section).map(|key| key.name).peekable();
        if keys.peek().is_none() {
            continue;
        }
        let name = setting.key.raw;
        let keys: Vec<&str> = keys.collect();
        if keys.contains(&name) {
            continue;
        }
        let help = match keys.iter().find(|key| key.eq_ignore_ascii_case(name)).copied() {
            Some(same) => format!("write `{same}`"),
            None => match nearest(name, keys.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "remove this key, or pass the flag with `PodmanArgs=`".to_owned(),
            },
        };
        problem(setting.key.span, format!("unknown key `{name}` in `[{}]`", setting.section), help);
    }
    let has =
        |key: &str| settings.iter().any(|setting| setting.section == "Container" && setting.key.raw == key);
    let section = source.raw.lines().position(|line| line.trim() == "[Container]");
    if let Some(line) = section.filter(|_| !has("Image") && !has("Rootfs")) {
        let start: usize = source.raw.split_inclusive('\n').take(line).map(str::len).sum();
        let span = source.slice(start, start + "[Container]".len()).span;
        problem(span, "this container has no image".to_owned(), "add `Image=`".to_owned());
    }
    found
}

/// The container of a unit as `podman run` makes it.
fn run(settings: &[Setting<'_>]) -> Option<Line> {
    let known: Vec<(&Setting<'_>, &QuadletKey)> = settings
        .iter()
        .filter(|setting| setting.section == "Container")
        .filter_map(|setting| {
            let mut keys = quadlet_keys::of_section("Container");
            Some((setting, keys.find(|key| key.name == setting.key.raw)?))
        })
        .collect();
    let (image, _) = known.iter().rev().find(|(_, key)| key.form == "image")?;
    let first = settings.first()?.key.span;
    let arguments: Vec<Word> = known
        .iter()
        .filter(|(_, key)| key.form == "arguments")
        .flat_map(|(setting, _)| words(setting))
        .collect();
    let mut command = CommandLine::of_flags(Verb::Run, &arguments, image.key.span);
    command.tool = Tool::Podman;
    let whole = image.key.span;
    let is_unit = [".build", ".image"].iter().any(|extension| image.value.raw.ends_with(extension));
    let image =
        if is_unit { Word::template("${_}", image.value.span, false, false) } else { whole_value(image) };
    // What `Exec=` has stands behind it.
    command.flags.operands.push(image.clone());
    for (setting, key) in &known {
        let whole = whole_value(setting);
        let values = match key.form {
            _ if setting.value.raw.is_empty() => continue,
            // Podman also takes the words of a health check as a JSON array.
            _ if setting.key.raw == "HealthCmd" && setting.value.raw.starts_with('[') => {
                vec![Word::template("${_}", setting.value.span, false, false)]
            }
            "value" => vec![whole],
            "words" => words(setting),
            "switch" => {
                let is_on = matches!(setting.value.raw, "true" | "yes" | "1" | "on");
                vec![Word::known(if is_on { "true" } else { "false" }, setting.value.span)]
            }
            "command" => {
                command.flags.operands.extend(words(setting));
                continue;
            }
            "no-new-privileges" | "label=disable" | "label=nested" => {
                let is_on = matches!(setting.value.raw, "true" | "yes" | "1" | "on");
                is_on.then(|| Word::known(key.form, setting.value.span)).into_iter().collect()
            }
            start if start.ends_with(['=', ':']) => {
                vec![word(&format!("{start}{}", bare(setting.value).raw), setting.value)]
            }
            _ => continue,
        };
        for value in values {
            let flag =
                Flag::of("podman-run", key.flag, value.clone()).or_else(|| Flag::of("run", key.flag, value));
            command.flags.flags.extend(flag);
        }
    }
    let last = settings.last().map_or(first, |setting| setting.value.span);
    command.span = first.to(last);
    Some(Line { image: Some(image), whole, ..Line::new(command, Folder::Unknown) })
}

/// A value; `%h` and `${NAME}` are systemd's, which puts values there before Podman is started. Source: systemd.service(5).
fn word(text: &str, at: Text<'_>) -> Word {
    if !text.contains('%') && !text.contains('$') {
        return Word::known(text, at.span);
    }
    let mut plain = String::new();
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        match character {
            '%' => match rest.next() {
                Some('%') => plain.push('%'),
                _ => plain.push_str("${_}"),
            },
            '$' if rest.as_str().starts_with('$') => {
                rest.next();
                plain.push_str("$$");
            }
            '$' if rest.as_str().starts_with('{') => {
                rest = rest.as_str().split_once('}').map_or("", |(_, rest)| rest).chars();
                plain.push_str("${_}");
            }
            '$' => plain.push_str("$$"),
            other => plain.push(other),
        }
    }
    Word::template(&plain, at.span, false, false)
}

/// All of a value as one word. Where it goes on in further lines, nobody looks into it.
fn whole_value(setting: &Setting<'_>) -> Word {
    let value = bare(setting.value);
    if setting.rest.is_empty() {
        word(value.raw, value)
    } else {
        Word::template("${_}", value.span, false, false)
    }
}

/// A value without the quotes around all of it, which Podman takes away.
fn bare(value: Text<'_>) -> Text<'_> {
    let inside = value.raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.map_or(value, |inside| value.slice(1, 1 + inside.len()))
}

/// The words of a value, quotes as systemd has them.
fn words(setting: &Setting<'_>) -> Vec<Word> {
    let mut builder = JoinedBuilder::new(setting.value.span.file);
    // Behind a command, `NAME=VALUE` is a word like any other.
    builder.push_replaced("_ ", setting.value.span.before());
    builder.push(setting.value);
    for line in &setting.rest {
        builder.push_replaced(" ", line.span.before());
        builder.push(*line);
    }
    plimsoll_commands::words(&builder.finish()).into_iter().skip(1).collect()
}
