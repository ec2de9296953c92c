//! What is said about each code that the shell linter finds, in our words. Codes of our own have theirs in `own/facts.rs`.

/// A code, and the sentences of a finding.
#[derive(Debug)]
pub(crate) struct Words {
    code: u32,
    /// What is wrong; `{}` is the marked text, or "this" if it is long.
    pub(crate) message: &'static str,
    /// What happens.
    pub(crate) label: &'static str,
    /// What to do.
    pub(crate) help: &'static str,
}

impl Words {
    /// What the code is about.
    pub(crate) fn title(&self) -> String {
        self.message.replace("{}", "`…`")
    }

    /// The message about this text.
    pub(crate) fn message(&self, marked: &str) -> String {
        let is_short = !marked.is_empty() && marked.len() <= 40 && !marked.contains(['\n', '`']);
        let name = if is_short { format!("`{marked}`") } else { "this".to_owned() };
        self.message.replace("{}", &name)
    }
}

/// The words about a code.
pub(crate) fn of(code: u32) -> Option<&'static Words> {
    WORDS.iter().find(|words| words.code == code)
}

const fn said(code: u32, message: &'static str, label: &'static str, help: &'static str) -> Words {
    Words { code, message, label, help }
}

#[rustfmt::skip]
const WORDS: &[Words] = &[
    said(1001, "unnecessary backslash", "the shell removes this backslash", "remove it, or quote the word"),
    said(1003, "backslash does not escape a single quote", "the string ends at this quote", r"write `'\''`, or use double quotes"),
    said(1004, "line continuation inside single quotes", "the backslash and the line end stay in the string", "use double quotes, or close the quotes"),
    said(1007, "space after `=` in an assignment", "the variable is empty, and the next word is run as a command", "remove the space"),
    said(1010, "keyword without a separator before it", "the keyword is parsed as an argument", "add `;` before it"),
    said(1012, "backslash sequence outside quotes", "the shell removes the backslash", r"use `printf '\t'`, or `$'\t'` in Bash"),
    said(1018, "no-break space in a command", "the space is part of the word", "replace it with a plain space"),
    said(1035, "missing space", "both parts are parsed as one word", "add a space"),
    said(1037, "positional parameter above 9 without braces", "`$10` is `$1` followed by `0`", "write `${10}`"),
    said(1039, "indented end of a here-document", "the here-document does not end here", "remove the spaces, or use `<<-` and tabs"),
    said(1040, "end of a here-document indented with spaces", "`<<-` only removes tabs", "indent with tabs"),
    said(1041, "end of a here-document is not on its own line", "the here-document does not end here", "move it to a separate line"),
    said(1044, "here-document without an end", "the rest of the script is part of it", "add its delimiter on a separate line"),
    said(1045, "`;` after `&`", "`&` already ends the command", "remove the `;`"),
    said(1046, "`if` without `fi`", "this `if` is not closed", "add `fi`"),
    said(1047, "`if` without `fi`", "this `if` is not closed", "add `fi`"),
    said(1049, "`if` without `then`", "this `if` has no `then`", "add `then` after the condition"),
    said(1065, "parameters in a function definition", "functions use `$1`, `$2` and so on", "write `name() { …; }`"),
    said(1069, "missing space before `[`", "this is parsed as one word", "add a space"),
    said(1072, "invalid test expression", "the shell cannot parse this", "check the operators and quotes"),
    said(1073, "invalid test expression", "the shell cannot parse this", "check the operators and quotes"),
    said(1074, "`case` branch without an end", "the previous branch continues here", "add `;;`"),
    said(1075, "`else if` needs its own `fi`", "this starts a nested `if`", "write `elif`"),
    said(1078, "quote that may not be closed", "this string spans several lines", "close the quote"),
    said(1079, "quote that may not be closed", "the string ends here", "close the quote, or escape the inner one"),
    said(1087, "array index without braces", "only the name is expanded", "write `${array[index]}`"),
    said(1089, "keyword without its block", "nothing is open here", "remove it, or add its beginning"),
    said(1105, "`((` starts arithmetic", "this is not a group of subshells", "add a space: `( (`"),
    said(1112, "typographic quote inside a string", "this character is literal", "use a plain quote"),
    said(1114, "space before `#!`", "the line is a comment", "remove the space"),
    said(1115, "space between `#` and `!`", "the line is a comment", "write `#!`"),
    said(1118, "space after the end of a here-document", "the here-document does not end here", "remove the space"),
    said(1126, "directive after a command is ignored", "directives apply to the next command", "move it to the line before the command"),
    said(1128, "`#!` is not on the first line", "the line is a comment", "move it to the first line"),
    said(1133, "operator at the start of a line", "the previous line has already ended the command", "move the operator to the end of the previous line"),
    said(2001, "`sed` for a simple replacement", "the shell can replace text without a process", "use `${variable/search/replacement}` in Bash"),
    said(2003, "`expr` for arithmetic", "the shell calculates without a process", "use `$((…))`"),
    said(2004, "unnecessary `$` in arithmetic", "variables do not need `$` here", "remove the `$`"),
    said(2005, "`echo` of a command substitution", "the command already prints this", "run the command directly"),
    said(2006, "backticks for a command substitution", "backticks are hard to nest and quote", "use `$(…)`"),
    said(2007, "`$[…]` is obsolete", "only old scripts use this syntax", "use `$((…))`"),
    said(2009, "`ps | grep` to find a process", "`grep` also matches itself", "use `pgrep`"),
    said(2010, "`ls | grep` to select files", "file names with line breaks are split", "use a pattern, or a loop with a condition"),
    said(2011, "`ls | xargs` splits file names", "file names with spaces are split", "use `find … -exec … +`, or a pattern"),
    said(2012, "`ls` in a script", "its output is for display, not for parsing", "use `find` or a pattern"),
    said(2013, "`for` loop over words, not lines", "lines with spaces are split", "use `while IFS= read -r line`"),
    said(2014, "expansion before `find` runs", "this is expanded once, not for each file", "use `sh -c` with `-exec`"),
    said(2015, "`a && b || c` is not if-then-else", "the last command also runs if the middle one fails", "use `if`"),
    said(2016, "`$` and backticks are literal in single quotes", "this is not expanded", "use double quotes to expand it"),
    said(2018, "`a-z` depends on the locale", "other lowercase letters are not included", "use `[:lower:]`"),
    said(2019, "`A-Z` depends on the locale", "other uppercase letters are not included", "use `[:upper:]`"),
    said(2021, "brackets around a `tr` range", "the brackets are part of the set", "remove the brackets"),
    said(2022, "pattern looks like a glob, but `grep` expects a regular expression", "`*` repeats the previous character", "use `.*` for any text"),
    said(2024, "`sudo` does not apply to the redirection", "the current user opens this file", "use `| sudo tee file`"),
    said(2026, "unquoted word inside single quotes", "the quotes end before this word", r"escape the inner quotes: `'\''`"),
    said(2027, "unquoted variable between quoted strings", "the quotes end before this variable", "escape the inner quotes, or remove them"),
    said(2028, "result of backslashes in `echo` depends on the shell", "some shells print them literally", "use `printf`, which behaves the same in every shell"),
    said(2029, "variable is expanded on this side of `ssh`", "the remote shell gets the local value", "use single quotes to expand it on the remote side"),
    said(2030, "{} is changed in a subshell", "the change is lost when the subshell ends", "avoid the subshell, for example with `{ …; }`"),
    said(2031, "{} was changed in a subshell", "the change is already lost here", "avoid the subshell, for example with `{ …; }`"),
    said(2034, "{} is assigned but never used", "nothing reads this value", "remove it, export it, or check the spelling"),
    said(2035, "pattern can expand to an option", "a file name may start with `-`", "write `./*`, or add `--` before it"),
    said(2037, "assignment of a command's output without `$(…)`", "the second word is run as a command", "write `name=$(command)`"),
    said(2038, "`find | xargs` splits file names", "file names with spaces are split", "use `find … -exec … +`, or `-print0 | xargs -0`"),
    said(2043, "loop only runs once", "this is a single, constant word", "add the missing `$` or remove the quotes"),
    said(2044, "`for` loop over the output of `find`", "file names with spaces are split", "use `find … -exec`, or `while IFS= read -r`"),
    said(2045, "`for` loop over the output of `ls`", "file names with spaces are split", "use a pattern: `for file in dir/*`"),
    said(2046, "command output is split into words", "this is not quoted", "add double quotes"),
    said(2048, "unquoted list of arguments", "arguments with spaces are split", r#"write `"$@"`"#),
    said(2050, "comparison of two constants", "the result is always the same", "add the missing `$` if a variable is intended"),
    said(2053, "right side of the comparison is a pattern", "`*` and `?` in the value match anything", "quote it to compare literally"),
    said(2054, "commas between array elements", "the comma is part of the element", "separate the elements with spaces"),
    said(2059, "variable in the format of `printf`", "`%` and backslashes in the value are interpreted", r#"write `printf '%s\n' "$variable"`"#),
    said(2061, "unquoted pattern for `find`", "the shell expands it before `find` runs", "quote the pattern"),
    said(2062, "unquoted pattern for `grep`", "the shell expands it before `grep` runs", "quote the pattern"),
    said(2063, "regular expression starts with `*`", "`grep` expects a regular expression, not a glob", "use `.*` for any text"),
    said(2064, "trap is expanded now, not when it runs", "the value at this point is used", "use single quotes"),
    said(2066, "loop over a single quoted value only runs once", "the quotes make this one word", r#"use `"$@"`, or remove the quotes"#),
    said(2068, "unquoted array or arguments", "elements with spaces are split", r#"write `"$@"` or `"${array[@]}"`"#),
    said(2069, "redirections in the wrong order", "errors still go to the previous output", "write `>file 2>&1`"),
    said(2070, "`-n` with an unquoted variable is always true", "nothing is left to test if it is empty", "quote the variable"),
    said(2071, "string comparison of numbers", "`>` and `<` compare strings, or redirect", "use `-gt` or `-lt`"),
    said(2076, "quoted regular expression", "quotes make the expression literal", "remove the quotes on the right side of `=~`"),
    said(2077, "condition is always true", "a single non-empty word: nothing is compared", "add spaces around the operator"),
    said(2078, "condition is always true", "this is a constant", "add the missing `$` if a variable is intended"),
    said(2080, "number with a leading zero", "this is an octal number", "remove the zero, or write `10#`"),
    said(2081, "`[` cannot match patterns", "`=` compares literally", "use `case`, or `[[ … ]]` in Bash"),
    said(2086, "value of {} is split into words", "this is not quoted", "add double quotes"),
    said(2088, "quoted `~` is not the home directory", "this is a directory named `~`", "use `$HOME`"),
    said(2089, "quotes in a value are literal", "they do not group words when the variable is expanded", "use an array, or `\"$@\"`"),
    said(2090, "quotes in the value are literal here", "they do not group words", "use an array, or `\"$@\"`"),
    said(2091, "output of a command is run as a command", "the output is the name of a program here", "remove `$(…)`"),
    said(2092, "output of a command is run as a command", "the output is the name of a program here", "remove the backticks"),
    said(2094, "file is read and written in one pipeline", "it may be emptied before it is read", "write to another file, then rename it"),
    said(2097, "assignment is not yet visible in this command", "the previous value is used in this line", "assign it in a separate command"),
    said(2098, "assignment is not yet visible here", "the previous value is used in this line", "assign it in a separate command"),
    said(2102, "bracket pattern with repeated characters", "brackets match a single character", "list alternatives with `case` or `{a,b}`"),
    said(2105, "`break` outside a loop", "this is not inside a loop", "use `exit` or `return`"),
    said(2112, "`function` is not supported by `sh`", "this is Bash syntax", "write `name() { …; }`"),
    said(2113, "`function` is not supported by `sh`", "this is Bash syntax", "write `name() { …; }`"),
    said(2115, "`rm` removes a system directory if the variable is empty", "the rest of the path remains", "write `${name:?}`, which exits the script if it is empty"),
    said(2116, "`echo` in a command substitution", "the text can be used directly", "remove `$(echo …)`"),
    said(2117, "`su` without `-c`", "the next commands run after `su` ends", "use `su -c '…'`"),
    said(2119, "function {} is called without arguments", "it uses `$1`", r#"pass `"$@"` to it"#),
    said(2120, "function {} uses arguments that no call passes", "its arguments are always empty", "pass the arguments, or remove them"),
    said(2124, "list assigned to a string", "the elements are joined with spaces", "use an array"),
    said(2125, "pattern in an assignment is not expanded", "the variable contains the pattern itself", "use an array, or quote it"),
    said(2126, "`grep | wc -l` to count lines", "`grep` can count", "use `grep -c`"),
    said(2128, "array {} without an index", "only the first element is expanded", r#"write `"${array[@]}"`"#),
    said(2129, "several redirections to one file", "the file is opened again for each command", "group the commands: `{ …; } >> file`"),
    said(2139, "alias is expanded when it is defined", "the value at this point is used", "use single quotes"),
    said(2140, "quotes end and begin again inside a word", "the inner part is not quoted", "escape the inner quotes, or remove them"),
    said(2141, "backslash in `IFS` is literal", "fields are split at `\\` and letters", r"use `$'\n'` in Bash"),
    said(2142, "alias with positional parameters", "an alias has no arguments", "use a function"),
    said(2143, "output of `grep` used as a condition", "`grep` reads the whole input", "use `grep -q` as the condition"),
    said(2144, "file test of a pattern", "the test fails if several files match", "use a loop over the files"),
    said(2145, "string and argument list in one word", "the arguments are split around the string", "use `$*`, or separate words"),
    said(2146, "`-o` without a group in `find`", "the action only applies to the last alternative", r"group the alternatives: `\( … -o … \)`"),
    said(2153, "{} may be misspelled", "a variable with a similar name is assigned", "check the spelling"),
    said(2154, "variable {} is not assigned", "this variable is empty", "set it in this step, or with `ENV` or `ARG`"),
    said(2155, "if the command in this value fails, this step still succeeds", "the exit status is that of `export`", "assign first, then export after `&&`"),
    said(2156, "file name inside a script of `find`", "file names can contain shell code", r"pass it as an argument: `sh -c '…' sh {} \;`"),
    said(2157, "condition is always true", "this string is never empty", "add the missing `$` if a variable is intended"),
    said(2158, "condition is always true", "a non-empty string is true", "remove the brackets to run a command"),
    said(2159, "condition is always true", "a non-empty string is true", "remove the brackets to run a command"),
    said(2160, "condition is always true", "a non-empty string is true", "remove the brackets to run a command"),
    said(2161, "condition is always true", "a non-empty string is true", "remove the brackets to run a command"),
    said(2162, "`read` without `-r`", "backslashes in the input are removed", "use `read -r`"),
    said(2163, "`export` of a variable's value", "the value is used as a name", "remove the `$`"),
    said(2164, "if `cd` fails, the script continues in the wrong directory", "the exit status is ignored", "use `&&` after it, or `set -e` at the start"),
    said(2166, "`-a` or `-o` in a test", "the result is undefined with some values", "use `[ … ] && [ … ]` or `[ … ] || [ … ]`"),
    said(2168, "`local` outside a function", "the shell rejects this", "remove `local`"),
    said(2172, "signal number in `trap`", "numbers differ between systems", "use the signal's name"),
    said(2178, "array {} is assigned a string", "only the first element is set", "use another name, or `array=(…)`"),
    said(2181, "exit status tested with `$?`", "another command in between changes it", "use the command as the condition: `if command; then`"),
    said(2184, "unquoted index in `unset`", "the brackets are a pattern", "quote the argument"),
    said(2185, "`find` without a path", "some implementations fail", "add a path: `find .`"),
    said(2194, "`case` tests a constant", "the same branch always runs", "add the missing `$` if a variable is intended"),
    said(2195, "pattern never matches", "the tested value cannot look like this", "check the pattern"),
    said(2196, "`egrep` is deprecated", "GNU `grep` prints a warning", "use `grep -E`"),
    said(2197, "`fgrep` is deprecated", "GNU `grep` prints a warning", "use `grep -F`"),
    said(2198, "argument list in a test", "all arguments are joined", "test each argument in a loop"),
    said(2199, "array in a test", "all elements are joined", "test each element in a loop"),
    said(2206, "array from a value that is split", "values with spaces become several elements", "quote it, or use `read -a`"),
    said(2207, "array from command output that is split", "values with spaces become several elements", "use `mapfile -t`"),
    said(2209, "command name assigned as a string", "the command does not run", "write `name=$(command)`, or quote it"),
    said(2210, "redirection to a file named {}", "a number without `&` is a file name", "write `&1` for the file descriptor"),
    said(2211, "pattern run as a command", "the first matching file is run", "write the name of the program"),
    said(2212, "empty test", "this is always false", "use `false`, or add a condition"),
    said(2213, "option of `getopts` without a branch", "this option is not handled", "add a branch for it"),
    said(2214, "branch for an option that `getopts` does not accept", "this branch never runs", "add the option to `getopts`, or remove the branch"),
    said(2215, "option run as a command", "this option is separated from its command", "add the missing line continuation, or remove the extra `;` or `&&`"),
    said(2216, "command does not read its piped input", "the input is lost", "use `xargs` to pass it as arguments"),
    said(2218, "function {} is called before it is defined", "the function does not exist yet", "define the function first"),
    said(2219, "`let` for arithmetic", "its arguments need quotes", "use `$((…))`"),
    said(2220, "`getopts` without a branch for invalid options", "invalid options are ignored", "add a branch `*)` or `\\?)`"),
    said(2221, "pattern covers a later one", "the later branch never runs", "move the more specific branch up"),
    said(2222, "branch never runs", "an earlier pattern covers this one", "move this branch up"),
    said(2223, "unquoted default assignment", "the value is split, and expanded to file names", r#"quote it: `: "${name:=value}"`"#),
    said(2231, "unquoted variable in the pattern of a loop", "values with spaces are split", r#"quote the variable: `"$dir"/*`"#),
    said(2233, "unnecessary subshell around a condition", "this starts another process", "remove the parentheses"),
    said(2235, "unnecessary subshell around a condition", "this starts another process", "use `{ …; }`"),
    said(2238, "redirection to a file named like a command", "the output does not go to the command", "use `|` for a pipeline"),
    said(2239, "interpreter without an absolute path", "the kernel does not search `PATH`", "write the full path, or use `/usr/bin/env`"),
    said(2242, "invalid exit status", "`exit` only accepts 0 to 255", "use a number from 0 to 255"),
    said(2252, "one of the two conditions is always true", "the result is always true", "use `&&` if neither value may match"),
    said(2254, "unquoted variable in a `case` pattern", "`*` and `?` in the value match anything", "quote it to compare literally"),
    said(2257, "arithmetic in a redirection", "the number is a file name", "calculate it first"),
    said(2260, "redirection takes the pipeline's input", "the next command reads nothing", "move the redirection to the last command, or use `tee`"),
    said(2261, "output redirected twice", "only the last redirection applies", "remove one, or use `tee`"),
    said(2267, "`xargs -i` is deprecated", "other implementations do not support it", "use `xargs -I {}`"),
    said(2268, "`x` prefix in a comparison", "quoted variables do not need it", "remove the `x` on both sides"),
    said(2270, "assignment to a number", "positional parameters cannot be assigned like this", "use `set -- value`"),
    said(2280, "assignment to `$0`", "`$0` cannot be changed", "use another variable"),
    said(2282, "variable name starts with a digit", "this is run as a command", "start the name with a letter"),
    said(2288, "template placeholder run as a command", "the placeholder was not replaced", "render the template first"),
    said(2291, "repeated spaces between arguments of `echo`", "`echo` prints a single space", "quote the string"),
    said(2294, "`eval` joins its arguments", "quoting is lost, and the text is run as code", "run the command directly"),
    said(2295, "unquoted variable in a pattern", "`*` and `?` in the value match anything", r#"quote it: `${name#"$prefix"}`"#),
    said(2308, "`expr` for strings", "its behavior differs between systems", "use `${#name}`, `case` or `${name#prefix}`"),
    said(2317, "unreachable command", "this never runs", "check the `exit` or `return` above"),
    said(2318, "value of the same `local` line", "the variable is not set yet", "use a second `local`"),
    said(2319, "`$?` is the exit status of a test", "the earlier status is lost", "store the status first"),
    said(2321, "unnecessary `$((…))` in an index", "an index is already arithmetic", "remove `$((…))`"),
    said(2327, "substitution of a command whose output is redirected", "the value is empty", "remove the redirection"),
    said(2328, "redirection leaves nothing for the substitution", "the output goes to the file", "remove the redirection, or use `tee`"),
    said(3001, "process substitution is not supported by `sh`", "this is Bash syntax", "use a temporary file or a pipeline"),
    said(3003, "`$'…'` is not supported by `sh`", "this is Bash syntax", "use `printf`"),
    said(3004, "`$\"…\"` is not supported by `sh`", "this is Bash syntax", "remove the `$`"),
    said(3005, "`for ((…))` is not supported by `sh`", "this is Bash syntax", "use `while` with a counter"),
    said(3006, "`((…))` is not supported by `sh`", "this is Bash syntax", "use `[ $((…)) -ne 0 ]`"),
    said(3007, "`$[…]` is not supported by `sh`", "this is Bash syntax", "use `$((…))`"),
    said(3008, "`select` is not supported by `sh`", "this is Bash syntax", "use `read` and `case`"),
    said(3009, "brace expansion is not supported by `sh`", "this stays literal", "list the words"),
    said(3010, "`[[ … ]]` is not supported by `sh`", "this is Bash syntax", "use `[ … ]` or `case`"),
    said(3011, "`<<<` is not supported by `sh`", "this is Bash syntax", "use `printf … |`"),
    said(3014, "`==` in `[` is not supported by `sh`", "this is Bash syntax", "use `=`"),
    said(3018, "`++` and `--` are not supported by `sh`", "this is Bash syntax", "use `$((name + 1))`"),
    said(3020, "`&>` is not supported by `sh`", "the command runs in the background instead", "use `> file 2>&1`"),
    said(3021, "`>&` with a file name is not supported by `sh`", "this is Bash syntax", "use `> file 2>&1`"),
    said(3022, "named file descriptors are not supported by `sh`", "this is Bash syntax", "use a number from 3 to 9"),
    said(3024, "`+=` is not supported by `sh`", "this is run as a command", r#"write `name="$name…"`"#),
    said(3026, "`[^…]` in a pattern is not supported by `sh`", "`^` can be literal", "use `[!…]`"),
    said(3030, "arrays are not supported by `sh`", "this is Bash syntax", "use `set --`, or run it with Bash"),
    said(3032, "coprocesses are not supported by `sh`", "this is Bash syntax", "use a named pipe"),
    said(3033, "function name that `sh` does not support", "POSIX allows letters, digits and `_`", "rename the function"),
    said(3034, "`$(< file)` is not supported by `sh`", "the result is empty", "use `$(cat file)`"),
    said(3037, "options of `echo` are not supported by `sh`", "some shells print them", "use `printf`"),
    said(3040, "option of `set -o` that `sh` does not support", "not every `sh` has this option", "run it with Bash"),
    said(3043, "`local` is not part of POSIX `sh`", "not every `sh` supports it", "use another variable name"),
    said(3044, "command that `sh` does not have", "this is a Bash builtin", "use the POSIX equivalent, or run it with Bash"),
    said(3045, "option that `sh` does not support", "this option is a Bash extension", "use the POSIX equivalent, or run it with Bash"),
    said(3046, "`source` is not supported by `sh`", "this is a Bash builtin", "use `.`"),
    said(3047, "trap that `sh` does not support", "`ERR`, `DEBUG` and `RETURN` only exist in Bash", "run it with Bash"),
    said(3048, "`SIG` prefix is not supported by `sh`", "POSIX names signals without the prefix", "remove `SIG`"),
    said(3050, "`printf %q` is not supported by `sh`", "this is a Bash extension", "run it with Bash"),
    said(3052, "number with a base is not supported by `sh`", "this is Bash syntax", "use decimal, octal or hexadecimal numbers"),
    said(3053, "`${!name}` is not supported by `sh`", "this is Bash syntax", "use `eval`, or run it with Bash"),
    said(3054, "arrays are not supported by `sh`", "this is Bash syntax", r#"use `"$@"`, or run it with Bash"#),
    said(3055, "array keys are not supported by `sh`", "this is Bash syntax", "run it with Bash"),
    said(3057, "`${name:start:length}` is not supported by `sh`", "this is Bash syntax", "use `cut`, or `${name#prefix}`"),
    said(3058, "`${*%…}` is not portable", "POSIX does not define the result", "use a loop over the arguments"),
    said(3059, "`${name^^}` and `${name,,}` are not supported by `sh`", "this is Bash syntax", "use `tr`"),
    said(3060, "`${name/old/new}` is not supported by `sh`", "this is Bash syntax", "use `sed`"),
    said(3061, "`read` without a variable is not supported by `sh`", "this is a Bash extension", "add a variable name"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::own::FACTS;

    #[test]
    fn each_code_that_can_appear_has_words() {
        let silent: Vec<u32> = crate::facts()
            .iter()
            .map(|fact| fact.code)
            .filter(|code| of(*code).is_none() && FACTS.iter().all(|own| own.code != *code))
            .collect();
        assert_eq!(silent, Vec::<u32>::new());
    }

    #[test]
    fn a_short_text_is_named() {
        let words = of(2034).expect("it has words");
        assert_eq!(words.message("name"), "`name` is assigned but never used");
        assert_eq!(words.message(&"x".repeat(50)), "this is assigned but never used");
    }
}
