//! A hook that runs as root.

use plimsoll_linter::prelude::*;
use project::is_root;

#[derive(Default)]
pub(crate) struct RootHook;

impl Rule for RootHook {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for key in ["post_start", "pre_stop"] {
            let hooks = service.get(key).and_then(|hooks| hooks.as_sequence()).unwrap_or_default();
            for user in hooks.iter().filter_map(|hook| hook.get("user")?.as_scalar()) {
                if project::resolve(user).is_known_and(|user| is_root(&user)) {
                    let message = format!("`{key}` hook of service `{}` runs as root", service.name.value);
                    cx.report(user.span, message)
                        .here("this user applies to the hook even if the service runs as another user")
                        .help("move this command to the Dockerfile, or set a different `user`");
                }
            }
        }
    }
}
