//! A service that runs as another user than its image was made for.

use plimsoll_linter::prelude::*;
use project::is_root;

#[derive(Default)]
pub(crate) struct OverriddenUser;

impl Rule for OverriddenUser {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let (Some(own), Some(stage)) = (&container.service.user, container.stage()) else { return };
        let (Some(user), Value::Known { value: of_image, set_at }) = (container.user().get(), stage.user())
        else {
            return;
        };
        // To run as root is another matter, see `root-user`; a name and a number may be the same user.
        let plain = |user: &str| user.split(':').next().unwrap_or_default().to_owned();
        let is_number = |user: &str| user.bytes().all(|byte| byte.is_ascii_digit());
        let (now, before) = (plain(user), plain(of_image));
        if is_root(user) || is_root(of_image) || now == before || is_number(&now) != is_number(&before) {
            return;
        }
        cx.report(own.span, format!("{} overrides its image's user", container.title()))
            .here(format!("the container runs as `{now}`"))
            .label(set_at, format!("the image was built for `{before}`"))
            .help(format!("remove `{}`, or build the image for this user", container.says("user")));
    }
}
