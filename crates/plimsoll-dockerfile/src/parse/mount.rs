//! The flags of RUN: mounts, devices, network and security.
//!
//! Source: BuildKit, `instructions/commands_runmount.go` and its neighbours.

use plimsoll_diagnostics::Text;

use super::Parser;
use crate::flags::Scanned;
use crate::line_slice::Part;
use crate::{Mount, Word};

const TYPES: [&str; 5] = Mount::TYPES;
/// Keys that may stand without a value.
const BARE: [&str; 5] = ["readonly", "ro", "readwrite", "rw", "required"];
/// Keys that need one.
const VALUED: [&str; 14] = [
    "type",
    "from",
    "source",
    "src",
    "target",
    "dst",
    "destination",
    "id",
    "sharing",
    "size",
    "mode",
    "uid",
    "gid",
    "env",
];

impl Mount<'_> {
    /// What a mount may be of.
    pub const TYPES: [&'static str; 5] = ["bind", "cache", "tmpfs", "secret", "ssh"];

    /// The fields of a mount of this type, each under its most common name.
    pub fn fields_of(kind: &str) -> &'static [&'static str] {
        match kind {
            "bind" => &["type", "source", "target", "from", "readwrite"],
            "cache" => {
                &["type", "id", "target", "sharing", "from", "source", "readonly", "mode", "uid", "gid"]
            }
            "tmpfs" => &["type", "target", "size"],
            "secret" => &["type", "id", "target", "env", "required", "mode", "uid", "gid"],
            "ssh" => &["type", "id", "target", "required", "mode", "uid", "gid"],
            _ => &["type"],
        }
    }
}

