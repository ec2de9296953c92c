//! What the name of a user says.

/// Whether a user as USER or `user` give it, a group included, is root: `root`, `0`, `0:1000`.
pub fn is_root(user: &str) -> bool {
    let name = user.split_once(':').map_or(user, |(name, _)| name).trim();
    name == "root" || (!name.is_empty() && name.bytes().all(|byte| byte == b'0'))
}

#[cfg(test)]
mod tests {
    use super::is_root;

    #[test]
    fn root_by_name_and_number() {
        assert!(["root", "0", "0:0", "root:app", "00"].into_iter().all(is_root));
        assert!(!["app", "1000", "1000:0", "", "rooty", ":0"].into_iter().any(is_root));
    }
}
