//! The one place that evaluates: regorus, its limits, and a stack of its own.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::num::{NonZeroU32, NonZeroUsize};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use regorus::utils::limits::{ExecutionTimerConfig, TimeSource, set_time_source};
use regorus::{Engine, PolicyLengthConfig, Value};

use crate::bounded::{self, Made};
use crate::guard::Guarded;
use crate::host;
use crate::module::Read;
use crate::policy_names::Names;

/// What one rule may take for one document.
const FOR_A_RULE: Duration = Duration::from_secs(1);

/// What all of them may take in a run, and for each document more.
const FOR_A_RUN: Duration = Duration::from_secs(10);
const FOR_A_DOCUMENT: Duration = Duration::from_millis(100);

/// The stack that rules are evaluated on. They nest at most as deep as `calls.rs` lets them.
const STACK: usize = 256 << 20;

/// The clock of the engine, which has none without `std`.
struct Clock;

impl TimeSource for Clock {
    fn now(&self) -> Option<Duration> {
        Some(worked())
    }
}

/// How long this thread has worked. Where that is not known, the time that went by, which is more on a busy machine.
#[cfg(unix)]
fn worked() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    let (seconds, rest) = (u64::try_from(time.tv_sec), u32::try_from(time.tv_nsec));
    Duration::new(seconds.unwrap_or_default(), rest.unwrap_or_default())
}

#[cfg(not(unix))]
fn worked() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}

/// An engine with all modules of a policy.
pub(crate) struct Evaluator {
    base: Engine,
    /// The modules by their paths, for the places in what the engine says.
    modules: BTreeMap<String, Guarded>,
    /// Engines that nothing is asked at the moment: to copy one costs more than to use it again.
    idle: Mutex<Vec<(Engine, Arc<Made>)>>,
    /// Data of the policy, to which those of a document are added.
    data: Value,
    /// Microseconds.
    spent: AtomicU64,
    /// How many documents were shown in a run.
    documents: AtomicU32,
}

/// Why a rule has no result.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It took too long.
    Time,
    /// The run took too long.
    Run,
    /// Its functions made too much.
    Size,
    /// It made a value that is too large.
    Value,
    /// The engine's words.
    Error(String),
}

impl Evaluator {
    /// An engine that has read these modules and data.
    pub(crate) fn new(modules: &[Read], data: Value) -> Result<Evaluator, String> {
        // Set once; a second time says so, and changes nothing.
        let _ = set_time_source(&Clock);
        let mut engine = Engine::new();
        engine.set_strict_builtin_errors(true);
        engine.set_gather_prints(true);
        host::register(&mut engine)?;
        // The modules themselves have been read within the engine's limits.
        engine.set_policy_length_config(PolicyLengthConfig {
            max_col: NonZeroU32::MAX,
            max_file_bytes: NonZeroUsize::MAX,
            max_lines: NonZeroUsize::MAX,
        });
        let names = Names::new(modules.iter().map(|module| &*module.tree));
        let mut guarded = BTreeMap::new();
        for module in modules {
            engine.set_rego_v0(module.is_old);
            let own = Guarded::new(&module.text, &module.tree, &names);
            let text = own.text.clone();
            guarded.insert(module.path.clone(), own);
            engine.add_policy(module.path.clone(), text).map_err(|why| said(&why, &guarded))?;
        }
        engine.add_data(data.clone()).map_err(|why| said(&why, &guarded))?;
        Ok(Evaluator {
            base: engine,
            modules: guarded,
            idle: Mutex::default(),
            data,
            spent: AtomicU64::new(0),
            documents: AtomicU32::new(0),
        })
    }

    /// Makes ready what every evaluation needs, and says if that cannot be done.
    pub(crate) fn prepare(&mut self) -> Result<(), String> {
        self.base.set_input(Value::new_object());
        match self.base.eval_query("true".to_owned(), false) {
            Ok(_) => Ok(()),
            Err(why) => Err(said(&why, &self.modules)),
        }
    }

    /// A run begins.
    pub(crate) fn begin(&self) {
        self.spent.store(0, Ordering::Relaxed);
        self.documents.store(0, Ordering::Relaxed);
    }

    /// Another document is asked about.
    pub(crate) fn add_document(&self) {
        self.documents.fetch_add(1, Ordering::Relaxed);
    }

    /// What is left of the time for a run.
    fn left(&self) -> Duration {
        let more = FOR_A_DOCUMENT.saturating_mul(self.documents.load(Ordering::Relaxed));
        let spent = Duration::from_micros(self.spent.load(Ordering::Relaxed));
        FOR_A_RUN.saturating_add(more).saturating_sub(spent)
    }

    /// An engine of its own, for whoever has a large stack.
    pub(crate) fn asking(&self) -> Asking<'_> {
        let (engine, made) = self.engine();
        Asking { engine, made, of: self }
    }

    /// Asks with one engine, on a stack of its own.
    pub(crate) fn with<T: Send>(&self, ask: impl FnOnce(&mut Asking<'_>) -> T + Send) -> Option<T> {
        on_stack(|| {
            let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let (engine, made) = idle.unwrap_or_else(|| self.engine());
            let mut asking = Asking { engine, made, of: self };
            let answer = ask(&mut asking);
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push((asking.engine, asking.made));
            answer
        })
    }

    /// A copy of the engine, and the count of what its functions make.
    fn engine(&self) -> (Engine, Arc<Made>) {
        let mut engine = self.base.clone();
        let made = bounded::register(&mut engine);
        (engine, made)
    }
}

