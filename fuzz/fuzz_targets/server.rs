//! Several files in an editor.
#![no_main]

use plimsoll_fuzz::{several, the_editor_says_the_same};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    the_editor_says_the_same(&several(bytes));
});
