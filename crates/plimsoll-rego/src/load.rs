//! From the files of a policy to rules that can be asked. What cannot be evaluated is said here, before any file is looked at.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_compose::yaml;
use plimsoll_diagnostics::{Diagnostic, Level, Sources, nearest};
use plimsoll_linter::{Rego, RegoFiles, rego_finding, rego_mistake};
use regorus::Value;
use regorus::unstable::Module;

use crate::document::{from_toml, value};
use crate::engine::{Evaluator, on_stack};
use crate::module::{Read, located, other_program, package_line, span};
use crate::names::EXCEPTION;
use crate::{Package, Rules, Shape, calls, keys};
use plimsoll_diagnostics::Span;

/// The most bytes that modules and data of a policy may have together.
const MOST_BYTES: usize = 8 << 20;

/// The data that are not the policy's.
const RESERVED: [&str; 2] = ["conftest", "plimsoll"];

/// Reads the modules of a policy. What is wrong with one costs that one; the rest is evaluated.
pub fn load(files: &RegoFiles, sources: &Sources) -> (Option<Box<dyn Rego>>, Vec<Diagnostic>) {
    let mut mistakes = Vec::new();
    let ids = files.modules.iter().map(|one| one.file).chain(files.data.iter().map(|one| one.file));
    let total: usize = ids.map(|id| sources.file(id).text.len()).sum();
    if let Some(first) = files.modules.first().filter(|_| total > MOST_BYTES) {
        let mut mistake = rego_mistake(first.named, "the policy's Rego and data files exceed 8 MiB");
        mistake.help("list fewer files");
        return (None, vec![mistake]);
    }
    let rules = on_stack(|| read(files, sources));
    let (rules, found) = rules.unwrap_or_else(|| {
        let place =
            files.modules.first().map_or(Span::at(plimsoll_diagnostics::FileId::FIRST, 0), |one| one.named);
        (None, vec![rego_mistake(place, "cannot read this policy's Rego files")])
    });
    mistakes.extend(found);
    (rules.map(|rules| Box::new(rules) as Box<dyn Rego>), mistakes)
}

fn read(files: &RegoFiles, sources: &Sources) -> (Option<Rules>, Vec<Diagnostic>) {
    let mut mistakes = Vec::new();
    let data = data(files, sources, &mut mistakes);
    let mut modules = read_modules(files, sources, &mut mistakes);
    drop_wrong(&mut modules, &data, &mut mistakes);
    mistakes.extend(modules.iter().flat_map(keys::unknown));
    let files_by_path = modules
        .iter()
        .map(|one| (one.path.clone(), (one.file, sources.file(one.file).text.clone())))
        .collect();
    let packages = packages(&modules, &mut mistakes);
    mistakes.extend(unknown_levels(files, &packages));
    if packages.is_empty() {
        return (None, mistakes);
    }
    let wants_name = modules.iter().any(|module| module.text.contains("data.conftest"));
    let mut rules = Rules {
        evaluator: match Evaluator::new(&modules, data) {
            Ok(evaluator) => evaluator,
            Err(why) => {
                mistakes.push(refused(&why, &modules));
                return (None, mistakes);
            }
        },
        packages,
        levels: RegoFiles { levels: files.levels.clone(), ..RegoFiles::default() },
        files: files_by_path,
        wants_name,
    };
    if let Err(why) = rules.evaluator.prepare() {
        mistakes.push(refused(&why, &modules));
        return (None, mistakes);
    }
    (Some(rules), mistakes)
}

/// The modules that can be read, without those for other programs.
pub(crate) fn read_modules(
    files: &RegoFiles,
    sources: &Sources,
    mistakes: &mut Vec<Diagnostic>,
) -> Vec<Read> {
    let mut modules = Vec::new();
    for module in &files.modules {
        let text = &sources.file(module.file).text;
        let package = package_line(text);
        if let Some((at, name, program)) =
            package.and_then(|(at, name)| Some((at, name, other_program(name)?)))
        {
            let place = Span::new(module.file, at, at + "package ".len() + name.len());
            let message = format!("`{name}` is meant for another program, so it is not evaluated");
            let mut note = rego_finding(place, Level::Note, message);
            note.here(format!("{program} queries it about requests, which are not in files"));
            mistakes.push(note);
            continue;
        }
        // What is not UTF-8 was replaced by this when the file was read.
        if let Some(at) = text.find('\u{fffd}') {
            let place = Span::at(module.file, at);
            let mut mistake = rego_mistake(place, "the module is not valid UTF-8, so it is not checked");
            mistake.help("save the file as UTF-8");
            mistakes.push(mistake);
            continue;
        }
        if let Some(at) = text.find('\0') {
            let place = Span::at(module.file, at);
            mistakes.push(rego_mistake(place, "the module contains NUL characters, so it is not checked"));
            continue;
        }
        match Read::new(module, sources) {
            Ok(read) => modules.push(read),
            Err(mistake) => mistakes.push(*mistake),
        }
    }
    modules
}

