// Lays out the npm packages: one for each platform, with the program, and the one that users install.
//
//     node packaging/npm/pack.mjs OUT TARGET=PROGRAM...
//
// Each folder in OUT is then ready for `npm pack` and `npm publish`. TARGET is the Rust name of one of targets.json.

import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const targets = JSON.parse(readFileSync(join(root, "packaging/targets.json"), "utf8"));
const project = JSON.parse(readFileSync(join(root, "packaging/project.json"), "utf8"));
const version = /^version = "(.+)"$/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))[1];

const [out, ...programs] = process.argv.slice(2);
const nameOf = ({ os, cpu, libc }) => ["@plimsoll-lint/" + os, cpu, libc].filter(Boolean).join("-");

/** Writes a package: what npm must know, and files with the path that each is copied from. */
function write(folder, what, files) {
  const path = join(out, folder);
  const licences = { "LICENSE-MIT": join(root, "LICENSE-MIT"), "LICENSE-APACHE": join(root, "LICENSE-APACHE") };
  const all = { ...files, ...licences };
  mkdirSync(path, { recursive: true });
  const manifest = {
    ...what,
    version,
    license: project.license,
    repository: { type: "git", url: `git+${project.homepage}.git` },
    publishConfig: { access: "public" },
    files: Object.keys(all),
  };
  writeFileSync(join(path, "package.json"), JSON.stringify(manifest, null, 2) + "\n");
  for (const [name, from] of Object.entries(all)) copyFileSync(from, join(path, name));
  return path;
}

for (const argument of programs) {
  const [name, program] = argument.split("=");
  const target = targets.find((one) => one.target === name);
  if (!target) throw new Error(`${name} is not in targets.json`);
  const { os, cpu, libc } = target;
  const path = write(
    nameOf(target).replace("@plimsoll-lint/", ""),
    {
      name: nameOf(target),
      description: `The program of plimsoll-lint for ${os} on ${cpu}`,
      os: [os],
      cpu: [cpu],
      ...(libc && { libc: [libc] }),
    },
    { [basename(program)]: program },
  );
  chmodSync(join(path, basename(program)), 0o755);
}

write(
  "plimsoll-lint",
  {
    name: "plimsoll-lint",
    description: project.summary,
    keywords: ["docker", "dockerfile", "compose", "linter"],
    bin: { plimsoll: "plimsoll.cjs" },
    engines: { node: ">=18" },
    optionalDependencies: Object.fromEntries(targets.map((target) => [nameOf(target), version])),
  },
  { "plimsoll.cjs": join(root, "packaging/npm/plimsoll.cjs"), "README.md": join(root, "README.md") },
);
