// Packs the extension: one file for each platform, with the program, and one without for all others.
//
//     node editors/vscode/pack.mjs OUT TARGET=PROGRAM...
//
// TARGET is the Rust name of one of packaging/targets.json. Needs what `npm ci` installs.

import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const targets = JSON.parse(readFileSync(join(here, "../../packaging/targets.json"), "utf8"));
const { version } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
const [out, ...programs] = process.argv.slice(2);
const bin = join(here, "bin");

/** Runs a program of this folder's packages. */
const run = (...args) => execFileSync("npx", ["--no-install", ...args], { cwd: here, stdio: "inherit" });

function pack(platform) {
  const file = join(resolve(out), `plimsoll-${version}-${platform ?? "universal"}.vsix`);
  run("vsce", "package", "--no-dependencies", ...(platform ? ["--target", platform] : []), "--out", file);
}

mkdirSync(out, { recursive: true });
run("tsc", "--noEmit");
execFileSync("npm", ["run", "--silent", "bundle"], { cwd: here, stdio: "inherit" });
try {
  for (const argument of programs) {
    const [name, program] = argument.split("=");
    const target = targets.find((one) => one.target === name);
    if (!target) throw new Error(`${name} is not in targets.json`);
    rmSync(bin, { recursive: true, force: true });
    mkdirSync(bin);
    copyFileSync(program, join(bin, basename(program)));
    chmodSync(join(bin, basename(program)), 0o755);
    pack(target.vscode);
  }
} finally {
  rmSync(bin, { recursive: true, force: true });
}
pack();
