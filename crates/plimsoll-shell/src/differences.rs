//! What tells, before a script is read, that the small shells may read it otherwise than Bash.

/// What a script that Bash reads has where a small shell reads it otherwise.
const SIGNS: [&str; 11] =
    ["(", "&>>", "|&", ";&", "<<<", "$'", "for ", "function ", "select ", "coproc ", "time "];

/// Whether a small shell may refuse a script that Bash reads. It costs less than reading it as one of them does.
pub fn may_differ(script: &str) -> bool {
    SIGNS.iter().any(|sign| script.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::may_differ;
    use crate::{SmallShell, refusal};

    #[test]
    fn what_only_bash_reads_has_a_sign() {
        for script in [
            "a |& b",
            "case x in x) a;;& esac",
            "cat <<< a",
            "echo $'it\\'s'",
            "for x in a; { echo; }",
            "for ((;;)); do a; done",
            "function f { a; }",
            "select x in a; do b; done",
            "coproc { a; }",
            "time { a; }",
            "a=(b)",
            "diff <(a) <(b)",
        ] {
            assert!(refusal(script, SmallShell::Dash).is_some() && may_differ(script), "{script}");
        }
        let appends = "a &>> b";
        assert!(refusal(appends, SmallShell::Ash).is_some() && may_differ(appends));
        assert!(!may_differ("set -e; apt-get update && apt-get install -y curl || exit 1"));
    }
}
