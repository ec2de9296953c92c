//! `daemon.json` as rules look at it.

use plimsoll_compose::daemon::Settings;
use plimsoll_compose::json;
use plimsoll_compose::yaml::{Entry, Yaml};
use plimsoll_diagnostics::{FileId, Sources, Span, Text};

use crate::queries::secrets::{Certainty, Secret, judge};
use crate::{Document, Project};

/// The settings of dockerd.
#[derive(Clone, Copy, Debug)]
pub struct Daemon<'p> {
    /// The file.
    pub document: &'p Document<'p>,
    /// What it sets.
    pub settings: Settings<'p, 'p>,
}

impl<'p> Daemon<'p> {
    /// The kind of its documents.
    pub const KIND: &'static str = "daemon";

    /// Reads a file as one.
    pub fn read(sources: &Sources, file: FileId) -> Document<'_> {
        let mut document = Document::new(sources, file, Daemon::KIND, json::read);
        document.is_template = document.has_template_marks(&["{{", "{%", "${", "<%"]);
        document
    }

    /// What a document sets, if it is of this kind and has a mapping.
    pub(crate) fn of(document: &'p Document<'p>) -> Option<Daemon<'p>> {
        if document.kind != Daemon::KIND || document.is_template {
            return None;
        }
        let mapping = document.data.documents.first()?.as_mapping()?;
        let is_whole = document.data.problems.is_empty();
        Some(Daemon { document, settings: Settings::new(mapping, document.path, is_whole) })
    }

    /// Whether it is of a daemon without the rights of root.
    pub fn is_rootless(&self) -> bool {
        self.document.path.starts_with(".config/docker/")
            || self.document.path.contains("/.config/docker/")
            || self.settings.flag("rootless") == Some(true)
    }

    /// Where something is said about the whole file: its first key, or its start.
    pub fn start(&self) -> Span {
        let first = self.settings.mapping.entries.first();
        first.map_or_else(|| self.document.source.slice(0, 0).span, |entry| entry.key.span)
    }

    /// The hosts that it listens on over TCP.
    pub fn tcp_hosts(&self) -> impl Iterator<Item = TcpHost<'p>> {
        self.settings.texts("hosts").filter_map(|host| TcpHost::read(host.value.trim(), host.span))
    }

    /// How clients prove who they are.
    pub fn tls(&self) -> Tls {
        let is_set = |key: &str| self.settings.text(key).is_some_and(|path| !path.value.is_empty());
        // Being there switches TLS on, whatever it says.
        match (self.settings.flag("tls"), self.settings.flag("tlsverify")) {
            (_, Some(true)) if is_set("tlscacert") => Tls::Verified,
            (_, Some(true)) => Tls::VerifiedByAnyone,
            (_, Some(false)) | (Some(true), None) => Tls::Unverified,
            (_, None) => Tls::Off,
        }
    }

    /// The entry of a key that is a truth value, if it says so.
    pub fn when(&self, key: &str, value: bool) -> Option<&'p Entry<'p>> {
        (self.settings.flag(key) == Some(value)).then(|| self.settings.entry(key))?
    }

    /// The entries of a mapping under a key.
    pub fn entries(&self, key: &str) -> &'p [Entry<'p>] {
        let mapping = self.settings.entry(key).and_then(|entry| entry.value.as_mapping());
        mapping.map_or(&[], |mapping| &*mapping.entries)
    }

    /// The secrets in it: tokens of log drivers, passwords of proxies.
    pub fn secrets(&self) -> Vec<(&'p str, Span, Secret)> {
        let groups = ["log-opts", "proxies"].into_iter().flat_map(|key| self.entries(key));
        let is_real = |secret: &Secret| secret.certainty != Certainty::Guessable;
        let secret = |entry: &'p Entry<'p>| {
            let (name, value) = (&*entry.key.value, entry.value.as_scalar()?);
            Some((name, value.span, judge(name, &value.value).filter(is_real)?))
        };
        groups.filter_map(secret).collect()
    }

    /// What stands at a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<&'p Yaml<'p>> {
        self.settings.mapping.at(path).map(|entry| &entry.value)
    }
}

impl Project<'_> {
    /// The settings of dockerd among its files.
    pub fn daemons(&self) -> impl Iterator<Item = Daemon<'_>> {
        self.documents.iter().filter_map(Daemon::of)
    }
}

/// How clients prove who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// Not at all, and nothing is encrypted.
    Off,
    /// Not at all.
    Unverified,
    /// With a certificate of any authority that the system trusts.
    VerifiedByAnyone,
    /// With a certificate of one authority.
    Verified,
}

/// An address that dockerd listens on over TCP.
#[derive(Clone, Copy, Debug)]
pub struct TcpHost<'p> {
    /// Without scheme and port.
    pub address: &'p str,
    /// Where it is written.
    pub span: Span,
}

impl<'p> TcpHost<'p> {
    fn read(text: &'p str, span: Span) -> Option<TcpHost<'p>> {
        let rest = match text.split_once("://") {
            Some(("tcp", rest)) => rest,
            Some(_) => return None,
            None if text.is_empty() => return None,
            None => text,
        };
        let address = match rest.split_once(']') {
            Some((address, _)) => address.trim_start_matches('['),
            None => rest.split_once(':').map_or(rest, |(address, _)| address),
        };
        Some(TcpHost { address, span })
    }

    /// Whether every network that the host is on reaches it.
    pub fn is_everywhere(self) -> bool {
        matches!(self.address, "0.0.0.0" | "::" | "0:0:0:0:0:0:0:0")
    }

    /// Whether only programs on the host reach it. Without an address it is `localhost`.
    pub fn is_local(self) -> bool {
        matches!(self.address, "" | "localhost" | "::1") || self.address.starts_with("127.")
    }
}

/// The flags that a unit, or a drop-in, starts dockerd with. The last `ExecStart=` counts.
pub fn unit_flags(unit: Text<'_>) -> Vec<(String, Span)> {
    let mut flags = Vec::new();
    let mut at = 0;
    for line in unit.raw.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(command) = line.trim_end().strip_prefix("ExecStart=") else { continue };
        flags.clear();
        if !command.contains("dockerd") {
            continue;
        }
        let mut from = start + "ExecStart=".len();
        for word in command.split(' ') {
            if word.starts_with('-') && word != "-" {
                let name = word.split('=').next().unwrap_or(word);
                flags.push((name.to_owned(), unit.slice(from, from + word.len()).span));
            }
            from += word.len() + 1;
        }
    }
    flags
}
