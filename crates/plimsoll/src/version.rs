//! The version of the program.

use std::sync::LazyLock;

/// The version of the program, and the day of what it knows.
pub(crate) static VERSION: LazyLock<String> = LazyLock::new(|| {
    format!(
        "{}\nfacts about images, releases and tools as of {}",
        env!("CARGO_PKG_VERSION"),
        plimsoll_facts::DAY
    )
});
