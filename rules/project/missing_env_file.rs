//! A file of variables that is not there, of a service or of a command line.

use plimsoll_linter::prelude::*;
use project::{FileUse, Presence};

#[derive(Default)]
pub(crate) struct MissingEnvFile;

impl Rule for MissingEnvFile {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // Paths of an overlay are relative to the folder of the file below it.
        if !app.is_complete() {
            return;
        }
        // Where another service reads it, this one means another file.
        let suggests_dotenv = app.has_dotenv()
            && !app.named_files().any(|file| file.path.ends_with("/.env") || file.path == ".env");
        for file in app.named_files().filter(|file| file.presence == Presence::Missing) {
            let help = match (file.use_, file.example) {
                (FileUse::Environment { is_required: true }, Some((example, own))) => {
                    format!("copy the example: `cp {example} {own}`, or set `required: false`")
                }
                (FileUse::Environment { is_required: true }, None) if suggests_dotenv => {
                    let path = &file.path;
                    format!(
                        "did you mean the existing `.env`? If not, create `{path}`, or set `required: false`"
                    )
                }
                (FileUse::Environment { is_required: true }, None) => {
                    "create the file, or set `required: false`".to_owned()
                }
                (FileUse::Labels, _) => "create the file, or use `labels` instead".to_owned(),
                _ => continue,
            };
            cx.report(file.span, format!("the file `{}` does not exist", file.path))
                .here("Compose fails if this file is missing")
                .help(help);
        }
    }

    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        for file in &line.missing_env_files {
            let title = line.command.title();
            cx.report(file.span, format!("the file `{}` does not exist", file.path))
                .here(format!("`{title}` fails if this file is missing"))
                .help(match &file.example {
                    Some(example) => format!("copy the example: `cp {example} {}`", file.path),
                    None => "create the file, or remove this flag".to_owned(),
                });
        }
    }
}