/// Says what the engine does not take.
pub(crate) fn refused(why: &str, modules: &[Read]) -> Diagnostic {
    let module = modules.iter().find(|module| why.contains(&format!("--> {}:", module.path)));
    let Some(module) = module.or(modules.first()) else {
        return rego_mistake(Span::at(plimsoll_diagnostics::FileId::FIRST, 0), "there is no module");
    };
    let (place, said) = located(why, module.file, &module.text);
    let mut mistake = rego_mistake(
        place,
        format!("the Rego rules cannot be evaluated, so none of them is checked: {said}"),
    );
    mistake.help("run `opa check` to find out more");
    mistake
}

/// Says what is wrong with modules, and lets go of those, until nothing is wrong with the rest.
pub(crate) fn drop_wrong(modules: &mut Vec<Read>, data: &Value, mistakes: &mut Vec<Diagnostic>) {
    let mut keys: BTreeSet<String> = RESERVED.iter().map(|key| (*key).to_owned()).collect();
    let top = data.as_object().into_iter().flat_map(regorus::value::Object::keys);
    keys.extend(top.filter_map(|key| key.as_string().ok()).map(std::string::ToString::to_string));
    let mut is_first = true;
    loop {
        let trees: Vec<&Module> = modules.iter().map(|module| &*module.tree).collect();
        let found = calls::mistakes(&trees, &keys);
        let fatal = found.iter().filter(|mistake| !mistake.is_note);
        let wrong: BTreeSet<usize> = fatal.map(|mistake| mistake.module).collect();
        // What follows from modules that were let go is no news.
        for mistake in found.iter().filter(|_| is_first) {
            let Some(module) = modules.get(mistake.module) else { continue };
            let (start, end) = mistake.range;
            let place = Span::new(module.file, start as usize, end as usize);
            let mut said = if mistake.is_note {
                rego_finding(place, Level::Note, mistake.message.clone())
            } else {
                rego_mistake(place, mistake.message.clone())
            };
            said.help(mistake.help.clone());
            if mistake.is_note {
                said.here("rules that use this have no results");
            } else {
                said.here("this module is not evaluated");
            }
            mistakes.push(said);
        }
        is_first = false;
        if wrong.is_empty() {
            return;
        }
        let mut number = 0;
        modules.retain(|_| {
            number += 1;
            !wrong.contains(&(number - 1))
        });
    }
}

/// The packages that findings come from.
fn packages(modules: &[Read], mistakes: &mut Vec<Diagnostic>) -> BTreeMap<String, Package> {
    let mut packages: BTreeMap<String, Package> = BTreeMap::new();
    for module in modules {
        let package = packages.entry(module.package()).or_default();
        let about = module.about();
        package.shapes.extend(module.shapes());
        if package.about == crate::Metadata::default() {
            package.about = about;
        }
        let (sources, wrong) = module.sources();
        for source in sources {
            if package.sources.iter().all(|known| known.name != source.name) {
                package.sources.push(source);
            }
        }
        let exceptions = module.exceptions().map(|(place, text)| (place, text.to_owned()));
        package.exceptions.extend(exceptions);
        for place in wrong {
            let mut mistake = rego_mistake(place, "this rule is not a set, so it reports nothing");
            mistake.help("write `deny contains msg if { … }`");
            mistakes.push(mistake);
        }
    }
    mistakes.extend(idle(modules, &packages));
    let of_others = modules.iter().filter(|module| module.is_for_other_files()).map(Read::package);
    let of_others: BTreeSet<String> = of_others.collect();
    packages.retain(|name, package| {
        package.sources.iter().any(|source| source.name != EXCEPTION)
            && !(package.shapes.is_empty() && of_others.contains(name))
    });
    for (name, package) in packages.iter_mut().filter(|(_, package)| package.shapes.is_empty()) {
        let usual = modules.iter().find(|module| module.package() == *name).map(Read::usual);
        package.shapes.insert(usual.unwrap_or(Shape::Conftest));
    }
    packages
}

