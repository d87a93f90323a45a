/** A hook of the application has failed, and with it the request that it belongs to. */
export class RunHookError extends Error {
  /** Which one, by its option. */
  readonly hook: string;
  readonly threadId: string;
  readonly runId: string;

  constructor(
    hook: string,
    run: { readonly threadId: string; readonly runId: string },
    cause: unknown,
  ) {
    super(`${hook} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'RunHookError';
    this.hook = hook;
    this.threadId = run.threadId;
    this.runId = run.runId;
  }
}
