//! `[[image]]`: what a user knows of images that are in no table.

use plimsoll_diagnostics::Span;
use plimsoll_facts::images::{FIELDS, FieldType};
use plimsoll_facts::{Images, OwnImage};
use plimsoll_project::ImageName;

use super::{Entry, Reader, Value};
use crate::limits::IMAGES;

impl Reader<'_> {
    /// The images that `[[image]]` describes.
    pub(super) fn images(&mut self, value: &Value<'_>) -> Vec<OwnImage> {
        let Some(tables) = value.get_ref().as_array() else {
            self.wrong_type(value, "tables").help("write `[[image]]`");
            return Vec::new();
        };
        if let Some(late) = tables.get(IMAGES) {
            self.problem(late.span(), format!("only the first {IMAGES} images are read"))
                .help("combine images with similar names: `*` at the end of a name matches anything");
        }
        tables.iter().take(IMAGES).filter_map(|table| self.image(table)).collect()
    }

    fn image(&mut self, value: &Value<'_>) -> Option<OwnImage> {
        let entries = self.table(value);
        let Some((_, name)) = entries.iter().find(|(key, _)| key.get_ref() == "name") else {
            let at = entries.first().map_or(value.span(), |(key, _)| key.span());
            self.problem(at, "an image must have a `name`")
                .help("add `name = \"registry.example.com/team/app\"`");
            return None;
        };
        let name = self.repository(name)?;
        let line = self.lines.line(value.span().start as u32) + 1;
        let mut image = OwnImage::new(&name, format!("{}:{line}", self.path));
        for (key, value) in entries.into_iter().filter(|(key, _)| key.get_ref() != "name") {
            self.field((key, value), &mut image);
        }
        Some(image)
    }

    /// The full name of an image without its tag; `*` at its end stands for any rest.
    fn repository(&mut self, value: &Value<'_>) -> Option<String> {
        let written = self.text(value)?;
        let start = written.trim_end_matches('*');
        let at = Span::at(self.source.span.file, 0);
        match ImageName::parse(&format!("{start}x"), at) {
            Some(image) if image.tag.is_some() || image.digest.is_some() => {
                self.problem(value.span(), "the `name` of an image cannot contain a tag")
                    .help("list tags under `tags`, for example `tags = [\"1.*\"]`");
                None
            }
            Some(image) => {
                let full = image.full_repository();
                let rest = written.strip_prefix(start).unwrap_or_default();
                Some(full.strip_suffix('x').unwrap_or(&full).to_owned() + rest)
            }
            None => {
                self.problem(value.span(), "this is not a valid image name");
                None
            }
        }
    }

    fn field(&mut self, (key, value): Entry<'_, '_>, image: &mut OwnImage) {
        let name = &**key.get_ref();
        let Some((column, kind, _)) = FIELDS.iter().find(|(column, ..)| *column == name) else {
            let known: Vec<&str> = std::iter::once("name").chain(FIELDS.map(|(column, ..)| column)).collect();
            self.unknown(key.span(), "an image has no field", name, &known);
            return;
        };
        let read = match kind {
            FieldType::Text => self.text(value),
            FieldType::Path => self.text(value).filter(|path| self.is_absolute(path, value)),
            FieldType::Words => self.words(value, |_, _, _| true),
            FieldType::Paths => self.words(value, Reader::is_absolute),
            FieldType::Ports => self.ports(value),
            FieldType::Truth => self.truth(value).map(|is_so| if is_so { "yes" } else { "no" }.to_owned()),
            FieldType::OneOf(words) => self.one_of(value, column, words).map(str::to_owned),
            FieldType::Like => self.text(value).filter(|like| self.is_known_image(like, value)),
        };
        if let Some(read) = read {
            image.set(column, read);
        }
    }

    fn text(&mut self, value: &Value<'_>) -> Option<String> {
        match value.get_ref().as_str() {
            Some("") => {
                self.problem(value.span(), "the value is empty").help("remove this line");
                None
            }
            Some(text) => Some(text.to_owned()),
            None => {
                self.wrong_type(value, "a string");
                None
            }
        }
    }

    /// A list of words, as the table writes it.
    fn words(
        &mut self,
        value: &Value<'_>,
        is_right: impl Fn(&mut Self, &str, &Value<'_>) -> bool,
    ) -> Option<String> {
        let items = value.get_ref().as_array();
        let words = self.strings(value)?;
        let mut right = Vec::new();
        for ((word, range), item) in words.into_iter().zip(items.into_iter().flatten()) {
            if word.is_empty() || word.contains(char::is_whitespace) {
                self.problem(range, "expected a single word");
            } else if is_right(self, &word, item) {
                right.push(word);
            }
        }
        Some(right.join(" "))
    }

    fn is_absolute(&mut self, path: &str, value: &Value<'_>) -> bool {
        let is_absolute = path.starts_with('/');
        if !is_absolute {
            self.problem(value.span(), "a path in an image must start with `/`");
        }
        is_absolute
    }

    fn ports(&mut self, value: &Value<'_>) -> Option<String> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(value, "a list of numbers");
            return None;
        };
        let mut ports = Vec::new();
        for item in items {
            let number = item.get_ref().as_integer().and_then(|number| {
                u16::from_str_radix(number.as_str(), number.radix()).ok().filter(|port| *port > 0)
            });
            match number {
                Some(port) => ports.push(port.to_string()),
                None => {
                    self.problem(item.span(), "expected a port number from 1 to 65535");
                }
            }
        }
        Some(ports.join(","))
    }

    fn is_known_image(&mut self, like: &str, value: &Value<'_>) -> bool {
        let (name, tag) = like.split_once(':').unwrap_or((like, "latest"));
        let is_known = Images::default().find(name, tag).is_some();
        if !is_known {
            self.problem(value.span(), format!("unknown image `{like}`"))
                .help("run `plimsoll show --image NAME` to see what is known about an image");
        }
        is_known
    }
}
