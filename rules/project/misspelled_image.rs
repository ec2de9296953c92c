//! An official image whose name or tag has a slip in it.

use facts::tag_words::{self, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MisspelledImage;

/// A name or word with fewer letters is too near to others.
const SHORTEST: usize = 4;

impl Rule for MisspelledImage {
    fn check_image(&self, image: &ImageUse, cx: &mut Context) {
        let name = image.name;
        let Some(tag) = name.tag.as_ref().filter(|_| name.digest.is_none()) else { return };
        let Some(own) = name.official() else { return };
        if facts::images::is_official_name(own) {
            check_tag(image, tag, cx);
        } else if own.len() > SHORTEST
            && !own.bytes().any(|byte| byte.is_ascii_uppercase())
            && is_usual(&tag.text)
            && !image.is_of_script
        {
            let known = facts::images::official_names().filter(|known| known.len() > SHORTEST);
            let is_built = |app: &ComposeApp| app.builds_image(&name.repository.text);
            let Some(meant) = slip_of(own, known) else { return };
            // Services name the images that they build as they like.
            if cx.project().app.as_ref().is_some_and(is_built) {
                return;
            }
            let message = format!("`{own}` is not an official image");
            let why = "an image without a namespace is pulled from Docker's official images";
            report((image, &name.repository), message, why, meant.to_owned(), cx);
        }
    }
}

/// Reports a tag in which a variant of the image has a slip.
fn check_tag(image: &ImageUse, tag: &project::Part, cx: &mut Context) {
    let words =
        tag.text.split('-').map(|part| part.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.'));
    let mut words = words.filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()));
    let is_known = |word: &str| matches!(tag_words::kind(word), Some(Kind::Variant | Kind::Release));
    let known = || tag_words::of(&[Kind::Variant, Kind::Release]);
    let slip = |word| if is_known(word) { None } else { slip_of(word, known()) };
    let Some((word, meant)) = words.find_map(|word| Some((word, slip(word)?))) else { return };
    let message = format!("`{}` has no tag `{}`", image.name.repository.text, tag.text);
    report((image, tag), message, "pulling this tag fails", tag.text.replacen(word, meant, 1), cx);
}

fn report(
    (image, part): (&ImageUse, &project::Part),
    message: String,
    why: &'static str,
    right: String,
    cx: &mut Context,
) {
    let (span, set_at) = image.place_of(part);
    let finding = cx.report(span, message);
    finding.here(why).help(format!("did you mean `{right}`?"));
    match set_at {
        Some(set_at) => finding.label(set_at, "set here"),
        None => finding.fix(Fix::risky(format!("use `{right}`")).replace(span, right)),
    };
}

/// Whether a tag is one as official images have: images that are only built here mostly have none, or another.
fn is_usual(tag: &str) -> bool {
    let is_word = matches!(tag_words::kind(tag), Some(Kind::Variant | Kind::Release));
    tag == "latest" || tag.starts_with(|first: char| first.is_ascii_digit()) || is_word
}

/// The word that another is a slip of.
fn slip_of<'c>(word: &str, known: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    known.filter(|other| word.len() >= SHORTEST && is_slip(word, other)).min()
}

/// Whether two words differ in one slip, which is not a number: `nginx1` is a name that people give.
fn is_slip(word: &str, other: &str) -> bool {
    if !is_one_slip(word, other) {
        return false;
    }
    let (short, long) = if word.len() < other.len() { (word, other) } else { (other, word) };
    let start = short.bytes().zip(long.bytes()).take_while(|(one, two)| one == two).count();
    !long.as_bytes().get(start).is_some_and(u8::is_ascii_digit)
}
