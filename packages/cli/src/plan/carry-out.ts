import type { CliIo } from '../cli-io.js';
import type { CommonOptions } from '../command-line.js';
import { installArguments } from '../project/package-manager.js';
import type { CommandPlan } from './command-plan.js';
import type { FileChange } from './file-change.js';
import { renderDiff } from './render-diff.js';
import { writeChanges } from './write-changes.js';

type CarryOutOptions = Pick<CommonOptions, 'yes' | 'dryRun' | 'install'>;

/**
 * Shows a plan, asks, writes its files and installs. Resolves to the exit code.
 *
 * @throws CliError if the files cannot be written; then none is
 */
export async function carryOut(
  plan: CommandPlan,
  directory: string,
  { options, io }: { options: CarryOutOptions; io: CliIo },
): Promise<number> {
  const { heading, changes, notices } = plan;
  io.out(heading);
  if (changes.length > 0) io.out('');
  for (const change of changes) show(change, options.dryRun, io);
  for (const notice of notices) io.out(`\n${notice}`);
  if (changes.length === 0) {
    io.out('\nNothing to do: no file was changed.');
    return 0;
  }
  if (options.dryRun) {
    io.out('\nThis was a dry run: no file was changed.');
    return 0;
  }
  if (!(await isAllowed(changes, options, io))) return 1;
  writeChanges(directory, changes);
  const status = options.install ? await install(plan, directory, io) : 0;
  const steps = options.install ? plan.steps : [...installStep(plan), ...plan.steps];
  if (steps.length > 0) io.out('\nNext:');
  for (const step of steps) io.out(`- ${step}`);
  return status;
}

function show(change: FileChange, dryRun: boolean, io: CliIo): void {
  if (dryRun) {
    for (const line of renderDiff(change)) io.out(line);
    return;
  }
  const word = change.before === null ? 'create' : change.replaces ? 'replace' : 'edit';
  io.out(`  ${word.padEnd(8)} ${change.path}: ${change.summary}`);
}

async function isAllowed(
  changes: readonly FileChange[],
  { yes }: CarryOutOptions,
  io: CliIo,
): Promise<boolean> {
  if (yes) return true;
  if (io.confirm === undefined) {
    io.error(
      '\nNothing was changed, because there is no terminal to ask in. ' +
        'Run it again with --yes, or with --dry-run to see every line.',
    );
    return false;
  }
  const lost = changes.filter(({ replaces }) => replaces).map(({ path }) => path);
  const loss = lost.length === 0 ? '' : ` ${lost.join(', ')} will be replaced.`;
  if (await io.confirm(`Make these changes?${loss}`)) return true;
  io.out('Nothing was changed.');
  return false;
}

function installStep(plan: CommandPlan): readonly string[] {
  return needsInstall(plan) ? [`Install the dependencies: ${installCommand(plan)}`] : [];
}

async function install(plan: CommandPlan, directory: string, io: CliIo): Promise<number> {
  if (!needsInstall(plan)) return 0;
  const command = installCommand(plan);
  io.out(`\n${command}`);
  const status = await io.run(plan.manager, installArguments(plan.manager), directory);
  if (status === 0) return 0;
  io.error(`\nThe files are written, but '${command}' failed: run it again.`);
  return 1;
}

function needsInstall({ changes }: CommandPlan): boolean {
  return changes.some(({ path }) => path.endsWith('package.json'));
}

function installCommand({ manager }: CommandPlan): string {
  return [manager, ...installArguments(manager)].join(' ');
}
