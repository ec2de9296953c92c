//! `file:` URIs and paths.

use std::fmt::Write;

/// The path of a `file:` URI, with `/` between folders; `None` for any other scheme.
pub(crate) fn to_path(uri: &str) -> Option<String> {
    let rest = uri.strip_prefix("file://")?;
    // `file://server/share` names a host; `file:///C%3A/x` a drive.
    let (host, path) = rest.split_at_checked(rest.find('/')?)?;
    let path = decode(path);
    let is_drive =
        path.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic) && path.as_bytes().get(2) == Some(&b':');
    Some(match host {
        "" | "localhost" if is_drive => {
            let path = path.strip_prefix('/').unwrap_or(&path);
            let (drive, rest) = path.split_at_checked(1).unwrap_or((path, ""));
            format!("{}{rest}", drive.to_ascii_lowercase())
        }
        "" | "localhost" => path,
        host => format!("//{host}{path}"),
    })
}

/// The URI of an absolute path.
pub(crate) fn of_path(path: &str) -> String {
    let mut uri = String::from("file://");
    if !path.starts_with('/') {
        uri.push('/');
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            _ => {
                // A `String` takes whatever is written to it.
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let digit = |at: usize| behind.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (first, digit(0), digit(1)) {
            bytes.push((high * 16 + low) as u8);
            rest = behind.get(2..).unwrap_or_default();
        } else {
            bytes.push(first);
            rest = behind;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for (uri, path) in [
            ("file:///a/b%20c/D%C3%A9", "/a/b c/Dé"),
            ("file:///c%3A/x", "c:/x"),
            ("file:///100%25", "/100%"),
        ] {
            assert_eq!(to_path(uri).as_deref(), Some(path));
            assert_eq!(of_path(path), uri);
        }
        assert_eq!(to_path("file:///C:/x").as_deref(), Some("c:/x"));
        assert_eq!(to_path("file://server/share/x").as_deref(), Some("//server/share/x"));
        assert_eq!(to_path("untitled:Untitled-1"), None);
    }
}
