import { format } from 'node:util';

/** What was written to the console since the guard was set up. */
export interface ConsoleGuard {
  readonly lines: readonly string[];
  /** Fails if anything was said but what `allowed` matches; starts afresh. */
  expectSilence(...allowed: readonly RegExp[]): void;
  release(): void;
}

const LEVELS = ['warn', 'error'] as const;

/**
 * Takes `console.warn` and `console.error` away from everybody: clients report there what they
 * swallow otherwise. Unhandled rejections count, too.
 */
export function guardConsole(): ConsoleGuard {
  let lines: string[] = [];
  const originals = LEVELS.map((level) => console[level]);
  for (const level of LEVELS) {
    console[level] = (...values: unknown[]) => {
      lines.push(`${level}: ${format(...values)}`);
    };
  }
  const onRejection = (reason: unknown): void => {
    lines.push(`unhandled rejection: ${format(reason)}`);
  };
  process.on('unhandledRejection', onRejection);
  return {
    get lines() {
      return lines;
    },
    expectSilence(...allowed) {
      const said = lines.filter((line) => !allowed.some((pattern) => pattern.test(line)));
      lines = [];
      if (said.length > 0) throw new Error(`The console was not silent:\n${said.join('\n')}`);
    },
    release() {
      process.off('unhandledRejection', onRejection);
      LEVELS.forEach((level, index) => {
        console[level] = originals[index] ?? console[level];
      });
    },
  };
}
