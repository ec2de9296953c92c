//! What the name of a user says.

/// Whether a user as USER or `user` give it, a group included, is root: `root`, `0`, `0:1000`. The engine reads numbers with
/// their sign, and takes root where only a group stands: `+0`, `:1000`.
pub fn is_root(user: &str) -> bool {
    let Some((name, _)) = user.split_once(':') else { return is_name_of_root(user.trim()) };
    name.trim().is_empty() || is_name_of_root(name.trim())
}

fn is_name_of_root(name: &str) -> bool {
    let digits = name.strip_prefix(['+', '-']).unwrap_or(name);
    name == "root" || (!digits.is_empty() && digits.bytes().all(|byte| byte == b'0'))
}

#[cfg(test)]
mod tests {
    use super::is_root;

    #[test]
    fn root_by_name_and_number() {
        assert!(["root", "0", "0:0", "root:app", "00", "+0", "-0:5", ":1000"].into_iter().all(is_root));
        assert!(!["app", "1000", "1000:0", "", "+", "rooty", "+1"].into_iter().any(is_root));
    }
}
