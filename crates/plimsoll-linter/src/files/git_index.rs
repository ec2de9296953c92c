//! Git's index: which files are tracked, read without Git.
//!
//! Only paths and modes are wanted, so this reads versions 2 to 4 of the format and skips everything else.
//! <https://git-scm.com/docs/index-format>

/// Statistics, device, owner and size stand before the object's name; the mode is among them.
const BEFORE_OBJECT: usize = 40;
const MODE: usize = 24;
/// Entries start at multiples of this, up to version 3.
const ALIGNMENT: usize = 8;
/// Flags: the entry has two bytes more, and the length of its path, if that fits.
const EXTENDED: u16 = 0x4000;
const PATH_LENGTH: u16 = 0x0fff;

/// What an entry stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    /// A file with contents of its own.
    File,
    /// The same, and it can be executed.
    Program,
    /// Another repository: a submodule.
    Repository,
    /// A symbolic link.
    Link,
    /// A directory of which nothing is checked out.
    Other,
}

/// Hands each tracked path to `take`, and gives the name of the shared index that has more of them.
///
/// `object` is how many bytes the name of an object has.
pub(super) fn read(
    bytes: &[u8],
    object: usize,
    take: &mut dyn FnMut(&[u8], EntryKind),
) -> Result<Option<String>, &'static str> {
    const SHORT: &str = "the file is truncated";
    let mut input = Input { bytes, at: 0 };
    if input.take(4).ok_or(SHORT)? != b"DIRC" {
        return Err("the file is not a Git index");
    }
    let version = input.number().ok_or(SHORT)?;
    if !(2..=4).contains(&version) {
        return Err("the index version is not supported");
    }
    let mut path = Vec::new();
    for _ in 0..input.number().ok_or(SHORT)? {
        let kind = input.entry(version, object, &mut path).ok_or(SHORT)?;
        // An entry without a path changes one of the shared index.
        if !path.is_empty() {
            take(&path, kind);
        }
    }
    // The checksum of everything stands at the end.
    while bytes.len().saturating_sub(input.at) > object {
        let signature = input.take(4).ok_or(SHORT)?;
        let length = input.number().ok_or(SHORT)?;
        let body = input.take(length as usize).ok_or(SHORT)?;
        match signature {
            b"link" => return body.get(..object).map(|name| Some(hexadecimal(name))).ok_or(SHORT),
            // Some entries are directories, of which nothing is checked out; or it may be skipped.
            b"sdir" | [b'A'..=b'Z', ..] => {}
            _ => return Err("the index has an extension that is not supported"),
        }
    }
    Ok(None)
}

