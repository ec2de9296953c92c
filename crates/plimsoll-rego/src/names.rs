//! Names in a module: what a reference leads to, and which rules findings come from.

use plimsoll_diagnostics::Level;
use regorus::unstable::Expr;

/// What the rules are called that findings come from, and their levels.
const KINDS: [(&str, Level); 3] =
    [("deny", Level::Error), ("violation", Level::Error), ("warn", Level::Warning)];

/// What excuses findings of others.
pub(crate) const EXCEPTION: &str = "exception";

/// What the rules are called that findings come from.
pub(crate) fn reporting() -> impl Iterator<Item = &'static str> {
    KINDS.into_iter().map(|(name, _)| name)
}

/// The level of what a rule finds, and what follows its kind: `owner` of `deny_owner`. `None` for a rule that helps others.
pub(crate) fn kind(rule: &str) -> Option<(Level, &str)> {
    KINDS.iter().find_map(|(kind, level)| {
        let rest = rule.strip_prefix(kind)?;
        match rest.strip_prefix('_') {
            Some(name) if !name.is_empty() => Some((*level, name)),
            _ => rest.is_empty().then_some((*level, "")),
        }
    })
}

/// The names that a reference consists of, as far as they are written: `data`, `lib`, `x` of `data.lib.x[i]`. Empty for
/// what starts with no name.
pub(crate) fn path(expr: &Expr) -> Vec<String> {
    steps(expr).into_iter().flatten().map_while(|name| name).collect()
}

/// The steps of a reference, from the name that it starts with; `None` for an index that is no text.
pub(crate) fn steps(expr: &Expr) -> Option<Vec<Option<String>>> {
    let (mut steps, mut expr) = (Vec::new(), expr);
    loop {
        match expr {
            Expr::Var { span, .. } => {
                steps.push(Some(span.text().to_owned()));
                steps.reverse();
                return Some(steps);
            }
            Expr::RefDot { refr, field: (span, _), .. } => {
                steps.push(Some(span.text().to_owned()));
                expr = refr;
            }
            Expr::RefBrack { refr, index, .. } => {
                steps.push(text(index));
                expr = refr;
            }
            _ => return None,
        }
    }
}

/// The reference to a rule of a package: `data.lib["a-b"].deny`.
pub(crate) fn reference(package: &str, rule: &str) -> String {
    let part = |name: &str| {
        let is_plain = name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
        if is_plain { format!(".{name}") } else { format!("[\"{name}\"]") }
    };
    let names = package.split('.').chain([rule]).filter(|name| !name.is_empty());
    format!("data{}", names.map(part).collect::<String>())
}

/// The text of a string.
pub(crate) fn text(expr: &Expr) -> Option<String> {
    match expr {
        Expr::String { value, .. } | Expr::RawString { value, .. } => {
            value.as_string().ok().map(std::string::ToString::to_string)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_find() {
        assert_eq!(kind("deny"), Some((Level::Error, "")));
        assert_eq!(kind("violation_run_as_root"), Some((Level::Error, "run_as_root")));
        assert_eq!(kind("warn_x"), Some((Level::Warning, "x")));
        for other in ["denylist", "deny_", "warned", "is_denied"] {
            assert_eq!(kind(other), None, "{other}");
        }
    }
}
