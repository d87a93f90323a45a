import type { AbstractAgent } from '@ag-ui/client';
import { BuiltInAgent, type BuiltInAgentClassicConfig } from '../../src/index.js';
import { clientOf, type AgentEventRecord, type ClientVersion } from './run-events.js';
import { scriptedModel, type ScriptedModel, type ScriptedTurn } from './scripted-model.js';

const SILENT = { debug: () => {}, warn: () => {}, error: () => {} };

export interface Answer {
  readonly id: string;
  readonly status?: 'resolved' | 'cancelled';
  readonly payload?: unknown;
}

export interface Bench {
  readonly model: ScriptedModel;
  readonly client: AbstractAgent;
  readonly agent: BuiltInAgent;
  /** Says something, answers interrupts, or both; the events of the run. */
  run(turn: {
    readonly text?: string;
    readonly answers?: readonly Answer[];
    readonly tools?: readonly unknown[];
  }): Promise<readonly AgentEventRecord[]>;
}

/** A client of a version with an agent whose model says what it is told to. */
export function bench(
  version: ClientVersion,
  turns: readonly ScriptedTurn[],
  config: Partial<BuiltInAgentClassicConfig>,
): Bench {
  const model = scriptedModel(turns);
  const agent = new BuiltInAgent({ model, logger: SILENT, ...config });
  const client = clientOf(version, agent);
  let count = 0;
  return {
    model,
    client,
    agent,
    async run({ text, answers, tools = [] }) {
      count += 1;
      if (text !== undefined) {
        client.addMessage({ id: `user-${String(count)}`, role: 'user', content: text });
      }
      const events: AgentEventRecord[] = [];
      const resume = answers?.map(({ id, status = 'resolved', payload }) => ({
        interruptId: id,
        status,
        ...(payload === undefined ? {} : { payload }),
      }));
      await client.runAgent(
        { runId: `run-${String(count)}`, tools, ...(resume && { resume }) } as never,
        { onEvent: ({ event }) => void events.push(event as never) },
      );
      return events;
    },
  };
}

export const interruptsOf = (
  events: readonly AgentEventRecord[],
): readonly Record<string, unknown>[] =>
  (events.at(-1)?.outcome as { interrupts?: [] } | undefined)?.interrupts ?? [];
export const idsOf = (events: readonly AgentEventRecord[]): readonly unknown[] =>
  interruptsOf(events).map(({ id }) => id);
export const resultsOf = (events: readonly AgentEventRecord[]): readonly unknown[] =>
  events
    .filter(({ type }) => type === 'TOOL_CALL_RESULT')
    .map(({ toolCallId, content }) => [toolCallId, content]);
/** What the model was told of each call when it was asked last. */
export const toldOf = ({ calls }: ScriptedModel): readonly unknown[] =>
  (calls.at(-1)?.prompt ?? []).flatMap(({ role, content }) =>
    role === 'tool' && typeof content !== 'string'
      ? content.map(({ toolCallId, output }) => [toolCallId, (output as { value: unknown }).value])
      : [],
  );