impl<'s> Parser<'s> {
    /// The mounts of a RUN; the values of its flags are checked on the way.
    pub(super) fn run_flags(&mut self, flags: &[Scanned<'s>]) -> Vec<Mount<'s>> {
        let mut mounts = Vec::new();
        for scanned in flags {
            let Some(value) = &scanned.flag.value else { continue };
            match scanned.flag.key() {
                "mount" => {
                    let mount = Mount { word: value.clone(), fields: self.fields(scanned, value) };
                    self.check_mount(&mount);
                    self.check_together(&mount);
                    mounts.push(mount);
                }
                "device" => self.check_device(scanned, value),
                "network" => self.check_choice(value, "--network", &["default", "none", "host"]),
                "security" => self.check_choice(value, "--security", &["sandbox", "insecure"]),
                _ => {}
            }
        }
        mounts
    }

    /// The comma-separated fields of a flag's value.
    fn fields(&self, scanned: &Scanned<'s>, value: &Word<'s>) -> Vec<(Text<'s>, Option<Text<'s>>)> {
        let field = |part: Part<'_, 's>| match part.split_once('=') {
            Some((key, value)) => (key.raw(), Some(value.raw())),
            None => (part.raw(), None),
        };
        let Some(decoded) = &scanned.decoded else {
            let split = |text: Text<'s>| match text.split_once('=') {
                Some((key, value)) => (key, Some(value)),
                None => (text, None),
            };
            // A line continued inside of the value stays in the text; rare enough not to be looked for.
            return value.text.split(',').map(split).collect();
        };
        let whole = Part::whole(decoded, self.source);
        let Some((_, value)) = whole.split_once('=') else { return Vec::new() };
        let mut fields = Vec::new();
        let mut rest = Some(value);
        while let Some(part) = rest {
            let (first, next) =
                part.split_once(',').map_or((part, None), |(first, next)| (first, Some(next)));
            fields.push(field(first));
            rest = next;
        }
        fields
    }

    fn check_choice(&mut self, value: &Word<'s>, flag: &str, choices: &[&str]) {
        // An empty value is the default.
        if value.value.is_empty() || choices.contains(&&*value.value) {
            return;
        }
        let choices: Vec<_> = choices.iter().map(|choice| format!("`{choice}`")).collect();
        self.problems.validity(
            value.text.span,
            format!("`{}` is not a valid value for `{flag}`", value.value),
            "BuildKit rejects this value",
            format!("write one of {}", choices.join(", ")),
        );
    }

    fn check_device(&mut self, scanned: &Scanned<'s>, value: &Word<'s>) {
        let fields = self.fields(scanned, value);
        let has_name =
            fields.iter().any(|(key, value)| key.raw.eq_ignore_ascii_case("name") && value.is_some());
        for (at, (key, value)) in fields.iter().enumerate() {
            let name = key.raw.to_ascii_lowercase();
            // The name of a device may hold a `=` itself: `vendor.com/class=name`.
            let is_name = at == 0 && !has_name && name != "required";
            let is_known = match value {
                _ if is_name => true,
                Some(value) if name == "required" => is_bool(value.raw),
                Some(_) => name == "name",
                None => name == "required",
            };
            if !is_known {
                self.problems.validity(
                    value.map_or(key.span, |value| key.span.to(value.span)),
                    format!("`{}` is not a valid field of `--device`", key.raw),
                    "BuildKit rejects this field",
                    "write `--device=name` or `--device=name,required`",
                );
            }
        }
    }

    fn check_mount(&mut self, mount: &Mount<'s>) {
        if let Some(from) = mount.from().filter(|from| from.raw.contains('$')) {
            self.problems.validity(
                from.span,
                "`from` does not expand variables in a mount",
                "this is a variable",
                "name a stage with `FROM … AS name` and mount from that stage",
            );
        }
        for (key, value) in &mount.fields {
            let name = key.raw.to_ascii_lowercase();
            if key.raw.contains(['$', '"', '\'', '\\', '\n']) {
                continue;
            }
            let is_bare = BARE.contains(&&*name);
            if !is_bare && !VALUED.contains(&&*name) {
                self.problems.validity(
                    key.span,
                    format!("`{}` is not a valid field of `--mount`", key.raw),
                    "BuildKit rejects this field",
                    "write fields as `type=…,source=…,target=…`",
                );
                continue;
            }
            let Some(value) = value else {
                if !is_bare {
                    self.problems.validity(
                        key.span,
                        format!("`{name}` in `--mount` has no value"),
                        "`=` and a value are missing here",
                        format!("write `{name}=…`"),
                    );
                }
                continue;
            };
            let wanted = match &*name {
                _ if value.raw.contains('$') => None,
                "type" if !TYPES.contains(&&*value.raw.to_ascii_lowercase()) => {
                    Some("write one of `bind`, `cache`, `tmpfs`, `secret`, `ssh`")
                }
                "sharing" if !["shared", "private", "locked"].contains(&&*value.raw.to_ascii_lowercase()) => {
                    Some("write one of `shared`, `private`, `locked`")
                }
                "mode" if u32::from_str_radix(value.raw, 8).is_err() => {
                    Some("write the mode in octal: `mode=0400`")
                }
                "uid" | "gid" if value.raw.parse::<u32>().is_err() => Some("write a number"),
                _ if is_bare && !is_bool(value.raw) => Some("write `true` or `false`"),
                _ => None,
            };
            if let Some(help) = wanted {
                let message = format!("`{}` is not a valid value for `{name}`", value.raw);
                self.problems.validity(value.span, message, "BuildKit rejects this value", help);
            }
        }
    }
}

impl<'s> Parser<'s> {
    /// Fields that the type of the mount does not have, and what a secret needs.
    fn check_together(&mut self, mount: &Mount<'s>) {
        let kind = mount.kind().to_ascii_lowercase();
        if !TYPES.contains(&&*kind) {
            return;
        }
        for (key, _) in &mount.fields {
            let fits: &[&str] = match &*key.raw.to_ascii_lowercase() {
                "mode" | "uid" | "gid" => &["secret", "ssh", "cache"],
                "required" => &["secret", "ssh"],
                "sharing" => &["cache"],
                "size" => &["tmpfs"],
                "from" if kind == "secret" => &["bind", "cache"],
                _ => continue,
            };
            if !fits.contains(&&*kind) {
                let kinds: Vec<_> = fits.iter().map(|kind| format!("`type={kind}`")).collect();
                self.problems.validity(
                    key.span,
                    format!("a mount of type `{kind}` does not support `{}`", key.raw),
                    "BuildKit rejects this field",
                    format!("remove this field: only {} supports it", kinds.join(" and ")),
                );
            }
        }
        if kind != "secret" {
            return;
        }
        let (source, id) = (mount.field(&["source", "src"]), mount.field(&["id"]));
        if source.or(id).or(mount.target()).is_none() && !mount.word.text.raw.contains('$') {
            self.problems.validity(
                mount.word.text.span,
                "a mount of type `secret` must specify a secret",
                "neither `id` nor `target` is set",
                "write `id=…`",
            );
        }
        if let (Some(source), Some(_)) = (source, id) {
            self.problems.validity(
                source.span,
                "a mount of type `secret` specifies its secret twice",
                "`id` already specifies the secret",
                "remove this field, and keep `id`",
            );
        }
    }
}

/// What Go's `strconv.ParseBool` takes.
fn is_bool(text: &str) -> bool {
    matches!(text, "1" | "t" | "T" | "TRUE" | "true" | "True" | "0" | "f" | "F" | "FALSE" | "false" | "False")
}
