//! Whether text names an image, as far as its form tells.

/// Whether an engine takes `text` for the name of an image.
///
/// Source: distribution/reference, `ParseNormalizedNamed`.
pub fn is_reference(text: &str) -> bool {
    let (name, digest) = text.split_once('@').map_or((text, None), |(name, digest)| (name, Some(digest)));
    // Only a `:` behind the last `/` starts a tag: before it stands a registry's port.
    let last = name.rfind('/').map_or(0, |slash| slash + 1);
    let (folder, last) = name.split_at_checked(last).unwrap_or((name, ""));
    let (last, tag) = last.split_once(':').map_or((last, None), |(last, tag)| (last, Some(tag)));
    let path = match folder.split_once('/') {
        Some((registry, rest)) if is_registry(registry) => rest,
        _ => folder,
    };
    let is_id = path.is_empty() && last.len() == 64 && last.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut parts = path.split_terminator('/').chain([last]);
    !is_id && parts.all(is_part) && tag.is_none_or(is_tag) && digest.is_none_or(is_digest)
}

/// Whether a text holds the place of an image, which a script puts there, or whoever copies the file: `APP_IMAGE`,
/// `BASEIMAGE`, `REPLACE-ME`, `__IMAGE__`, `__registry__/app`, `ghcr.io/YOUR_NAME/app`.
pub fn is_image_placeholder(text: &str) -> bool {
    let is_name = text.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'_' | b'-'));
    let is_blank = |part: &str| {
        part.len() > 4 && part.starts_with("__") && part.ends_with("__")
            || part.starts_with("YOUR_")
            || part.starts_with("YOUR-")
    };
    let has_blank = text.split(['/', ':', '@']).any(is_blank);
    has_blank || is_name && (text.contains(['_', '-']) || text.ends_with("IMAGE"))
}

fn is_registry(part: &str) -> bool {
    let is_one = part.contains(['.', ':']) || part == "localhost" || part.chars().any(char::is_uppercase);
    is_one && part.chars().all(|c| c.is_ascii_alphanumeric() || ".:-[]".contains(c))
}

/// `[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*`
fn is_part(part: &str) -> bool {
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let separators = part.split(is_word).filter(|between| !between.is_empty());
    let is_separator = |text: &str| matches!(text, "." | "_" | "__") || text.chars().all(|c| c == '-');
    part.starts_with(is_word) && part.ends_with(is_word) && separators.into_iter().all(is_separator)
}

fn is_tag(tag: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    tag.len() <= 128 && tag.starts_with(is_word) && tag.chars().all(|c| is_word(c) || c == '.' || c == '-')
}

fn is_digest(digest: &str) -> bool {
    digest.split_once(':').is_some_and(|(algorithm, hex)| {
        algorithm.starts_with(|c: char| c.is_ascii_alphabetic())
            && hex.len() >= 32
            && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::is_reference;

    #[test]
    fn forms_of_names() {
        for name in [
            "debian",
            "debian:12.5-slim",
            "library/debian",
            "localhost:5000/team/app:1",
            "REGISTRY/app",
            "ghcr.io/acme/my__app.x-y--z:V1_2",
            "app@sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb",
            "app:1@sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb",
        ] {
            assert!(is_reference(name), "{name}");
        }
        for name in [
            "",
            "Debian",
            "debian:",
            ":12",
            "a//b",
            "/a",
            "a/",
            "a..b",
            "a___b",
            "-a",
            "a b",
            "a:-1",
            "a@sha256:12",
            "acme/App",
            "{{image}}",
            "7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb",
        ] {
            assert!(!is_reference(name), "{name}");
        }
    }
}
