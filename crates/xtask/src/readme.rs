//! The number of rules in `README.md`.

use plimsoll_pages::{Page, Preset};

use crate::Problems;

const START: &str = "- **";
const END: &str = " of them on by default.**";

/// The text of the README with the number of rules that the pages make.
pub(crate) fn counted(readme: &str, pages: &[Page]) -> Result<String, Problems> {
    let place = readme.lines().find_map(|line| line.strip_prefix(START)?.split_once(END));
    let (claim, _) = place.ok_or_else(|| vec![format!("README.md: no line has `{END}`")])?;
    let default = pages.iter().filter(|page| page.preset == Preset::Recommended).count();
    Ok(readme.replacen(claim, &format!("{} rules, {default}", pages.len()), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_counted() {
        let page = |preset: &str| {
            let text = format!(
                "---\nsummary: A\ncategory: style\nlevel: note\npreset: {preset}\non: run\n---\n# a\n"
            );
            Page::parse("dockerfile", "a", &text).expect("the page is right")
        };
        let pages = [page("recommended"), page("all"), page("recommended")];
        let text = counted("# A\n\n- **1 rules, 0 of them on by default.** B\n", &pages);
        assert_eq!(text.as_deref(), Ok("# A\n\n- **3 rules, 2 of them on by default.** B\n"));
        assert!(counted("# A\n", &pages).is_err());
    }
}
