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
        if facts::images::official_names().any(|known| known == own) {
            check_tag(image, tag, cx);
        } else if own.len() > SHORTEST
            && !own.bytes().any(|byte| byte.is_ascii_uppercase())
            && is_usual(&tag.text)
        {
            let known: Vec<_> =
                facts::images::official_names().filter(|known| known.len() > SHORTEST).collect();
            let Some(meant) = slip_of(own, &known).filter(|_| !is_built(image, cx.project())) else { return };
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
    let known: Vec<_> = tag_words::of(&[Kind::Variant, Kind::Release]).collect();
    let Some((word, meant)) = words.find_map(|word| Some((word, slip_of(word, &known)?))) else {
        return;
    };
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

/// Whether a service of the project builds the image, whatever its name.
fn is_built(image: &ImageUse, project: &Project) -> bool {
    let is_same = |other: &ImageName| other.repository.text == image.name.repository.text;
    project.containers().any(|other| other.service.build.is_some() && other.image().is_known_and(is_same))
}

/// The word that another is a slip of, if it is none of these words itself.
fn slip_of<'c>(word: &str, known: &[&'c str]) -> Option<&'c str> {
    let is_right = word.len() < SHORTEST || known.contains(&word);
    known.iter().copied().filter(|other| !is_right && is_slip(word, other)).min()
}

/// Whether two words differ in one slip, which is not a number: `nginx1` is a name that people give.
fn is_slip(word: &str, other: &str) -> bool {
    let (short, long) = if word.len() < other.len() { (word, other) } else { (other, word) };
    let start = short.bytes().zip(long.bytes()).take_while(|(one, two)| one == two).count();
    !long.as_bytes().get(start).is_some_and(u8::is_ascii_digit) && is_one_slip(word, other)
}
