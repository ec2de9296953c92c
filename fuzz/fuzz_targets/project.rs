//! Several files that belong together.
#![no_main]

use plimsoll_fuzz::{a_prefix_checks, a_session_says_the_same, check, several, threads_say_the_same};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let files = several(bytes);
    check(&files);
    a_prefix_checks(&files);
    threads_say_the_same(&files);
    a_session_says_the_same(&files);
});
