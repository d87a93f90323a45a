import { uniqueId } from '../support/unique-id.js';

/** The body of a run or connect request, as clients send it. */
export interface RunBody {
  readonly threadId: string;
  readonly runId: string;
  readonly messages: readonly unknown[];
  readonly tools: readonly unknown[];
  readonly context: readonly unknown[];
  readonly state: unknown;
  readonly forwardedProps: unknown;
  readonly [field: string]: unknown;
}

/** A complete body with fresh ids; `overrides` replace or add fields. */
export function runBody(overrides: Readonly<Record<string, unknown>> = {}): RunBody {
  return {
    threadId: uniqueId('thread'),
    runId: uniqueId('run'),
    tools: [],
    context: [],
    forwardedProps: {},
    state: {},
    messages: [],
    ...overrides,
  };
}

export function userMessage(content: unknown, id = uniqueId('user')): Record<string, unknown> {
  return { id, role: 'user', content };
}

/** The body of a run that tells the agent something. */
export function runBodySaying(
  content: unknown,
  overrides: Readonly<Record<string, unknown>> = {},
): RunBody {
  return runBody({ messages: [userMessage(content)], ...overrides });
}
