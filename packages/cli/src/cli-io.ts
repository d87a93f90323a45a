/** What the command line needs of the world around it. */
export interface CliIo {
  /** Absolute path that directories are relative to. */
  readonly cwd: string;
  /** Takes a line of output. */
  readonly out: (line: string) => void;
  /** Takes a line about what went wrong. */
  readonly error: (line: string) => void;
  /**
   * Asks for a yes or no; a dismissed question is a no. Absent where nobody can answer, as in a
   * pipeline.
   */
  readonly confirm?: (question: string) => Promise<boolean>;
  /** Runs a command in a directory; resolves to its exit status, which is not 0 if it cannot start. */
  readonly run: (command: string, args: readonly string[], cwd: string) => Promise<number>;
}
