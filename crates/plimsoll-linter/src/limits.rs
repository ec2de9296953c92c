//! The limits of a run. If a limit leaves something unchecked or unreported, a finding says so. Parsers and rules
//! define their own limits next to the code that they limit.

/// The maximum size of a file, in bytes. Larger files are not read.
pub const FILE_BYTES: usize = 1 << 20;

/// The maximum size of a Git index, in bytes. A larger index is not read.
pub const INDEX_BYTES: usize = 256 << 20;

/// The maximum number of overrides in a configuration, because each finding is compared with all of them.
pub const OVERRIDES: usize = 500;

/// The maximum number of images in a configuration, because each image of a project is compared with all of them.
pub const IMAGES: usize = 1000;

/// The maximum number of patterns for paths in a configuration, because each takes a few kibibytes.
pub const PATTERNS: usize = 2000;

/// The maximum number of patterns in an ignore file of Git. The others have no effect, so that more is checked.
pub const IGNORE_PATTERNS: usize = 5000;

/// The maximum number of environments in a policy, because each place is compared with all of them.
pub const ENVIRONMENTS: usize = 100;

/// The maximum number of requirements in a policy, because each finding is compared with all of them.
pub const CONSTRAINTS: usize = 1000;

/// The maximum number of waivers in a policy, because each finding is compared with all of them.
pub const WAIVERS: usize = 5000;

/// How many labels can be required: each is looked for in every service and image.
pub const LABELS: usize = 200;

/// How many keys can be forbidden: each is looked for in every service.
pub const FORBIDDEN_KEYS: usize = 500;

/// The maximum number of findings of a rule in a file. The last one states how many more there are.
pub const FINDINGS_OF_A_RULE: usize = 100;

/// The number of a rule's findings in a file that are kept until all are known: the first ones of those may turn out to be
/// said twice.
pub const FINDINGS_KEPT: usize = 2 * FINDINGS_OF_A_RULE;

/// The number of findings that a walk collects before comments and levels decide what is kept of them.
pub const FINDINGS_AT_ONCE: usize = 4096;

/// A script with more bytes is not given to the shell linter: what that does to follow values through a script grows with
/// more than the square. The longest of 4,000 real ones has 2,486.
pub const SCRIPT_BYTES: usize = 8 << 10;

/// Nor is one with more operators, assignments and expansions: its work grows with their square, and with the cube of
/// the functions. The most in 4,000 real scripts are 150.
pub const SCRIPT_OPERATORS: usize = 500;

/// How many of them, squared for each script, the scripts of a file may have together.
pub const SCRIPTS_OPERATORS_SQUARED: usize = 16 * SCRIPT_OPERATORS * SCRIPT_OPERATORS;

/// How many scripts of a file are given to it: each costs a fraction of a millisecond, however short it is.
pub const SCRIPTS: usize = 10_000;

/// How often all projects are fixed. More than once only when a fix lets one project read what another one changes.
pub const FIX_PASSES: usize = 3;

/// How often fixes are applied and the result checked again, in projects that share files. Two or three rounds do it, unless a fix does harm.
pub const FIX_ROUNDS: usize = 100;

/// How often the fixes of projects that share files are tried while those are looked for that would change a meaning.
pub const PROOFS: usize = 1000;

/// A folder with more names is not listed: its files are asked for one by one.
pub const LISTED_NAMES: usize = 500;

/// With fewer projects than this, starting threads costs more than it saves.
pub const PROJECTS_WORTH_THREADS: usize = 8;

/// With fewer folders than this, the same goes for looking into them.
pub const FOLDERS_WORTH_THREADS: usize = 64;
