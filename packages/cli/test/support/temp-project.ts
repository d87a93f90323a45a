import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach } from '@jest/globals';

import { main, type CliIo } from '../../src/index.js';

const created: string[] = [];

afterEach(() => {
  for (const directory of created.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** What a run of the command line has said and done. */
export interface CliRun {
  readonly status: number;
  readonly out: string;
  readonly error: string;
  readonly questions: readonly string[];
  /** Commands that it has started. */
  readonly commands: readonly string[];
}

export interface RunOptions {
  /** The answer to every question; nobody is there unless given. */
  readonly answer?: boolean;
  /** The exit status of commands. */
  readonly commandStatus?: number;
}

/** A project in a directory of its own, removed after the test. */
export class TempProject {
  readonly directory = mkdtempSync(join(tmpdir(), 'flightdeck-cli-'));

  constructor(files: Readonly<Record<string, string>>) {
    created.push(this.directory);
    // Ends the search for lockfiles in the directories above.
    mkdirSync(join(this.directory, '.git'));
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  write(path: string, text: string): void {
    const target = join(this.directory, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  read(path: string): string {
    return readFileSync(join(this.directory, path), 'utf8');
  }

  /** Every file by its path. */
  contents(): Readonly<Record<string, string>> {
    const paths = readdirSync(this.directory, { recursive: true }).map(String).toSorted();
    return Object.fromEntries(
      paths
        .filter((path) => statSync(join(this.directory, path)).isFile())
        .map((path) => [path.replaceAll('\\', '/'), this.read(path)]),
    );
  }

  async run(
    args: readonly string[],
    { answer, commandStatus = 0 }: RunOptions = {},
  ): Promise<CliRun> {
    const lines = { out: [] as string[], error: [] as string[] };
    const questions: string[] = [];
    const commands: string[] = [];
    const io: CliIo = {
      cwd: this.directory,
      out: (line) => void lines.out.push(line),
      error: (line) => void lines.error.push(line),
      run: async (command, rest) => {
        commands.push([command, ...rest].join(' '));
        return commandStatus;
      },
      ...(answer === undefined
        ? {}
        : {
            confirm: async (question: string) => {
              questions.push(question);
              return answer;
            },
          }),
    };
    const status = await main(args, io);
    return {
      status,
      out: lines.out.join('\n'),
      error: lines.error.join('\n'),
      questions,
      commands,
    };
  }

  /** Runs a command that has to succeed. */
  async succeed(...args: readonly string[]): Promise<CliRun> {
    const run = await this.run([...args, '--yes']);
    if (run.status !== 0) throw new Error(`exit ${run.status}: ${run.error}`);
    return run;
  }
}

/** The text of a `package.json`, as package managers write it. */
export function manifest(
  dependencies: Readonly<Record<string, string>>,
  more: Readonly<Record<string, unknown>> = {},
): string {
  return `${JSON.stringify({ name: 'app', private: true, ...more, dependencies }, null, 2)}\n`;
}
