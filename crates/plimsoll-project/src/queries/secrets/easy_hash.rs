//! Hashes of passwords that anybody would try. `htpasswd` makes them of the user's name and a password with its variant of MD5
//! (`$apr1$`), which is fast enough to try some words (<https://httpd.apache.org/docs/2.4/misc/password_encryptions.html>).

use std::sync::LazyLock;

use plimsoll_facts::{passwords, published_secrets};

/// How many hashes of a file are compared with easy words.
const MOST_TRIED: usize = 8;

/// The hashes in a file of passwords that anybody would try.
#[derive(Debug, Default)]
pub struct EasyHashes {
    tried: usize,
}

impl EasyHashes {
    /// Whether this is one. Those after the first few are not tried.
    pub fn contain(&mut self, value: &str) -> bool {
        self.tried += 1;
        self.tried <= MOST_TRIED && is_easy_hash(value)
    }
}

/// Whether each hash in a list of `user:hash` is that of an easy word, or one that documentation publishes.
fn is_easy_hash(value: &str) -> bool {
    let value = value.replace("$$", "$");
    let items = value.split(',').map(str::trim).filter(|item| !item.is_empty());
    let count = items.clone().count();
    (1..=MOST_TRIED).contains(&count) && items.into_iter().all(is_easy)
}

fn is_easy(item: &str) -> bool {
    let (user, hash) = item.split_once(':').unwrap_or(("", item));
    if published_secrets::contains(hash) {
        return true;
    }
    let salt = hash.strip_prefix("$apr1$").and_then(|rest| rest.split_once('$'));
    salt.is_some_and(|(salt, rest)| {
        let is_it = |word: &str| apr1(word.as_bytes(), salt.as_bytes()) == rest;
        ["password", user].into_iter().any(is_it) || passwords::common_parts().any(is_it)
    })
}

/// The hash of a password with this salt (APR, `crypto/apr_md5.c`, function `apr_md5_encode`).
fn apr1(password: &[u8], salt: &[u8]) -> String {
    let inner = md5(&[password, salt, password].concat());
    let mut text = [password, b"$apr1$", salt].concat();
    text.extend(inner.iter().cycle().take(password.len()));
    let mut len = password.len();
    while len > 0 {
        text.push(if len & 1 == 1 { 0 } else { password.first().copied().unwrap_or_default() });
        len >>= 1;
    }
    let mut digest = md5(&text);
    for round in 0..1000 {
        text.clear();
        let is_odd = round % 2 == 1;
        text.extend_from_slice(if is_odd { password } else { &digest });
        text.extend_from_slice(if round % 3 > 0 { salt } else { &[] });
        text.extend_from_slice(if round % 7 > 0 { password } else { &[] });
        text.extend_from_slice(if is_odd { &digest } else { password });
        digest = md5(&text);
    }
    encoded(&digest)
}

/// A digest in the base64 of `crypt`, which takes its bytes in an order of its own.
fn encoded(digest: &[u8; 16]) -> String {
    const LETTERS: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let byte = |at: usize| u32::from(digest.get(at).copied().unwrap_or_default());
    let threes = [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5]];
    let groups = threes.map(|[high, middle, low]| (byte(high) << 16 | byte(middle) << 8 | byte(low), 4));
    let mut text = String::new();
    for (mut bits, count) in groups.into_iter().chain([(byte(11), 2)]) {
        for _ in 0..count {
            text.extend(LETTERS.get((bits & 63) as usize).map(|letter| char::from(*letter)));
            bits >>= 6;
        }
    }
    text
}

/// The constants of MD5 (RFC 1321, section 3.4).
static SINES: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let scaled = (1..=64_u32).map(|at| (f64::from(at).sin().abs() * 4_294_967_296.0) as i64);
    scaled.map(|value| u32::try_from(value).unwrap_or_default()).collect()
});
const TURNS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];

/// MD5 (RFC 1321).
fn md5(text: &[u8]) -> [u8; 16] {
    let mut padded = text.to_vec();
    padded.push(0x80);
    padded.resize(padded.len().next_multiple_of(64) + if padded.len() % 64 > 56 { 64 } else { 0 } - 8, 0);
    padded.extend((text.len() as u64 * 8).to_le_bytes());
    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in padded.chunks_exact(64) {
        let words: Vec<u32> = block
            .chunks_exact(4)
            .map(|four| four.iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte)))
            .collect();
        let [mut a, mut b, mut c, mut d] = state;
        for (at, sine) in SINES.iter().enumerate() {
            let (mixed, from) = match at / 16 {
                0 => (b & c | !b & d, at),
                1 => (d & b | !d & c, 5 * at + 1),
                2 => (b ^ c ^ d, 3 * at + 5),
                _ => (c ^ (b | !d), 7 * at),
            };
            let word = words.get(from % 16).copied().unwrap_or_default();
            let turn = TURNS.get(at / 16).and_then(|row| row.get(at % 4)).copied().unwrap_or_default();
            let sum = mixed.wrapping_add(a).wrapping_add(*sine).wrapping_add(word);
            (a, b, c, d) = (d, b.wrapping_add(sum.rotate_left(turn)), b, c);
        }
        for (own, new) in state.iter_mut().zip([a, b, c, d]) {
            *own = own.wrapping_add(new);
        }
    }
    let mut digest = [0; 16];
    for (own, byte) in digest.iter_mut().zip(state.into_iter().flat_map(u32::to_le_bytes)) {
        *own = byte;
    }
    digest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_the_rfc() {
        let hex = |text: &str| format!("{:032x}", u128::from_be_bytes(md5(text.as_bytes())));
        assert_eq!(hex(""), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(hex("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
        assert_eq!(hex(&"1234567890".repeat(8)), "57edf4a22be3c955ac49da2e2107b67a");
        // The length does not fit into the same block.
        assert_eq!(hex(&"12345678".repeat(7)), "a61ecba06aaba225d2f6d36057c4b67c");
    }

    #[test]
    fn easy_words_are_found() {
        for (value, expected) in [
            ("admin:$$apr1$$8EVjn/nj$$GiLUZqcbueTFeD23SuB6x0", true),
            ("user:$apr1$mv/7eBGq$blXoet7kdjDve702x5gLx/", true),
            ("test:$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/,test2:$apr1$d9hr9HBB$4HxwgUir3HP4EsggP/QNo0", true),
            ("admin:$apr1$YCBR.H9G$GZunUHf1cdN/X8ao.YTDT/", true),
            ("testuser:$apr1$JXRA7j2s$LpVns9vsme8FHN0r.aSt11", false),
            ("", false),
        ] {
            assert_eq!(is_easy_hash(value), expected, "{value}");
        }
    }
}
