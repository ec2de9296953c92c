//! Which user a stage that ends as root could switch to.

use crate::{Base, Stage};

impl Stage<'_> {
    /// What to write at the end of a stage that ends as root: a user that the image has, else one that is created with
    /// the program of its distribution.
    pub fn user_to_switch_to(&self) -> String {
        if let Some(runtime) = self.root_image().and_then(crate::values::image::ImageName::hardened_runtime) {
            return format!("start the final stage from `{runtime}`, which does not run as root");
        }
        let known = self.known_image();
        // Without a shell, no RUN creates a user.
        let lacks_shell = known.is_some_and(|known| known.has_tool("sh") == Some(false));
        if let Some(known) = known
            && let Some(name) = known.created_users().find(|name| *name != "root")
        {
            let written: Vec<&str> = known.written_paths().filter(|path| *path != "/tmp").collect();
            if !written.is_empty() {
                let written = written.join(" ");
                return format!(
                    "end this stage with `RUN chown -R {name} {written}` and `USER {name}`: the program in this image needs write access to these paths"
                );
            }
            if lacks_shell && let Some(uid) = known.uid_of(name) {
                return format!("end this stage with `USER {uid}`: the image has this user (`{name}`)");
            }
            let uid = known.uid_of(name).map(|uid| format!(" (uid {uid})")).unwrap_or_default();
            return format!("end this stage with `USER {name}`: the image has this user{uid}");
        }
        if lacks_shell || matches!(self.root_base(), Base::Scratch) {
            return "end this stage with a numeric user: `USER 10001`".to_owned();
        }
        let has_apk = known.is_some_and(|known| known.has_tool("apk") == Some(true));
        let create = if has_apk { "adduser -D -u 10001 app" } else { "useradd --uid 10001 app" };
        format!("add `RUN {create}`, and end this stage with `USER 10001`")
    }
}
