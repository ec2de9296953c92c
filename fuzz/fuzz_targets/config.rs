//! A configuration, over two files that it is about.
#![no_main]

use plimsoll_fuzz::{a_prefix_checks, check, every_format_is_readable, file, text};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut files = file("plimsoll.toml", text(bytes));
    files.extend(file("Dockerfile", "FROM debian:latest\nRUN apt-get install curl\n"));
    files.extend(file("compose.yaml", "services:\n  web:\n    build: .\n    privileged: true\n"));
    every_format_is_readable(check(&files));
    a_prefix_checks(&files);
});
