//! Several files, and what fixing makes of them.
#![no_main]

use plimsoll_fuzz::{a_fix_does_no_harm, several};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    a_fix_does_no_harm(&several(bytes));
});
