#!/usr/bin/env node
// Runs the program of the package that npm chose for this machine, and ends as it does.
"use strict";
const { spawnSync } = require("node:child_process");

const name = `@stackql/lint-${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${name}/stackql-lint`);
} catch {
  console.error(
    `stackql-lint: the package ${name} is not installed. There are programs for Linux with glibc on x64 ` +
      "and arm64; npm leaves them out with --omit=optional.",
  );
  process.exit(3);
}
const ended = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (ended.error) {
  console.error(`stackql-lint: ${program} cannot be run: ${ended.error.message}`);
  process.exit(3);
}
if (ended.signal) process.kill(process.pid, ended.signal);
process.exitCode = ended.status;
