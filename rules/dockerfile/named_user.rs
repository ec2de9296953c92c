//! The last USER of an image is a name.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct NamedUser;

impl Rule for NamedUser {
    fn check_user(&self, user: &dockerfile::User, cx: &mut Context) {
        let is_later = |stage: Stage| {
            let later = stage.instructions().get(cx.index() + 1..).unwrap_or_default();
            !stage.is_last() || later.iter().any(|instruction| matches!(instruction.kind, Kind::User(_)))
        };
        if cx.stage().is_some_and(is_later) || cx.is_trigger() {
            return;
        }
        // The build may give an ARG a number.
        let is_argument =
            |name: &str| !cx.stage().is_some_and(|stage| stage.env_at(name, cx.index()).is_known());
        if user.user.variables().iter().any(|variable| is_argument(variable.name)) {
            return;
        }
        let Some(text) = cx.expand(&user.user) else { return };
        let name = text.split(':').next().unwrap_or_default();
        let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
        // Root is root, under either name.
        if name.is_empty()
            || is_number
            || name == "root"
            || cx.stage().is_some_and(|stage| stage.is_windows())
        {
            return;
        }
        let message = format!("`USER` is set to a name (`{name}`), not a numeric ID");
        let account = cx.stage().and_then(|stage| stage.account(name, cx.index()));
        let uid = account.and_then(|account| account.uid.map(|uid| (uid, account.span)));
        let fixed = uid.map(|(uid, _)| user.user.value.replacen(name, &uid.to_string(), 1));
        let finding = cx.report(user.user.text.span, message);
        finding.here("with `runAsNonRoot`, Kubernetes requires a numeric user ID");
        match (uid, fixed.filter(|_| user.user.value.starts_with(name))) {
            (Some((uid, made)), Some(fixed)) => {
                let fix = Fix::risky(format!("write `{fixed}`")).replace(user.user.text.span, fixed);
                finding.label(made, format!("created with UID {uid}"));
                finding.help(format!("write `USER {uid}`")).fix(fix);
            }
            _ => {
                finding.help("write the numeric user ID, such as `USER 10001`");
            }
        }
    }
}
