import { statSync } from 'node:fs';
import { resolve } from 'node:path';

import { CliError } from './cli-error.js';
import type { CliIo } from './cli-io.js';
import { readCommandLine, type InitOptions, type MigrateOptions } from './command-line.js';
import { planInit } from './init/plan-init.js';
import { planMigrate } from './migrate/plan-migrate.js';
import { carryOut } from './plan/carry-out.js';
import type { CommandPlan } from './plan/command-plan.js';
import { ProjectFiles } from './project/project-files.js';
import { USAGE } from './usage.js';
import { VERSION } from './version.js';

/**
 * Runs the command line. Resolves to the exit code: 0 if it is done or nothing was to do, 1 if it
 * failed or was refused, 2 for wrong usage. Rejects only for defects of its own.
 *
 * @param argv what stands behind the program's name
 */
export async function main(argv: readonly string[], io: CliIo): Promise<number> {
  const line = readCommandLine(argv);
  switch (line.command) {
    case 'help':
      io.out(USAGE);
      return 0;
    case 'version':
      io.out(VERSION);
      return 0;
    case 'wrong':
      io.error(`${line.problem}\n\n${USAGE}`);
      return 2;
    case 'init':
      return runCommand(line.options, io, (files) => planInit(files, line.options));
    case 'migrate':
      return runCommand(line.options, io, (files) => planMigrate(files, line.options));
  }
}

async function runCommand(
  options: InitOptions | MigrateOptions,
  io: CliIo,
  plan: (files: ProjectFiles) => CommandPlan,
): Promise<number> {
  const directory = resolve(io.cwd, options.directory);
  try {
    if (!isDirectory(directory)) throw new CliError(`${directory} is no directory.`);
    return await carryOut(plan(new ProjectFiles(directory)), directory, { options, io });
  } catch (failure) {
    if (!(failure instanceof CliError)) throw failure;
    io.error(failure.message);
    return 1;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
