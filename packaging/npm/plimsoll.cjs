#!/usr/bin/env node
// Starts the program from the package for this platform, which npm installed as an optional dependency.
"use strict";

const { spawn } = require("node:child_process");

/** Linux has two packages: which C library is here decides. */
function platform() {
  const { platform, arch } = process;
  if (platform !== "linux") return `${platform}-${arch}`;
  const glibc = process.report.getReport().header.glibcVersionRuntime;
  return `${platform}-${arch}-${glibc ? "glibc" : "musl"}`;
}

function program() {
  const name = `@plimsoll-lint/${platform()}`;
  const file = process.platform === "win32" ? "plimsoll.exe" : "plimsoll";
  try {
    return require.resolve(`${name}/${file}`);
  } catch {
    console.error(
      `error: the package ${name} is not installed\n` +
        "It holds the program for this platform, as an optional dependency: install without `--omit=optional`, or,\n" +
        "where there is no such package, with pip (`pip install plimsoll-lint`) or cargo.",
    );
    process.exit(2);
  }
}

const child = spawn(program(), process.argv.slice(2), { stdio: "inherit" });
// Whoever ends this process means the program.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`error: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  if (signal === null) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
