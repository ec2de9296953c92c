//! What `--select` and its like take besides the name of a rule: a category, a family, a preset or a pattern.

use globset::Glob;
use plimsoll_diagnostics::{Category, nearest};

use super::{Named, Names, PresetSource, did_you_mean};

impl Names {
    /// Everything that a selector stands for. A category wins over a preset of the same name (`security`), because
    /// `--preset` has no other way to be written.
    pub(crate) fn select(&self, selector: &str) -> Vec<Named> {
        let named = self.find(selector);
        if !named.is_empty() {
            return named.to_vec();
        }
        if let Some(category) = Category::from_name(selector) {
            return self.rules_where(|rule| rule.meta.category == category);
        }
        let of_family = self.rules_where(|rule| !selector.is_empty() && rule.meta.family == selector);
        if !of_family.is_empty() {
            return of_family;
        }
        match PresetSource::from_name(selector) {
            Some(basis @ PresetSource::Preset(_)) => self.rules_where(|rule| basis.turns_on(&rule.meta)),
            Some(basis @ PresetSource::Peer(_)) => {
                let mut codes = self.codes();
                codes.retain(|named| basis.includes(named.meta.preset, &[named.key]));
                codes
            }
            None => self.matching(selector),
        }
    }

    /// The rules and codes that a pattern matches: `apt-*`, `DL3*`, `hadolint:*`.
    fn matching(&self, pattern: &str) -> Vec<Named> {
        // Other signs would make it a pattern of another kind, and no name has them.
        let is_pattern = pattern.contains('*') && !pattern.contains(['[', '{', '?', '\\', '!']);
        let Some(pattern) = is_pattern.then(|| Glob::new(pattern).ok()).flatten() else { return Vec::new() };
        let pattern = pattern.compile_matcher();
        let mut found = self.rules_where(|rule| pattern.is_match(rule.meta.name));
        found.extend(self.codes().into_iter().filter(|named| {
            let code = named.key.split_once(':').map_or(named.key, |(_, code)| code);
            pattern.is_match(code) || pattern.is_match(named.key)
        }));
        found
    }

    /// What to tell the user about a selector that stands for nothing.
    pub(super) fn no_selector(&self, unknown: &str) -> String {
        if unknown.contains('*') {
            return format!("no rule or code matches `{unknown}`");
        }
        let start = format!("{unknown}*");
        if !self.matching(&start).is_empty() {
            return format!("unknown rule `{unknown}`: did you mean `{start}`?");
        }
        let groups = Category::ALL.into_iter().map(Category::name).chain(self.families());
        let groups = groups.chain(PresetSource::all().map(PresetSource::name));
        let near = self.nearest(unknown).or_else(|| nearest(unknown, groups));
        let help = did_you_mean(near, || "run `plimsoll rules` to list all rules".to_owned());
        format!("unknown rule `{unknown}`: {help}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::RULES;
    use super::*;

    #[test]
    fn a_selector_stands_for_many() {
        let names = Names::new(RULES);
        let keys = |selector: &str| names.select(selector).iter().map(|named| named.key).collect::<Vec<_>>();
        assert_eq!(keys("latest-tag"), ["latest-tag"]);
        assert_eq!(keys("DL3007"), ["hadolint:DL3007"]);
        assert_eq!(keys("syntax"), ["dockerfile-syntax"]);
        assert!(keys("security").contains(&"relative-workdir"), "a category, not the preset");
        assert!(!keys("recommended").contains(&"relative-workdir"));
        assert!(keys("buildkit").contains(&"buildkit:WorkdirRelativePath"));
        assert_eq!(keys("*-tag"), ["latest-tag"]);
        assert_eq!(keys("DL300*"), ["hadolint:DL3007", "hadolint:DL3006", "hadolint:DL3000"]);
        assert_eq!(keys("kics:*").len(), 2);
        assert!(keys("[a]*").is_empty() && keys("nothing*").is_empty() && keys("").is_empty());
    }

    #[test]
    fn what_was_perhaps_meant() {
        let names = Names::new(RULES);
        for (unknown, said) in [
            ("latst-tag", "unknown rule `latst-tag`: did you mean `latest-tag`?"),
            ("DL30", "unknown rule `DL30`: did you mean `DL30*`?"),
            ("securty", "unknown rule `securty`: did you mean `security`?"),
            ("hadolnt", "unknown rule `hadolnt`: did you mean `hadolint`?"),
            ("wildebeest", "unknown rule `wildebeest`: run `plimsoll rules` to list all rules"),
            ("x*", "no rule or code matches `x*`"),
        ] {
            assert_eq!(names.no_selector(unknown), said);
        }
    }
}
