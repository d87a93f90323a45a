import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import * as v59 from '@ag-ui/client';
import * as v57 from 'ag-ui-client-57';
import * as v1 from 'ag-ui-client-1';
import { Observable } from 'rxjs';
import type { RunAgentInput } from '@flightdeck/store';
import { driveAgent } from '../src/runs/drive-agent.js';
import type { RuntimeAgent } from '../src/runtime/agent.js';

/** What an agent emits; a number is a pause of so many turns. */
type Said = object | null | number;

interface Outcome {
  readonly events: readonly string[];
  readonly ended: string;
  readonly messages: unknown;
}

const INPUT: RunAgentInput = {
  threadId: 't',
  runId: 'r',
  state: {},
  messages: [{ id: 'u', role: 'user', content: 'Hi' }],
  tools: [],
  context: [],
};

type AgentBase = typeof v59.AbstractAgent;

const VERSIONS: readonly (readonly [string, AgentBase])[] = [
  ['0.0.57', v57.AbstractAgent as unknown as AgentBase],
  ['0.0.59', v59.AbstractAgent],
  ['1.0.0', v1.AbstractAgent as unknown as AgentBase],
];

function agentOf(Base: AgentBase, said: readonly Said[]): InstanceType<AgentBase> {
  class SayingAgent extends Base {
    override run(): ReturnType<InstanceType<AgentBase>['run']> {
      const events = new Observable<never>((observer) => {
        const emit = async (): Promise<void> => {
          for (const item of said) {
            if (typeof item === 'number') {
              for (let turn = 0; turn < item; turn += 1) await Promise.resolve();
            } else observer.next(item as never);
          }
          observer.complete();
        };
        void emit();
      });
      return events as never;
    }
  }
  return new SayingAgent({ initialMessages: INPUT.messages as never });
}

async function drive(agent: InstanceType<AgentBase>): Promise<Outcome> {
  const events: string[] = [];
  const onEvent = (event: unknown): void => void events.push(JSON.stringify(event));
  const driven = driveAgent(agent as unknown as RuntimeAgent, INPUT, { onEvent, fastPath: true });
  const ended = await driven.then(
    () => 'resolved',
    (error: unknown) => String(error),
  );
  return { events, ended, messages: structuredClone(agent.messages) };
}

/** The same agent, which a middleware keeps from the shortcut and does nothing else. */
function throughPipeline(Base: AgentBase, said: readonly Said[]): InstanceType<AgentBase> {
  const agent = agentOf(Base, said);
  agent.use((input, next) => next.run(input));
  return agent;
}

