import { spawn } from 'node:child_process';

import type { CliIo } from './cli-io.js';

/** The parts of `process` that the terminal is made of. */
export type TerminalProcess = Pick<
  NodeJS.Process,
  'cwd' | 'stdin' | 'stdout' | 'stderr' | 'platform'
>;

/** Reads from and writes to the terminal of a process. */
export function createTerminalIo(terminal: TerminalProcess): CliIo {
  const { stdin, stdout, stderr, platform } = terminal;
  // Whoever reads the output may have seen enough, as `head` does.
  for (const stream of [stdout, stderr]) stream.on('error', ignoreClosedPipe);
  const io: CliIo = {
    cwd: terminal.cwd(),
    out: (line) => void stdout.write(`${line}\n`),
    error: (line) => void stderr.write(`${line}\n`),
    run: (command, args, cwd) => runCommand(command, args, { cwd, platform }),
  };
  return stdin.isTTY && stdout.isTTY ? { ...io, confirm } : io;
}

function ignoreClosedPipe(failure: NodeJS.ErrnoException): void {
  if (failure.code !== 'EPIPE') throw failure;
}

async function confirm(question: string): Promise<boolean> {
  // Only loaded where somebody is asked.
  const prompts = await import('@clack/prompts');
  return (await prompts.confirm({ message: question })) === true;
}

interface CommandPlace {
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
}

function runCommand(
  command: string,
  args: readonly string[],
  { cwd, platform }: CommandPlace,
): Promise<number> {
  return new Promise((resolve) => {
    // Package managers are scripts on Windows, which only a shell starts; none of the words is a user's.
    const child = spawn(command, args, { cwd, stdio: 'inherit', shell: platform === 'win32' });
    child.once('error', () => resolve(127));
    child.once('close', (status) => resolve(status ?? 1));
  });
}