struct Input<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Input<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let taken = self.bytes.get(self.at..)?.get(..count)?;
        self.at += count;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    fn flags(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes(self.take(2)?.try_into().ok()?))
    }

    /// Reads an entry. `path` is that of the entry before, and then that of this one.
    fn entry(&mut self, version: u32, object: usize, path: &mut Vec<u8>) -> Option<EntryKind> {
        let start = self.at;
        let mode: [u8; 4] = self.take(BEFORE_OBJECT)?.get(MODE..MODE + 4)?.try_into().ok()?;
        self.take(object)?;
        let flags = self.flags()?;
        if flags & EXTENDED != 0 {
            self.flags()?;
        }
        if version == 4 {
            let dropped = self.varint()?;
            path.truncate(path.len().checked_sub(dropped)?);
            path.extend(self.until_nul(0)?);
        } else {
            path.clear();
            path.extend(self.until_nul(usize::from(flags & PATH_LENGTH))?);
            // The NUL behind the path is the first byte of the padding.
            let length = self.at - 1 - start;
            self.take(ALIGNMENT - length % ALIGNMENT - 1)?;
        }
        let mode = u32::from_be_bytes(mode);
        Some(match mode >> 12 {
            0o10 if mode & 0o111 != 0 => EntryKind::Program,
            0o10 => EntryKind::File,
            0o12 => EntryKind::Link,
            0o16 => EntryKind::Repository,
            _ => EntryKind::Other,
        })
    }

    /// A path and the NUL behind it; at least `known` bytes of it are known to be none.
    fn until_nul(&mut self, known: usize) -> Option<&'b [u8]> {
        let rest = self.bytes.get(self.at..)?;
        let length = known + rest.get(known..)?.iter().position(|byte| *byte == 0)?;
        self.take(length + 1)?.split_last().map(|(_, path)| path)
    }

    /// A number of any length, as Git writes offsets.
    fn varint(&mut self) -> Option<usize> {
        let mut value = 0usize;
        loop {
            let &[byte] = self.take(1)? else { return None };
            value = value.checked_mul(128)?.checked_add(usize::from(byte & 0x7f))?;
            if byte & 0x80 == 0 {
                return Some(value);
            }
            value = value.checked_add(1)?;
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |name, byte| name + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An index of version 2 or 3 with these modes and paths, and extensions.
    fn index(version: u32, entries: &[(u32, &str)], extensions: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut bytes = b"DIRC".to_vec();
        bytes.extend(version.to_be_bytes());
        bytes.extend((entries.len() as u32).to_be_bytes());
        for (mode, path) in entries {
            let start = bytes.len();
            bytes.extend([0; MODE]);
            bytes.extend(mode.to_be_bytes());
            bytes.extend([0; BEFORE_OBJECT - MODE - 4 + 20]);
            let extended = if version == 3 { EXTENDED } else { 0 };
            bytes.extend((path.len() as u16 | extended).to_be_bytes());
            bytes.extend(vec![0; if version == 3 { 2 } else { 0 }]);
            bytes.extend(path.as_bytes());
            let length = bytes.len() - start;
            bytes.extend(vec![0; ALIGNMENT - length % ALIGNMENT]);
        }
        for (signature, body) in extensions {
            bytes.extend(*signature);
            bytes.extend((body.len() as u32).to_be_bytes());
            bytes.extend(*body);
        }
        bytes.extend([0; 20]);
        bytes
    }

    fn paths(bytes: &[u8]) -> (Vec<String>, Result<Option<String>, &'static str>) {
        let mut paths = Vec::new();
        let read = read(bytes, 20, &mut |path, kind| {
            paths.push(format!("{} {kind:?}", String::from_utf8_lossy(path)));
        });
        (paths, read)
    }

    #[test]
    fn paths_and_what_they_stand_for() {
        let entries =
            [(0o100_644, "a"), (0o120_000, "b/link"), (0o160_000, "module"), (0o100_755, "z/seven")];
        let expected = ["a File", "b/link Link", "module Repository", "z/seven Program"];
        for version in [2, 3] {
            let (found, shared) = paths(&index(version, &entries, &[(b"TREE", b"x")]));
            assert_eq!((found, shared), (expected.map(str::to_owned).to_vec(), Ok(None)));
        }
        let shared = paths(&index(2, &[], &[(b"link", &[0xab; 20])])).1;
        assert_eq!(shared, Ok(Some("ab".repeat(20))));
        assert!(paths(&index(2, &[], &[(b"next", b"")])).1.is_err());
        assert!(paths(&index(5, &[], &[])).1.is_err());
    }

    /// Version 4 names only what differs from the path before.
    #[test]
    fn paths_that_share_their_beginning() {
        let mut bytes = b"DIRC\0\0\0\x04\0\0\0\x02".to_vec();
        for (dropped, rest) in [(0, "api/Dockerfile"), (10, "compose.yaml")] {
            bytes.extend([0; BEFORE_OBJECT + 22]);
            bytes.push(dropped);
            bytes.extend(rest.as_bytes());
            bytes.push(0);
        }
        bytes.extend([0; 20]);
        assert_eq!(paths(&bytes).0, ["api/Dockerfile Other", "api/compose.yaml Other"]);
    }

    /// Whatever stands in it, reading ends with an answer.
    #[test]
    fn a_hostile_index_is_refused() {
        let whole = index(2, &[(0o100_644, "a/Dockerfile"), (0o100_644, "b")], &[(b"TREE", b"abc")]);
        for end in 0..whole.len() {
            let _ = paths(&whole[..end]);
            for byte in [0, 0x7f, 0xff] {
                let mut bytes = whole.clone();
                bytes[end] = byte;
                let _ = paths(&bytes);
            }
        }
        assert_eq!(paths(b"DIRC\0\0\0\x02\xff\xff\xff\xff").1, Err("the file is truncated"));
    }
}
