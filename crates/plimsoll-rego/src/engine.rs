//! The one place that evaluates: regorus, its limits, and a stack of its own.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use regorus::utils::limits::{ExecutionTimerConfig, TimeSource, set_time_source};
use regorus::{Engine, Value};

use crate::host;
use crate::module::Read;

/// What one rule may take for one document.
const FOR_A_RULE: Duration = Duration::from_secs(1);

/// What all of them may take in a run.
const FOR_A_RUN: Duration = Duration::from_secs(10);

/// The stack that rules are evaluated on. They nest at most as deep as `calls.rs` lets them.
const STACK: usize = 256 << 20;

/// The clock of the engine, which has none without `std`.
struct Clock(Instant);

impl TimeSource for Clock {
    fn now(&self) -> Option<Duration> {
        Some(self.0.elapsed())
    }
}

static CLOCK: LazyLock<Clock> = LazyLock::new(|| Clock(Instant::now()));

/// An engine with all modules of a policy.
pub(crate) struct Evaluator {
    base: Engine,
    /// Engines that nothing is asked at the moment: to copy one costs more than to use it again.
    idle: Mutex<Vec<Engine>>,
    /// Data of the policy, to which those of a document are added.
    data: Value,
    /// Microseconds.
    spent: AtomicU64,
}

/// Why a rule has no result.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It took too long.
    Time,
    /// The run took too long.
    Run,
    /// The engine's words.
    Error(String),
}

impl Evaluator {
    /// An engine that has read these modules and data.
    pub(crate) fn new(modules: &[Read], data: Value) -> Result<Evaluator, String> {
        // Set once; a second time says so, and changes nothing.
        let _ = set_time_source(&*CLOCK);
        let mut engine = Engine::new();
        engine.set_strict_builtin_errors(true);
        engine.set_gather_prints(true);
        host::register(&mut engine)?;
        for module in modules {
            engine.set_rego_v0(module.is_old);
            let text = module.text.clone();
            engine.add_policy(module.path.clone(), text).map_err(|why| format!("{why:#}"))?;
        }
        engine.add_data(data.clone()).map_err(|why| format!("{why:#}"))?;
        let idle = Mutex::default();
        Ok(Evaluator { base: engine, idle, data, spent: AtomicU64::new(0) })
    }

    /// Makes ready what every evaluation needs, and says if that cannot be done.
    pub(crate) fn prepare(&mut self) -> Result<(), String> {
        self.base.set_input(Value::new_object());
        match self.base.eval_query("true".to_owned(), false) {
            Ok(_) => Ok(()),
            Err(why) => Err(format!("{why:#}")),
        }
    }

    /// A run begins.
    pub(crate) fn begin(&self) {
        self.spent.store(0, Ordering::Relaxed);
    }

    /// An engine of its own, for whoever has a large stack.
    pub(crate) fn asking(&self) -> Asking<'_> {
        Asking { engine: self.base.clone(), of: self }
    }

    /// Asks with one engine, on a stack of its own.
    pub(crate) fn with<T: Send>(&self, ask: impl FnOnce(&mut Asking<'_>) -> T + Send) -> Option<T> {
        on_stack(|| {
            let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut asking = Asking { engine: idle.unwrap_or_else(|| self.base.clone()), of: self };
            let answer = ask(&mut asking);
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(asking.engine);
            answer
        })
    }
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
    of: &'e Evaluator,
}

impl Asking<'_> {
    /// Shows another document, and says what it is called.
    pub(crate) fn show(&mut self, input: Value) {
        self.engine.set_input(input);
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
        match self.evaluate(rule) {
            Ok(value) => Ok(Answer { value, undefined: None }),
            Err(Failure::Error(why)) => {
                self.prints();
                self.engine.set_strict_builtin_errors(false);
                let answer = self.evaluate(rule);
                self.engine.set_strict_builtin_errors(true);
                Ok(Answer { value: answer?, undefined: Some(why) })
            }
            Err(failure) => Err(failure),
        }
    }

    fn evaluate(&mut self, rule: &str) -> Result<Value, Failure> {
        let spent = Duration::from_micros(self.of.spent.load(Ordering::Relaxed));
        let left = FOR_A_RUN.saturating_sub(spent);
        if left.is_zero() {
            return Err(Failure::Run);
        }
        let limit = FOR_A_RULE.min(left);
        let check_interval = NonZeroU32::MIN.saturating_add(499);
        self.engine.set_execution_timer_config(ExecutionTimerConfig { limit, check_interval });
        let start = Instant::now();
        // A mistake in the engine costs the rule, and is said.
        let answer = catch_unwind(AssertUnwindSafe(|| self.engine.eval_rule(rule.to_owned())));
        let took = start.elapsed();
        self.of.spent.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
        match answer {
            // What a built-in function does is not interrupted.
            _ if took > limit + limit / 2 => Err(Failure::Time),
            Ok(Ok(value)) => Ok(value),
            Ok(Err(_)) if took >= limit => Err(if limit < FOR_A_RULE { Failure::Run } else { Failure::Time }),
            Ok(Err(why)) => Err(Failure::Error(format!("{why:#}"))),
            Err(_) => {
                self.engine = self.of.base.clone();
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
