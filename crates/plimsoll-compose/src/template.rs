//! What another program has to fill in before Compose or Bake reads a file: the text of template engines.

use plimsoll_diagnostics::{Diagnostic, TEMPLATE_MARKS, Text, template_property};

use crate::yaml::{Scalar, Yaml};

/// What Smarty opens a value with. In other files than those of Compose and Bake it may be anything.
const SMARTY: &str = "{$";

/// What lines of ytt start with. They are comments to YAML.
const YTT: [&str; 9] = [
    "#@ load(",
    "#@ def ",
    "#@ if ",
    "#@ if/end",
    "#@ for ",
    "#@ for/end",
    "#@ end",
    "#@data/values",
    "#@overlay/",
];

/// The first place where a template engine's text stands in place of YAML or HCL: at the start of a line, of an item or of
/// a value. What that engine will make of the file, before its `reader` gets it, is not known.
pub(crate) fn opening(source: Text<'_>, reader: &str) -> Option<Diagnostic> {
    let mut at = 0;
    for line in source.raw.split_inclusive('\n') {
        let starts = [0].into_iter().chain(line.match_indices(": ").map(|(colon, _)| colon + 2));
        for start in starts {
            let rest = line.get(start..)?;
            let text = rest.trim_start_matches([' ', '\t', '-']);
            // `{${NAME}: value}` is a mapping with a variable of Compose.
            let mut marks = TEMPLATE_MARKS.into_iter().chain([SMARTY]);
            let open = marks.find(|open| text.starts_with(open) && !text.starts_with("{${"));
            let blank = || {
                percent_blank(text)
                    .or_else(|| blank_between('@', text))
                    .or_else(|| at_blank(line))
                    .or_else(|| brace_blank(text).filter(|_| !line.trim_start().starts_with('#')))
            };
            if let Some(length) = open.map(str::len).or_else(blank) {
                let place = at + start + (rest.len() - text.len());
                return Some(problem(source, place, length, reader));
            }
        }
        at += line.len();
    }
    None
}

/// The first line of ytt, and the first variable of Maven: `${app.version}`, which Compose refuses, or `@app.version@`.
pub(crate) fn placeholder(source: Text<'_>) -> Option<Diagnostic> {
    // Most files have none, and are not read line by line.
    if !source.raw.contains("#@") && !source.raw.contains("${") && source.raw.matches('@').nth(1).is_none() {
        return None;
    }
    let mut at = 0;
    for line in source.raw.split_inclusive('\n') {
        let text = line.trim_start();
        let place = at + (line.len() - text.len());
        at += line.len();
        if YTT.iter().any(|start| text.starts_with(start)) {
            return Some(problem(source, place, "#@".len(), "Compose"));
        }
        if text.starts_with('#') {
            continue;
        }
        if let Some((start, end)) = variable(text) {
            return Some(problem(source, place + start, end - start, "Compose"));
        }
    }
    None
}

/// The first variable of Maven in a line.
fn variable(line: &str) -> Option<(usize, usize)> {
    let of_dollar =
        line.match_indices("${").filter(|(at, _)| !line.get(..*at).is_some_and(|it| it.ends_with('$')));
    let of_dollar = of_dollar.filter_map(|(at, open)| property(line, at, open, '}'));
    // Not the part of an address: `user@example.com@host`.
    let is_apart =
        |at: usize| line.get(..at).is_some_and(|it| !it.ends_with(|c: char| c.is_ascii_alphanumeric()));
    let of_at = line.match_indices('@').filter(|(at, _)| is_apart(*at));
    let of_at = of_at.filter_map(|(at, open)| property(line, at, open, '@'));
    of_dollar.chain(of_at).next()
}

/// The place of the property at `at`.
fn property(line: &str, at: usize, open: &str, close: char) -> Option<(usize, usize)> {
    let property = template_property(line.get(at..)?, open, close)?;
    Some((at, at + property.len()))
}

