//! Opening what a path names itself: no link on the way is followed, nothing but a regular file is opened, and opening
//! never waits.

#[cfg_attr(unix, path = "plain/unix.rs")]
#[cfg_attr(not(unix), path = "plain/portable.rs")]
mod system;

pub(super) use system::{Directory, file, keep_attributes, led_by_link, metadata};
