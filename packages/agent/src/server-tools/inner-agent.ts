/**
 * What is needed of an agent to give it tools: every `AbstractAgent` of `@ag-ui/client` 0.0.57 to 1.x
 * has it, and so may any other object.
 *
 * Parameters are declared `never` because each copy of the AG-UI packages has types of its own for
 * them, which are not assignable to each other; `inner-step.ts` is the one caller.
 */
export interface InnerAgent {
  agentId?: string | undefined;
  description?: string | undefined;
  threadId?: string | undefined;
  headers?: Record<string, string> | undefined;
  /** A fresh instance, for one run. */
  clone(): unknown;
  /** `(input: RunAgentInput, subscriber: {onEvent({event})})`: settles when the agent has ended. */
  runAgent(input: never, subscriber: never): unknown;
  /** Where it is kept up to date, it is what the next step begins with. */
  messages?: unknown;
  state?: unknown;
  setMessages?(messages: never): void;
  setState?(state: never): void;
  abortRun?(): void;
  getCapabilities?(): unknown;
}

export function isInnerAgent(value: unknown): value is InnerAgent {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'clone') === 'function' &&
    typeof Reflect.get(value, 'runAgent') === 'function'
  );
}
