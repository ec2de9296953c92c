//! A shell script: as a RUN when it is one line, else as a here-document.
#![no_main]

use plimsoll_fuzz::{a_prefix_checks, check, file, text};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let script = text(bytes);
    let is_one_line = !script.contains(['\n', '\r']);
    let run = if is_one_line { script } else { format!("<<'END OF IT'\n{script}\nEND OF IT") };
    let files = file("Dockerfile", format!("FROM debian:13\nRUN {run}\n"));
    check(&files);
    a_prefix_checks(&files);
});