/// Levels for rules that there are not: whoever wrote `main.deni_owner` thinks that it is required.
fn unknown_levels(files: &RegoFiles, packages: &BTreeMap<String, Package>) -> Vec<Diagnostic> {
    let sources = packages.values().flat_map(|package| &package.sources);
    let known: BTreeSet<String> = sources.map(crate::module::Source::full_name).collect();
    let unknown = files.level_names.iter().filter(|(name, _)| !known.contains(name));
    let warning = |(name, place): &(String, Span)| {
        let message = format!("no rule in Rego is named `{name}`");
        let mut warning = rego_finding(*place, Level::Warning, message);
        warning.here("this level has no effect");
        if let Some(near) = nearest(name, known.iter().map(String::as_str)) {
            warning.help(format!("did you mean `{near}`?"));
        }
        warning
    };
    unknown.map(warning).collect()
}

/// The modules from which no finding can come, although nobody else uses them: a `deni` is a `deny` that never fires.
fn idle(modules: &[Read], packages: &BTreeMap<String, Package>) -> Vec<Diagnostic> {
    let reports = |name: &str| packages.get(name).is_some_and(|package| !package.sources.is_empty());
    let is_used = |module: &&Read| {
        let name = format!("data.{}", module.package());
        modules.iter().any(|other| other.package() != module.package() && other.text.contains(&name))
    };
    let lone = modules.iter().filter(|module| !reports(&module.package()) && !is_used(module));
    // Of a `deny` that is no set, that is said.
    let lone = lone.filter(|module| module.sources().1.is_empty());
    let lone: Vec<&Read> = lone.filter(|module| !module.is_for_other_files()).collect();
    let mut mistakes = Vec::new();
    for module in &lone {
        let misspelt = module.misspelt();
        mistakes.extend(misspelt.into_iter().map(|(place, name, near)| {
            let mut mistake = rego_mistake(place, format!("rule `{name}` does not report anything"));
            mistake.here("this package has no `deny`, `violation` or `warn`");
            mistake.help(format!("did you mean `{near}`?"));
            mistake
        }));
    }
    if let Some(first) = lone.first()
        && mistakes.is_empty()
        && !modules.iter().any(|module| reports(&module.package()))
    {
        let place = span(first.file, &first.tree.package.span);
        let mut mistake = rego_mistake(place, "no rule in this policy's Rego files reports anything");
        mistake.help("name each rule that reports something `deny`, `violation` or `warn`");
        mistakes.push(mistake);
    }
    mistakes
}

/// The data of a policy as one object. A folder is a key.
pub(crate) fn data(files: &RegoFiles, sources: &Sources, mistakes: &mut Vec<Diagnostic>) -> Value {
    let mut whole = Value::new_object();
    for file in &files.data {
        let source = sources.file(file.file);
        let read = if source.path.ends_with(".toml") {
            toml::from_str::<toml::Value>(&source.text)
                .map(|read| from_toml(&read))
                .map_err(|why| why.message().to_owned())
        } else {
            let stream = yaml::read(sources.text(file.file));
            let mut problems = stream.problems;
            let first =
                stream.documents.first().map(|document| value(&yaml::resolve(document, &mut problems)));
            match problems.first() {
                Some(problem) => Err(problem.message.clone()),
                None => Ok(first.unwrap_or(Value::Null)),
            }
        };
        let taken = read.and_then(|read| {
            let nested =
                file.keys.iter().rev().fold(read, |below, key| {
                    Value::from(BTreeMap::from([(Value::from(key.as_str()), below)]))
                });
            if RESERVED
                .iter()
                .any(|key| nested.as_object().is_ok_and(|top| top.contains_key(&Value::from(*key))))
            {
                return Err("`conftest` and `plimsoll` are reserved".to_owned());
            }
            merge(&mut whole, &nested, 0)
        });
        if let Err(why) = taken {
            let mut mistake =
                rego_mistake(file.named, format!("`{}` cannot be used as data: {why}", source.path));
            mistake.help("use an object whose keys are in no other data file");
            mistakes.push(mistake);
        }
    }
    whole
}

/// Adds the keys of an object to another. Two values for one key are a mistake.
fn merge(whole: &mut Value, part: &Value, depth: usize) -> Result<(), String> {
    let (Ok(part), Ok(object)) = (part.as_object(), whole.as_object_mut()) else {
        return Err("the data is not an object".to_owned());
    };
    for (key, value) in part.iter() {
        match object.get_mut(key) {
            None => {
                object.insert(key.clone(), value.clone());
            }
            Some(known) if known.as_object().is_ok() && value.as_object().is_ok() && depth < 128 => {
                merge(known, value, depth + 1)?;
            }
            Some(_) => return Err(format!("another file sets `{key}`")),
        }
    }
    Ok(())
}
