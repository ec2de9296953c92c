//! A Compose file.
#![no_main]

use plimsoll_fuzz::{a_prefix_checks, check, every_format_is_readable, file, text};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let files = file("compose.yaml", text(bytes));
    every_format_is_readable(check(&files));
    a_prefix_checks(&files);
});
