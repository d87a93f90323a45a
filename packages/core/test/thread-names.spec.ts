import { describe, expect, it } from '@jest/globals';
import {
  answer,
  collectRun,
  createGate,
  jsonOf,
  runBodySaying,
  ScriptedAgent,
  type AgentRun,
} from '@flightdeck/testing';
import type { CopilotRuntimeOptions, ThreadNameContext } from '../src/index.js';
import { createFaultBench, settle, type FaultBench } from './support/fault-bench.js';

const QUESTION = 'How do I make a good cup of green tea at home?';
const FIRST_WORDS = 'How do I make a good cup of';

const isTitleRun = ({ input }: AgentRun): boolean => input.messages[0]?.role === 'system';

function* saying(text: string) {
  yield { type: 'TEXT_MESSAGE_START', messageId: 'title', role: 'assistant' };
  yield { type: 'TEXT_MESSAGE_CONTENT', messageId: 'title', delta: text };
  yield { type: 'TEXT_MESSAGE_END', messageId: 'title' };
  yield { type: 'RUN_FINISHED' };
}

/** An agent that answers questions, and what it is told to answer when it is asked for a title. */
function titled(...answers: readonly string[]): ScriptedAgent {
  let asked = 0;
  return new ScriptedAgent((run) => {
    if (!isTitleRun(run)) return answer(run.input);
    const text = answers[asked] ?? 'no idea';
    asked += 1;
    return saying(text);
  });
}

function bench(agent: ScriptedAgent, options: Partial<CopilotRuntimeOptions> = {}): FaultBench {
  return createFaultBench({
    agents: { default: agent },
    generateThreadNames: true,
    environment: 'development',
    ...options,
  });
}

async function ask({ rest }: FaultBench, text = QUESTION): Promise<void> {
  await collectRun(await rest.run('default', runBodySaying(text, { threadId: 't' })));
  await settle();
}

interface Listed {
  readonly threads: readonly { readonly id: string; readonly name: string | null }[];
}

async function nameOf({ rest }: FaultBench): Promise<string | null | undefined> {
  const listed = (await jsonOf(await rest.resource('GET', '/threads'), 200)) as unknown as Listed;
  expect(listed.threads.map(({ id }) => id)).toEqual(['t']);
  return listed.threads[0]?.name;
}

describe('the name of a new thread', () => {
  it('is nothing by default', async () => {
    const agent = titled('{"title":"Green tea"}');
    const server = bench(agent, { generateThreadNames: false });
    await ask(server);
    expect(await nameOf(server)).toBeNull();
    expect(agent.log.runs).toHaveLength(1);
  });

  it('is what a clone of the agent answers, asked beside the run [threads.names]', async () => {
    const agent = titled('Here you are: {"title": " Green  tea at home "}');
    const server = bench(agent);
    await ask(server);
    expect(await nameOf(server)).toBe('Green tea at home');
    const asked = agent.log.runs.filter(isTitleRun);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.input.messages[1]).toMatchObject({ role: 'user', content: QUESTION });
    expect(asked[0]?.input.tools).toEqual([]);
  });

  it('is asked for three times at most, and then the first eight words of the user', async () => {
    const tooLong = JSON.stringify({ title: 'a b c d e f g h i' });
    const agent = titled('Tea!', tooLong, '{"title":""}', '{"title":"Too late"}');
    const server = bench(agent);
    await ask(server);
    expect(await nameOf(server)).toBe(FIRST_WORDS);
    expect(agent.log.runs.filter(isTitleRun)).toHaveLength(3);
  });

  it('is the first words of the user if the agent fails', async () => {
    const agent = new ScriptedAgent((run) => {
      if (isTitleRun(run)) throw new Error('no credit left');
      return answer(run.input);
    });
    const server = bench(agent);
    await ask(server);
    expect(await nameOf(server)).toBe(FIRST_WORDS);
    expect(server.failures).toEqual([]);
  });

  it('is given once', async () => {
    const agent = titled('{"title":"Green tea"}', '{"title":"Black tea"}');
    const server = bench(agent);
    await ask(server);
    await server.rest.resource('PATCH', '/threads/t', { name: null });
    await ask(server, 'And black tea?');
    expect(agent.log.runs.filter(isTitleRun)).toHaveLength(1);
  });

  it('is the one that the user gives while the title is being made [threads.names]', async () => {
    const gate = createGate();
    const agent = new ScriptedAgent(async function* script(run) {
      if (isTitleRun(run)) {
        await gate.opened;
        yield* saying('{"title":"Green tea"}');
      } else yield* answer(run.input);
    });
    const server = bench(agent);
    await ask(server);
    await jsonOf(await server.rest.resource('PATCH', '/threads/t', { name: 'Mine' }), 200);
    gate.open();
    await settle();
    expect(await nameOf(server)).toBe('Mine');
  });

  it('is made by a function, if one is given', async () => {
    const contexts: ThreadNameContext[] = [];
    const server = bench(titled(), {
      identifyUser: () => ({ id: 'alice' }),
      generateThreadNames: async (context) => {
        contexts.push(context);
        return `  ${'Thread '.repeat(20)}`;
      },
    });
    await ask(server);
    expect(await nameOf(server)).toBe('Thread '.repeat(12).slice(0, 80).trim());
    expect(contexts).toMatchObject([
      {
        threadId: 't',
        agentId: 'default',
        identity: { id: 'alice' },
        messages: [{ role: 'user' }],
      },
    ]);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('no'))],
    ['makes none', () => ''],
    ['makes something else', () => 7 as unknown as string],
  ])('stays open if that function %s', async (_title, generateThreadNames) => {
    const server = bench(titled(), { generateThreadNames });
    await ask(server);
    expect(await nameOf(server)).toBeNull();
    expect(server.failures).toEqual([]);
  });

  it('keeps no shutdown waiting for an agent that does not answer', async () => {
    const agent = new ScriptedAgent(async function* script(run) {
      if (isTitleRun(run)) await new Promise(() => undefined);
      else yield* answer(run.input);
    });
    const server = bench(agent);
    await ask(server);
    await server.runtime.shutdown({ graceMs: 0 });
    await settle();
    expect(agent.log.runs.filter(isTitleRun)).toHaveLength(1);
    expect(server.runtime.detachedEngine.activeRuns).toBe(0);
  });
});