/// What the engine says, with the columns that a module has without guards: it writes `--> path:line:column`.
fn said(why: &impl Display, modules: &BTreeMap<String, Guarded>) -> String {
    let original = |line: &str| {
        let mut parts = line.strip_prefix("--> ")?.rsplitn(3, ':');
        let (column, row, path) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
        Some(format!("--> {path}:{row}:{}", modules.get(path)?.column(row, column)))
    };
    let said = format!("{why:#}");
    let lines = said.lines().map(|line| original(line).unwrap_or_else(|| line.to_owned()));
    lines.collect::<Vec<_>>().join("\n")
}

/// What a rule gives.
pub(crate) struct Answer {
    pub(crate) value: Value,
    /// Why a part of it is undefined, in the engine's words: a built-in function could not do what it was asked.
    pub(crate) undefined: Option<String>,
}

/// An engine that is asked.
pub(crate) struct Asking<'e> {
    engine: Engine,
    made: Arc<Made>,
    of: &'e Evaluator,
}

impl Asking<'_> {
    /// Shows another document, and says what it is called.
    pub(crate) fn show(&mut self, input: Value) {
        self.engine.set_input(input);
        // What was printed about the last one is kept for nobody.
        self.prints();
    }

    /// Says where a document comes from: `data.conftest.file`.
    pub(crate) fn name(&mut self, path: &str) -> Result<(), String> {
        let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
        let object = |pairs: Vec<(&str, Value)>| {
            Value::from(pairs.into_iter().map(|(key, value)| (key.into(), value)).collect::<BTreeMap<_, _>>())
        };
        let file = object(vec![("name", name.into()), ("dir", folder.into())]);
        let own = object(vec![("conftest", object(vec![("file", file)]))]);
        self.engine.clear_data();
        for data in [self.of.data.clone(), own] {
            self.engine.add_data(data).map_err(|why| format!("{why:#}"))?;
        }
        Ok(())
    }

    /// What a rule gives for the document. What a built-in function cannot do is undefined, as in OPA, and is said besides.
    pub(crate) fn ask(&mut self, rule: &str) -> Result<Answer, Failure> {
        match self.evaluate(rule, true) {
            Ok(value) => Ok(Answer { value, undefined: None }),
            Err(Failure::Error(why)) => {
                self.prints();
                self.engine.set_strict_builtin_errors(false);
                let answer = self.evaluate(rule, false);
                self.engine.set_strict_builtin_errors(true);
                Ok(Answer { value: answer?, undefined: Some(why) })
            }
            Err(failure) => Err(failure),
        }
    }

    fn evaluate(&mut self, rule: &str, is_strict: bool) -> Result<Value, Failure> {
        let left = self.of.left();
        if left.is_zero() {
            return Err(Failure::Run);
        }
        let limit = FOR_A_RULE.min(left);
        let check_interval = NonZeroU32::MIN.saturating_add(99);
        self.engine.set_execution_timer_config(ExecutionTimerConfig { limit, check_interval });
        self.made.begin(is_strict);
        let start = worked();
        // A mistake in the engine costs the rule, and is said.
        let answer = catch_unwind(AssertUnwindSafe(|| self.engine.eval_rule(rule.to_owned())));
        let took = worked().saturating_sub(start);
        self.of.spent.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
        match answer {
            _ if self.made.is_too_much() => Err(Failure::Size),
            _ if self.made.is_oversized() => Err(Failure::Value),
            // What a built-in function does is not interrupted.
            _ if took > limit + limit / 2 => Err(Failure::Time),
            Ok(Ok(value)) if bounded::size(&value) > bounded::MOST => Err(Failure::Size),
            Ok(Ok(value)) => Ok(value),
            Ok(Err(_)) if took >= limit => Err(if limit < FOR_A_RULE { Failure::Run } else { Failure::Time }),
            Ok(Err(why)) => Err(Failure::Error(said(&why, &self.of.modules))),
            Err(_) => {
                (self.engine, self.made) = self.of.engine();
                Err(Failure::Error("the engine failed".to_owned()))
            }
        }
    }

    /// What was printed since this was asked.
    pub(crate) fn prints(&mut self) -> Vec<String> {
        self.engine.take_prints().unwrap_or_default()
    }
}

/// Runs `act` on a large stack. `None` when it panicked.
pub(crate) fn on_stack<T: Send>(act: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, act).ok()?;
        thread.join().ok()
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_run_has_more_time_for_more_documents() {
        let evaluator = Evaluator::new(&[], Value::new_object()).unwrap();
        evaluator.spent.store(10_000_000, Ordering::Relaxed);
        assert!(evaluator.left().is_zero());
        evaluator.add_document();
        assert_eq!(evaluator.left(), FOR_A_DOCUMENT);
        evaluator.begin();
        assert_eq!(evaluator.left(), FOR_A_RUN);
    }

    #[cfg(unix)]
    #[test]
    fn waiting_is_no_work() {
        let start = worked();
        std::thread::sleep(Duration::from_millis(50));
        assert!(worked().saturating_sub(start) < Duration::from_millis(40));
    }
}