/** A small generator, so that a failure can be repeated by its seed. */
function seeded(seed: number): (below: number) => number {
  let state = seed + 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const IDS = ['a', 'b', 'c'];

function someEvent(random: (below: number) => number): Said {
  const id = IDS[random(IDS.length)];
  const text = [{ messageId: id }, { messageId: id, delta: `of ${id}` }] as const;
  const call = [{ toolCallId: id }, { toolCallId: id, delta: `of ${id}` }] as const;
  const kinds: readonly (() => Said)[] = [
    () => ({ type: 'TEXT_MESSAGE_START', role: 'assistant', ...text[0] }),
    () => ({ type: 'TEXT_MESSAGE_CONTENT', ...text[1] }),
    () => ({ type: 'TEXT_MESSAGE_CONTENT', ...text[1] }),
    () => ({ type: 'TEXT_MESSAGE_CONTENT', ...text[1], timestamp: 7 }),
    () => ({ type: 'TEXT_MESSAGE_CONTENT', ...text[0], delta: '' }),
    () => ({ type: 'TEXT_MESSAGE_END', ...text[0] }),
    () => ({ type: 'TOOL_CALL_START', toolCallName: 'find', ...call[0] }),
    () => ({ type: 'TOOL_CALL_ARGS', ...call[1] }),
    () => ({ type: 'TOOL_CALL_ARGS', ...call[1] }),
    () => ({ type: 'TOOL_CALL_END', ...call[0] }),
    () => ({ type: 'REASONING_MESSAGE_START', role: 'reasoning', ...text[0] }),
    () => ({ type: 'REASONING_MESSAGE_CONTENT', ...text[1] }),
    () => ({ type: 'REASONING_MESSAGE_END', ...text[0] }),
    () => ({ type: 'CUSTOM', name: 'n', value: 1 }),
    () => ({ type: 'STATE_SNAPSHOT', snapshot: { n: 1, of: id } }),
    () => ({ type: 'STATE_DELTA', delta: [{ op: 'replace', path: '/n', value: id }] }),
    () => random(3),
  ];
  const rare: readonly (() => Said)[] = [
    () => ({ type: 'TEXT_MESSAGE_CHUNK', role: 'assistant', ...text[1] }),
    () => ({ type: 'TOOL_CALL_CHUNK', toolCallName: 'find', ...call[1] }),
    () => ({ type: 'RUN_FINISHED', threadId: 't', runId: 'r' }),
    () => ({ type: 'RUN_ERROR', message: 'broken' }),
    () => ({ type: 'RUN_STARTED', threadId: 't', runId: 'r2' }),
    () => ({ type: 'STEP_STARTED', stepName: 's' }),
    () => ({ type: 'STATE_DELTA', delta: 'none' }),
    () => ({ type: 'STATE_DELTA', delta: [7, null] }),
    () => ({ type: 'STATE_DELTA', delta: [{}, { op: 'guess', path: 1 }] }),
    () => ({ type: 'STATE_DELTA', delta: [{ op: 'remove', path: '/n', why: 'x' }], more: id }),
    () => ({ type: 'STATE_DELTA', delta: [{ op: 'guess', path: '/n' }] }),
    () => ({ type: 'STATE_DELTA', delta: [{ op: 'add', path: 'n', value: undefined }] }),
    () => ({ type: 'STATE_DELTA' }),
    () => ({ type: 'STATE_SNAPSHOT' }),
    () => ({ type: 'STATE_SNAPSHOT', snapshot: undefined, timestamp: 'now' }),
    () => ({ type: 'CUSTOM', name: 7, value: 1 }),
    () => ({ type: 'CUSTOM', name: 'n' }),
    () => ({ name: 'n', value: { of: id }, type: 'CUSTOM', more: id, timestamp: 7, metadata: {} }),
    () => ({ type: 'CUSTOM', name: 'n', subagentRunId: 's' }),
    () => ({ type: 'NO_SUCH_EVENT' }),
    () => ({ type: 'constructor' }),
    () => ({ type: 'CUSTOM', hasOwnProperty: 'name', name: 'n' }),
    () => null,
  ];
  const from = random(20) === 0 ? rare : kinds;
  return from[random(from.length)]?.() ?? null;
}

/** What has begun of a run that is being made up. */
class OpenItems {
  readonly #open = new Set<string>();

  /** Whether it is time for an event; if so, what it opens or closes is noted. */
  allows({ type = '', messageId, toolCallId }: Readonly<Record<string, string>>): boolean {
    const kind = type.replace(/_(START|CONTENT|ARGS|END)$/, '');
    if (kind === type) return true;
    const key = `${kind} ${messageId ?? toolCallId}`;
    const begins = type.endsWith('_START');
    if (begins === this.#open.has(key)) return false;
    if (begins) this.#open.add(key);
    else if (type.endsWith('_END')) this.#open.delete(key);
    return true;
  }
}

/** Mostly what is allowed: items that are begun, told and ended, mixed with whatever else. */
function someRun(seed: number): Said[] {
  const random = seeded(seed);
  const open = new OpenItems();
  const said: Said[] = [];
  // Some speak before they begin.
  if (random(20) === 0) said.push(someEvent(random));
  said.push({ type: 'RUN_STARTED', threadId: 't', runId: 'r' });
  for (let left = 5 + random(40); left > 0; left -= 1) {
    const event = someEvent(random);
    const isEvent = event !== null && typeof event === 'object';
    // One in thirty is said whether or not it is its time.
    if (!isEvent || open.allows({ ...event }) || random(30) === 0) said.push(event);
  }
  return said;
}

const SEEDS = Array.from({ length: 250 }, (_, seed) => seed);

// AG-UI prints what is meant to happen here.
beforeEach(() => {
  for (const method of ['error', 'warn'] as const) jest.spyOn(console, method).mockReturnValue();
});
afterEach(() => void jest.restoreAllMocks());

describe.each(VERSIONS)('events of an agent built on %s', (_version, Base) => {
  it('arrive as through the pipeline, whatever stands between them', async () => {
    for (const seed of SEEDS) {
      const said = someRun(seed);
      const direct = await drive(agentOf(Base, said));
      const piped = await drive(throughPipeline(Base, said));
      expect({ seed, ...direct }).toEqual({ seed, ...piped });
    }
  });
});
