//! Regular expressions that are written in a module. One that does not compile matches nothing, and its rule would pass, so
//! each is compiled before any file is looked at.

use regorus::unstable::{Expr, Rule};

use crate::names::path;
use crate::visit::{Piece, pieces, visit};

/// The functions with a regular expression, and which of their arguments it is.
const FUNCTIONS: [(&str, usize); 6] = [
    ("re_match", 0),
    ("regex.find_all_string_submatch_n", 0),
    ("regex.find_n", 0),
    ("regex.match", 0),
    ("regex.replace", 1),
    ("regex.split", 0),
];

/// The invalid ones of a rule: where they are, and what they are.
pub(crate) fn invalid(rule: &Rule) -> Vec<((u32, u32), String)> {
    let mut found = Vec::new();
    visit(pieces(rule), |piece, _| {
        let Piece::Expr(Expr::Call { fcn, params, .. }) = piece else { return };
        let name = path(fcn).join(".");
        let argument = FUNCTIONS.iter().find(|(own, _)| *own == name).and_then(|(_, at)| params.get(*at));
        let Some(Expr::String { span, value, .. } | Expr::RawString { span, value, .. }) =
            argument.map(|expr| &**expr)
        else {
            return;
        };
        if let Ok(pattern) = value.as_string()
            && regex::Regex::new(pattern).is_err()
        {
            found.push(((span.start, span.end), pattern.to_string()));
        }
    });
    found
}
