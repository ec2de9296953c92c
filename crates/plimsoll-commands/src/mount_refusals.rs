//! What the client rejects in the value of `--mount` (docker/cli, `opts/mount.go` and `opts/mount_utils.go`).

use crate::numbers::is_size;
use crate::{MountSpec, Word};

/// The names that a mount can have a value for, and the type of mount that each is for.
const NAMES: [(&str, &str); 21] = [
    ("type", ""),
    ("source", ""),
    ("src", ""),
    ("target", ""),
    ("dst", ""),
    ("destination", ""),
    ("readonly", ""),
    ("ro", ""),
    ("consistency", ""),
    ("bind-propagation", "bind"),
    ("bind-nonrecursive", "bind"),
    ("bind-recursive", "bind"),
    ("bind-create-src", "bind"),
    ("volume-subpath", "volume"),
    ("volume-nocopy", "volume"),
    ("volume-label", "volume"),
    ("volume-driver", "volume"),
    ("volume-opt", "volume"),
    ("image-subpath", "image"),
    ("tmpfs-size", "tmpfs"),
    ("tmpfs-mode", "tmpfs"),
];

/// The names that may stand without a value.
const FLAGS: [&str; 5] = ["readonly", "ro", "volume-nocopy", "bind-nonrecursive", "bind-create-src"];

/// What is wrong with a mount, and what helps.
pub(crate) fn refused(value: &Word) -> Option<(String, String)> {
    let text = value.literal()?;
    let spec = MountSpec::read(value);
    if !spec.is_known() {
        return None;
    }
    let usual = || "write `type=bind,source=PATH,target=PATH`".to_owned();
    if text.trim().is_empty() {
        return Some(("`--mount` has an empty value".to_owned(), usual()));
    }
    let has_space = |field: &str| field.split('=').next().is_some_and(|name| name.trim() != name);
    if !text.contains('"') && text.split(',').any(has_space) {
        return Some((
            format!("there is a space between the options of `{text}`"),
            "remove the spaces between the options".to_owned(),
        ));
    }
    let kind = spec.get(&["type"]).map_or(Some("volume"), Word::text)?.to_ascii_lowercase();
    for (name, value) in &spec.fields {
        if let Some(found) = field(name, value.as_ref(), &kind) {
            return Some(found);
        }
    }
    let recursive = spec.get(&["bind-recursive"]).and_then(Word::text);
    if let Some(mode @ ("readonly" | "writable")) = recursive
        && !spec.has(&["readonly", "ro"])
    {
        let message = format!("`bind-recursive={mode}` requires `readonly`");
        return Some((message, "add `readonly`".to_owned()));
    }
    if !matches!(&*kind, "bind" | "volume" | "tmpfs" | "npipe" | "cluster" | "image") {
        return Some((format!("`{kind}` is not a valid mount type"), usual()));
    }
    if spec.get(&["target", "dst", "destination"]).is_none() {
        return Some((format!("the mount `{text}` has no target"), usual()));
    }
    if kind == "bind" && spec.get(&["source", "src"]).is_none() {
        return Some((format!("the bind mount `{text}` has no source"), usual()));
    }
    None
}

