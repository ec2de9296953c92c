//! The files that Bake reads, each parsed once for a project.

use std::collections::HashMap;
use std::rc::Rc;

use plimsoll_compose::bake::BakeFile;
use plimsoll_diagnostics::{FileId, Sources};

/// The Bake and Compose files that were parsed so far.
pub struct BakeFiles<'s> {
    sources: &'s Sources,
    parsed: HashMap<FileId, Rc<BakeFile<'s>>>,
}

impl<'s> BakeFiles<'s> {
    /// No file yet.
    pub fn new(sources: &'s Sources) -> BakeFiles<'s> {
        BakeFiles { sources, parsed: HashMap::new() }
    }

    /// A file that is loaded.
    pub fn get(&mut self, file: FileId) -> Rc<BakeFile<'s>> {
        let parse = || Rc::new(BakeFile::read(&self.sources.file(file).path, self.sources.text(file)));
        Rc::clone(self.parsed.entry(file).or_insert_with(parse))
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::SourceFile;

    use super::*;

    #[test]
    fn a_file_is_parsed_once() {
        let sources = Sources::new();
        let file = sources.add(SourceFile::new("docker-bake.hcl", "target \"app\" {\n  tags = [TAG]\n}\n"));
        let mut files = BakeFiles::new(&sources);
        let first = files.get(file);
        assert!(Rc::ptr_eq(&first, &files.get(file)));
        assert_eq!(first.names().map(|name| &*name.value).collect::<Vec<_>>(), ["app"]);
        let used: Vec<_> = first.references().used.into_iter().map(|(name, _)| name).collect();
        assert_eq!(used, ["TAG"]);
    }
}
