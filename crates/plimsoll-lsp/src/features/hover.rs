//! What is known about a place: its findings, else what the word there means.

mod compose;
mod daemon;
mod dockerfile;
mod policy;
mod quadlet;

use gen_lsp_types::{Hover, MarkupContent, MarkupKind, Range};
use plimsoll_linter::{CONFIG_NAME, RuleMeta, find_rules};

pub(super) use daemon::about_key as about_daemon_key;
pub(super) use policy::{
    about as about_policy_key, declared_options, is_policy, keys_above as policy_keys_above,
};
pub(super) use quadlet::{about_key as about_quadlet_key, section as quadlet_section};

use super::Cursor;

/// What is shown, in Markdown, and what it is about.
struct Card {
    text: String,
    /// The bytes.
    about: (u32, u32),
}

/// What to show.
pub(super) fn hover(cursor: &Cursor<'_>) -> Option<Hover> {
    let document = &cursor.document;
    let place = &document.place;
    let mut parts: Vec<(String, Range)> = Vec::new();
    if let Some((text, range)) = findings(cursor) {
        parts.push((text, range));
    }
    let card = policy::card(cursor).or_else(|| rule_name(cursor)).or_else(|| {
        place.folder.ask_first(&place.path, |project, file| {
            if let Some(file) = project.dockerfile_at(file) {
                return dockerfile::card(project, file, cursor);
            }
            compose::card(project, file, cursor)
                .or_else(|| daemon::card(project, file, cursor))
                .or_else(|| quadlet::card(project, cursor))
        })
    });
    if let Some(Card { text, about: (start, end) }) = card {
        parts.push((text, document.range(start, end)));
    }
    let range = parts.first()?.1;
    let text = parts.into_iter().map(|(text, _)| text).collect::<Vec<_>>().join("\n\n---\n\n");
    let (kind, value) = if document.world.client.markdown_hover {
        (MarkupKind::Markdown, text)
    } else {
        (MarkupKind::PlainText, text.replace(['`', '*'], ""))
    };
    Some(Hover { contents: MarkupContent { kind, value }.into(), range: Some(range) })
}

/// The pages of the rules whose findings are here.
fn findings(cursor: &Cursor<'_>) -> Option<(String, Range)> {
    let document = &cursor.document;
    let report = document.place.folder.reports.get(&document.place.path)?;
    let position = document.range(cursor.at, cursor.at).start;
    let at = (position.line, position.character);
    let here = report.findings.iter().filter(|finding| {
        let Range { start, end } = finding.shown.range;
        (start.line, start.character) <= at && at <= (end.line, end.character)
    });
    let mut here: Vec<_> = here.collect();
    here.dedup_by_key(|finding| finding.meta.name);
    let range = here.first()?.shown.range;
    let pages = here.iter().map(|finding| page(finding.meta));
    Some((pages.collect::<Vec<_>>().join("\n\n---\n\n"), range))
}

/// What the page of a rule says first, and where the rest is.
fn page(meta: &RuleMeta) -> String {
    let body = meta.body().trim();
    let reason = body.split("\n## ").next().unwrap_or(body).trim_start_matches("# ");
    let (title, reason) = reason.split_once('\n').unwrap_or((reason, ""));
    let aliases = match meta.aliases {
        [] => String::new(),
        aliases => format!(" · also known as {}", aliases.join(", ")),
    };
    let url = meta.url();
    format!(
        "**{title}**\n\n{}\n\n*{} · {} · preset {}*{aliases}\n\n[Full documentation]({url})",
        reason.trim(),
        meta.category.name(),
        meta.level.name(),
        meta.preset.name(),
    )
}

/// The page of a rule that is named here: in a comment that silences it, or in the configuration.
fn rule_name(cursor: &Cursor<'_>) -> Option<Card> {
    let document = &cursor.document;
    let is_config = document.place.path.rsplit('/').next() == Some(CONFIG_NAME);
    let line = cursor.line_before();
    let in_comment = line.contains('#') && (line.contains("ignore") || line.contains("skip"));
    if !is_config && !in_comment {
        return None;
    }
    let (start, word) =
        cursor.word(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | ':' | '_'));
    let rules = find_rules(word, document.world.product.rules).ok()?;
    let pages = rules.into_iter().map(page).collect::<Vec<_>>();
    Some(Card { text: pages.join("\n\n---\n\n"), about: (start, start + word.len() as u32) })
}
