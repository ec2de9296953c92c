//! A user whose number is not one that was declared.

use plimsoll_linter::prelude::*;
use serde::Deserialize;

/// Nothing is reported until something is declared.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UserOutsideRange {
    min_uid: Option<u32>,
    max_uid: Option<u32>,
    deny: Vec<String>,
    #[serde(deserialize_with = "plimsoll_linter::flag")]
    numeric: bool,
}

impl Rule for UserOutsideRange {
    fn check_project(&self, project: &Project, cx: &mut Context) {
        for container in project.containers() {
            self.judge(&container.user(), container.drops_privileges(), container.stage().as_ref(), cx);
        }
        if project.app.is_none() {
            for stage in project.dockerfiles.iter().filter_map(DockerfileModel::last_stage) {
                self.judge(&stage.user(), stage.drops_privileges(), Some(&stage), cx);
            }
        }
    }
}

impl UserOutsideRange {
    /// `drops`: the image starts as root, and becomes a user that is not known here.
    fn judge(&self, user: &Value<&str>, drops: bool, stage: Option<&Stage>, cx: &mut Context) {
        let Value::Known { value, set_at } = user else { return };
        let name = value.split(':').next().unwrap_or_default();
        if self.deny.iter().any(|denied| denied == name) {
            cx.report(*set_at, format!("user `{name}` is not allowed"))
                .here("listed under `deny`")
                .help("use a different user");
            return;
        }
        let number = name.parse::<u32>().ok();
        if self.numeric && number.is_none() {
            cx.report(*set_at, format!("user `{name}` is not a number"))
                .here("the ID is known only inside the image")
                .help("use the numeric user ID");
            return;
        }
        let created = || stage.and_then(|stage| stage.account(name, stage.end()));
        let root = || (name == "root" && !drops).then_some(0);
        let Some(uid) = number.or_else(root).or_else(|| created()?.uid) else { return };
        let bounds = match (self.min_uid, self.max_uid) {
            (Some(min), _) if uid < min => format!("below {min}"),
            (_, Some(max)) if uid > max => format!("above {max}"),
            _ => return,
        };
        cx.report(*set_at, format!("user ID {uid} is {bounds}"))
            .here("outside the declared range")
            .help("choose a user ID in the range");
    }
}
