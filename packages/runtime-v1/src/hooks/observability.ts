import type { BaseEvent, RunAgentInput } from '@flightdeck/core';
import { isRecord } from '../internal/is-record.js';
import type { Message } from '../messages/message.js';
import type { LLMRequestData } from './observability-config.js';
import type { RunHooks } from './prepare-run-hooks.js';
import { toProgressiveChunk } from './progressive-chunk.js';

/** What `observability_c` is told of one run. Nothing here throws. */
export interface Observability {
  request(input: RunAgentInput): void;
  chunk(event: BaseEvent): void;
  response(output: () => readonly Message[]): void;
  error(error: unknown): void;
}

export interface ObservabilityTools {
  readonly now: () => number;
  /** Calls a hook; what it throws or rejects with goes no further. */
  readonly call: (hook: string, work: () => unknown) => void;
}

/** `null` where nobody wants to hear. v1.md 10. */
export function observe(hooks: RunHooks, { now, call }: ObservabilityTools): Observability | null {
  const { observability_c: config } = hooks.params;
  if (config?.enabled !== true) return null;
  const told = config.hooks;
  const startedAt = now();
  let common: ReturnType<typeof commonFields> = commonFields(hooks, {});
  const timing = () => ({ timestamp: now(), latency: now() - startedAt });
  return {
    request(input) {
      const { tools, forwardedProps } = input;
      const forwardedParameters = parametersOf(forwardedProps);
      common = commonFields(hooks, isRecord(forwardedProps) ? forwardedProps : {});
      const data: LLMRequestData = {
        ...common,
        messages: [...hooks.inputMessages()],
        actions: tools.map(({ name, description, parameters }) => ({
          name,
          description,
          parameters,
        })),
        ...(forwardedParameters === undefined ? {} : { forwardedParameters }),
        timestamp: startedAt,
      };
      call('handleRequest', () => told.handleRequest?.(data));
    },
    chunk(event) {
      const output = config.progressive === true ? toProgressiveChunk(event) : null;
      if (output === null) return;
      const data = { ...common, ...timing(), output, isProgressiveChunk: true };
      call('handleResponse', () => told.handleResponse?.(data));
    },
    response(output) {
      const times = timing();
      call('handleResponse', () =>
        told.handleResponse?.({ ...common, ...times, output: output(), isFinalResponse: true }),
      );
    },
    error(error) {
      call('handleError', () => told.handleError?.({ ...common, ...timing(), error }));
    },
  };
}

function commonFields(
  { run: { threadId, runId, agentId }, adapter }: RunHooks,
  { model, nodeName }: Readonly<Record<string, unknown>>,
) {
  const { provider } = adapter ?? {};
  const asked = typeof model === 'string' ? model : adapter?.model;
  return {
    threadId,
    runId,
    agentName: agentId,
    ...(asked === undefined ? {} : { model: asked }),
    ...(provider === undefined ? {} : { provider }),
    ...(typeof nodeName === 'string' ? { nodeName } : {}),
  };
}

const PARAMETERS = [
  'model',
  'maxTokens',
  'stop',
  'toolChoice',
  'toolChoiceFunctionName',
  'temperature',
] as const;

function parametersOf(forwardedProps: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isRecord(forwardedProps)) return undefined;
  const given = PARAMETERS.filter((name) => forwardedProps[name] !== undefined);
  if (given.length === 0) return undefined;
  return Object.fromEntries(given.map((name) => [name, forwardedProps[name]]));
}
