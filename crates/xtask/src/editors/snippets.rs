//! The snippets that a guide tells its reader to copy.

/// Those in a language, in their order.
pub(super) fn in_language<'t>(guide: &'t str, language: &str) -> impl Iterator<Item = &'t str> {
    let fence = format!("```{language}\n");
    let after: Vec<&str> = guide.split(&*fence).skip(1).collect();
    after.into_iter().filter_map(|rest| Some(rest.split_once("```")?.0))
}