/// The first blank to fill in where nobody could start what is written: a service, an image or a container called
/// `<SERVICE>` or `___SERVICE___`; `{{ folder }}` of Jinja in a path, an image or a port.
pub(crate) fn blank(documents: &[Yaml<'_>]) -> Option<Diagnostic> {
    let services = documents.iter().filter_map(|document| document.get("services")?.as_mapping());
    services.flat_map(|services| &services.entries).find_map(|service| {
        let key = Some(&service.key).filter(|key| is_blank(&key.value));
        let names =
            ["image", "container_name"].into_iter().filter_map(|key| service.value.get(key)?.as_scalar());
        let lists =
            ["dns", "ports", "volumes"].into_iter().filter_map(|key| service.value.get(key)?.as_sequence());
        let found = key.or_else(|| names.clone().find(|name| is_blank(&name.value))).or_else(|| {
            names.chain(lists.flatten().filter_map(Yaml::as_scalar)).find(|it| has_blank(&it.value))
        });
        let port = || service.value.get("ports")?.as_sequence()?.iter().find_map(crossed_out_port);
        let (span, kind) = match found {
            Some(name) => (name.span, "name"),
            None => (port()?.span, "port"),
        };
        let mut problem = Diagnostic::new("template-file", span, "this file is a template");
        let label = format!("a placeholder, which is not a valid {kind}");
        problem.here(label).help("check the rendered file instead");
        Some(problem)
    })
}

/// The length of a blank between percent signs, which a text starts with: `%REGISTRY%`. No value in YAML starts so.
fn percent_blank(text: &str) -> Option<usize> {
    // Two digits of a number are how a byte is written in a URL.
    blank_between('%', text).filter(|length| *length > "%2F%".len())
}

/// The length of a blank between two of these signs, which a text starts with: `@image@`.
fn blank_between(sign: char, text: &str) -> Option<usize> {
    let (name, _) = text.strip_prefix(sign)?.split_once(sign)?;
    is_identifier(name).then_some(name.len() + 2)
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The length of a blank between braces, with text behind it: `{token}-db`. No value in YAML goes on behind a brace.
fn brace_blank(text: &str) -> Option<usize> {
    let (name, behind) = text.strip_prefix('{')?.split_once('}')?;
    let goes_on = behind.starts_with(|next: char| next.is_ascii_alphanumeric() || "-_./:".contains(next));
    (goes_on && is_identifier(name)).then_some(name.len() + 2)
}

/// The length of a blank that is a line of its own: `@services`. No line of YAML starts so.
fn at_blank(line: &str) -> Option<usize> {
    let text = line.trim();
    let name = text.strip_prefix('@')?.trim_end_matches('@');
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    (!name.is_empty() && is_name).then_some(text.len())
}

/// Whether a name is `<…>` and nothing else.
fn is_blank(name: &str) -> bool {
    let inner = name.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.contains(['<', '>']))
}

/// The address or number of a port that is crossed out: `xxxx:80`, `x.x.x.x:53:53`, `published: xxxxx`.
fn crossed_out_port<'y, 's>(port: &'y Yaml<'s>) -> Option<&'y Scalar<'s>> {
    let is_crossed_out = |part: &str| {
        part.bytes().all(|byte| b"xX.".contains(&byte))
            && part.bytes().filter(|byte| *byte != b'.').count() > 2
    };
    let port = port.as_scalar().or_else(|| port.get("published")?.as_scalar())?;
    port.value.split([':', '/']).any(is_crossed_out).then_some(port)
}

/// Whether there is a blank of a template engine in a name, a path or a port: `{{ folder }}/data`, `___NAME___-db`,
/// `PRIVATE_IP:80:80`. What Go calls `{{.Name}}`, Swarm fills in.
fn has_blank(text: &str) -> bool {
    let is_constant = |word: &str| {
        word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let is_jinja = |(at, open): (usize, &str)| {
        let inner = text.get(at + open.len()..).unwrap_or_default().trim_start_matches(['-', ' ']);
        inner.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
    };
    let is_fenced = |(at, fence): (usize, &str)| {
        let inner = text.get(at + fence.len()..).unwrap_or_default().split_once(fence);
        inner.is_some_and(|(inner, _)| !inner.is_empty() && is_constant(inner))
    };
    let is_host = |(host, port): (&str, &str)| {
        host.contains('_') && is_constant(host) && port.starts_with(|first: char| first.is_ascii_digit())
    };
    text.contains("}}") && text.match_indices("{{").any(is_jinja)
        || text.match_indices("___").chain(text.match_indices('#')).any(is_fenced)
        || text.match_indices('%').any(|(at, _)| text.get(at..).and_then(percent_blank).is_some())
        || text.split_once(':').is_some_and(is_host)
}

fn problem(source: Text<'_>, at: usize, length: usize, reader: &str) -> Diagnostic {
    let span = source.slice(at, at + length).span;
    let mut problem = Diagnostic::new("template-file", span, "this file is a template");
    problem
        .here(format!("rendered by another program, not by {reader}"))
        .help("check the rendered file instead");
    problem
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::FileId;

    use super::*;

    #[test]
    fn blanks_are_told_from_what_somebody_fills_in() {
        for (text, expected) in [
            ("{{ folder }}/data:/data", true),
            ("{{folder}}:/data", true),
            ("___NAME___-db", true),
            ("PRIVATE_IP:80:80", true),
            ("acme/app:git-%COMMIT%", true),
            ("#PORT#:80", true),
            ("80:80 # web", false),
            ("./a%20b%20c:/data", false),
            ("app-{{.Task.Slot}}:/data", false),
            ("{{ .Node.Hostname }}:/data", false),
            ("a___b___c", false),
            ("my_volume:/data", false),
            ("DATA_VOLUME:/data", false),
            ("8080:80", false),
        ] {
            assert_eq!(has_blank(text), expected, "{text}");
        }
    }

    #[test]
    fn no_value_in_yaml_starts_with_a_placeholder() {
        for (text, expected) in [
            ("    container_name: {token}-db\n", Some(20)),
            ("    - {host}:/data\n", Some(6)),
            ("    # such as: {token}-db\n", None),
            ("    labels: {token}\n", None),
            ("    image: @cache_image@\n", Some(11)),
            ("    image: @cache\n", None),
            ("    labels: {token: a, b: c}\n", None),
            ("    deploy: {resources: {limits: {cpus: 1}}}\n", None),
        ] {
            let found = opening(Text::new(text, FileId::FIRST, 0), "Compose");
            assert_eq!(found.map(|problem| problem.primary.span.start), expected, "{text}");
        }
    }

    #[test]
    fn variables_of_maven_have_dots() {
        for (text, expected) in [
            ("    image: ${docker.image}\n", Some(11)),
            ("    image: acme/app:@project.version@\n", Some(20)),
            ("  #@ load(\"@ytt:data\", \"data\")\n", Some(2)),
            ("    image: ${IMAGE:-acme/app}:1.4\n", None),
            ("    image: ${IMAGE.name}\n", None),
            ("    command: echo $${a.b}\n", None),
            ("    # image: ${docker.image}\n", None),
            ("    URL: amqp://me@example.com@queue\n", None),
            ("    image: a@sha256:0 # b@c.d\n", None),
            ("#@todo\n", None),
        ] {
            let found = placeholder(Text::new(text, FileId::FIRST, 0));
            assert_eq!(found.map(|problem| problem.primary.span.start), expected, "{text}");
        }
    }
}