/// What is wrong with one name of a mount and its value.
fn field(name: &str, value: Option<&Word>, kind: &str) -> Option<(String, String)> {
    // What is quoted as a whole is read by rules of CSV.
    if name.contains('"') {
        return None;
    }
    let Some((_, of)) = NAMES.iter().find(|(known, _)| *known == name) else {
        return Some((format!("`--mount` has no option `{name}`"), advice(name, kind)));
    };
    if !of.is_empty() && *of != kind {
        let message = format!("`{name}` cannot be used with a mount of type `{kind}`");
        return Some((message, format!("remove `{name}`, or write `type={of}`")));
    }
    let Some(value) = value else {
        let is_flag = FLAGS.contains(&name);
        return (!is_flag).then(|| (format!("`{name}` has no value"), format!("write `{name}=VALUE`")));
    };
    let text = value.text()?;
    if text.trim().is_empty() {
        return Some((format!("`{name}` has an empty value"), format!("write `{name}=VALUE`, or remove it")));
    }
    let wrong = |help: &str| Some((format!("`{text}` is not a valid value for `{name}`"), help.to_owned()));
    match name {
        _ if FLAGS.contains(&name) && !matches!(text, "true" | "false" | "1" | "0") => {
            wrong(&format!("write `{name}`, `{name}=true` or `{name}=false`"))
        }
        "bind-recursive" if !matches!(text, "enabled" | "disabled" | "writable" | "readonly") => {
            wrong("write `enabled`, `disabled`, `writable` or `readonly`")
        }
        "tmpfs-size" if !is_size(text) => wrong("write a size, such as `tmpfs-size=64m`"),
        "tmpfs-mode" if u32::from_str_radix(text, 8).is_err() => {
            wrong("write octal digits, such as `tmpfs-mode=1777`")
        }
        _ => None,
    }
}

/// What helps against a name that no mount has.
fn advice(name: &str, kind: &str) -> String {
    let of_kind = format!("{kind}-{name}");
    match name {
        _ if NAMES.iter().any(|(known, _)| *known == of_kind) => {
            format!("did you mean `{of_kind}`?")
        }
        "read-only" => "write `readonly`".to_owned(),
        "z" | "relabel" => "remove it, or use `--volume` with `:z`, which relabels the files".to_owned(),
        _ if name.contains(':') => "write `type=bind,source=PATH,target=PATH`".to_owned(),
        _ => match plimsoll_diagnostics::nearest(name, NAMES.iter().map(|(known, _)| *known)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "remove it".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Span};

    use super::*;

    #[test]
    fn mounts_are_judged_as_the_client_does() {
        let refused = |text: &str| {
            let word = Word::known(text, Span::new(FileId::FIRST, 0, text.len()));
            refused(&word).map(|(message, _)| message)
        };
        for text in [
            "type=bind,src=/a,dst=/b,readonly",
            "type=bind,source=/a,target=/b,ro=true,bind-propagation=rslave,consistency=cached",
            "TYPE=bind,Source=/a,Target=/b",
            "source=v,target=/b,volume-nocopy,volume-opt=type=nfs",
            "type=tmpfs,target=/t,tmpfs-size=64m,tmpfs-mode=1777",
            "type=image,source=alpine,target=/b,image-subpath=etc",
            "type=bind,\"source=/a,b\",target=/b",
            "type=bind,source=/a,target=/b,bind-nonrecursive",
        ] {
            assert_eq!(refused(text), None, "{text}");
        }
        for (text, expected) in [
            ("", "`--mount` has an empty value"),
            ("/a:/b", "`--mount` has no option `/a:/b`"),
            ("type=bind,source=/a,target=/b,read-only", "`--mount` has no option `read-only`"),
            ("type=bind,source=/a,target=/b,readonly=yes", "`yes` is not a valid value for `readonly`"),
            ("type=bind,source=/a,target=/b,z", "`--mount` has no option `z`"),
            ("type=tmpfs,target=/t,size=64m", "`--mount` has no option `size`"),
            ("type=tmpfs,target=/t,tmpfs-mode=rwx", "`rwx` is not a valid value for `tmpfs-mode`"),
            (
                "type=bind,source=/a,target=/b,tmpfs-size=1m",
                "`tmpfs-size` cannot be used with a mount of type `bind`",
            ),
            (
                "type=bind, source=/a,target=/b",
                "there is a space between the options of `type=bind, source=/a,target=/b`",
            ),
            ("type=bind,source=,target=/b", "`source` has an empty value"),
            ("type=bind,source=/a", "the mount `type=bind,source=/a` has no target"),
            ("type=volume,source=a,target", "`target` has no value"),
        ] {
            assert_eq!(refused(text).as_deref(), Some(expected), "{text}");
        }
    }
}
