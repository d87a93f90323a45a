import { describe, expect, it } from '@jest/globals';
import { stepCountIs as stepCountIs5, streamText as streamText5 } from 'ai5';
import { stepCountIs as stepCountIs6, streamText as streamText6 } from 'ai6';
import { stepCountIs as stepCountIs7, streamText as streamText7 } from 'ai7';
import { z } from 'zod';
import {
  BuiltInAgent,
  InterruptSignal,
  type AgentFactoryContext,
  type BuiltInAgentFactoryConfig,
} from '../src/index.js';
import { createGate } from './support/gate.js';
import { createRecordingLogger } from './support/recording-logger.js';
import { CLIENTS, collectRun, verifiedRun, type ClientVersion } from './support/run-events.js';
import {
  callsTools,
  finish,
  scriptedModel,
  says,
  textBlock,
  toolCall,
} from './support/scripted-model.js';

const VERSIONS = Object.keys(CLIENTS) as ClientVersion[];

const MAJORS = {
  '5': { streamText: streamText5, stepCountIs: stepCountIs5 },
  '6': { streamText: streamText6, stepCountIs: stepCountIs6 },
  '7': { streamText: streamText7, stepCountIs: stepCountIs7 },
} as const;

type Major = keyof typeof MAJORS;

/** An agent whose factory calls `streamText` of one major of the AI SDK. */
function aisdkAgent(major: Major, model: unknown, options: object = {}): BuiltInAgent {
  const { streamText, stepCountIs } = MAJORS[major];
  return new BuiltInAgent({
    type: 'aisdk',
    logger: createRecordingLogger(),
    factory: ({ abortSignal }: AgentFactoryContext) =>
      // Each major has types of its own for the same arguments.
      (streamText as (call: object) => { fullStream: AsyncIterable<unknown> })({
        model,
        prompt: 'Hello',
        abortSignal,
        stopWhen: stepCountIs(5),
        onError: () => {},
        ...options,
      }),
  });
}

/** AI SDK 5 drives models of its own specification only. */
function modelFor(major: Major, turns: Parameters<typeof scriptedModel>[0]) {
  if (major !== '5') return scriptedModel(turns);
  const flat = { inputTokens: 10, outputTokens: 5, totalTokens: 15 };
  const older = turns.map((turn) =>
    (turn as readonly Record<string, unknown>[]).map((part) =>
      part['type'] === 'finish'
        ? {
            ...part,
            finishReason: (part['finishReason'] as { unified: string }).unified,
            usage: flat,
          }
        : part,
    ),
  );
  return { ...scriptedModel(older as never), specificationVersion: 'v2' };
}

const add = {
  description: 'Adds one',
  inputSchema: z.object({ a: z.number() }),
  execute: ({ a }: { a: number }) => a + 1,
};
const broken = {
  description: 'Throws',
  inputSchema: z.object({}),
  execute: () => {
    throw new Error('out of order');
  },
};

describe.each(Object.keys(MAJORS) as Major[])('a factory for AI SDK %s', (major) => {
  it('[agent.errors] tells a refusal of the provider by its code, as the agent’s own loop does', async () => {
    const refusal = Object.assign(new Error('Slow down'), {
      name: 'AI_APICallError',
      statusCode: 429,
    });
    const model = {
      ...(modelFor(major, []) as object),
      doStream: () => Promise.reject(refusal),
    };
    const { events, error } = await collectRun(aisdkAgent(major, model, { maxRetries: 0 }));
    expect(events.at(-1)).toMatchObject({ type: 'RUN_ERROR', code: 'rate_limited' });
    expect(error).toMatchObject({ code: 'rate_limited' });
  });

  it('[agent.factory-aisdk] tells text, calls and results, one assistant message per step', async () => {
    const model = modelFor(major, [
      [...textBlock('0', 'Let me see.'), ...callsTools(toolCall('c1', 'add', { a: 1 }))],
      says('It is 2.'),
    ]);
    const { messages, error } = await verifiedRun(
      '1.0.0',
      aisdkAgent(major, model, { tools: { add } }),
    );
    expect(error).toBeUndefined();
    expect(messages.slice(1)).toEqual([
      expect.objectContaining({ role: 'assistant', content: 'Let me see.' }),
      expect.objectContaining({ role: 'tool', toolCallId: 'c1', content: '2' }),
      expect.objectContaining({ role: 'assistant', content: 'It is 2.' }),
    ]);
  });

  it('answers calls of tools that throw or were given nonsense', async () => {
    const model = modelFor(major, [
      callsTools(toolCall('c1', 'broken'), toolCall('c2', 'add', { a: 'x' })),
      says('Sorry.'),
    ]);
    const { events } = await collectRun(aisdkAgent(major, model, { tools: { add, broken } }));
    const results = events.filter(({ type }) => type === 'TOOL_CALL_RESULT');
    const codes = results.map(({ toolCallId, content }) => [
      toolCallId,
      (JSON.parse(String(content)) as { error: { code: string } }).error.code,
    ]);
    expect(Object.fromEntries(codes)).toEqual({ c1: 'tool_failed', c2: 'invalid_arguments' });
  });

  it('tells the tokens of all steps and why the model stopped', async () => {
    const model = modelFor(major, [callsTools(toolCall('c1', 'add', { a: 1 })), says('2')]);
    const { events } = await collectRun(aisdkAgent(major, model, { tools: { add } }));
    expect(events.at(-1)).toMatchObject({
      type: 'RUN_FINISHED',
      metadata: { finishReason: 'stop' },
      usage: [{ inputTokens: 20, outputTokens: 10 }],
    });
  });

  it('ends with RUN_ERROR when the model fails', async () => {
    const model = {
      ...modelFor(major, []),
      doStream: () => Promise.reject(new Error('no such model')),
    };
    const { events, error } = await collectRun(aisdkAgent(major, model, { maxRetries: 0 }));
    expect(events.map(({ type }) => type)).toEqual(['RUN_STARTED', 'RUN_ERROR']);
    expect(error).toBeInstanceOf(Error);
  });
});

describe('a factory for the AI SDK', () => {
  it('ends with a question for each tool call that needs approval', async () => {
    const guarded = { ...add, needsApproval: true };
    const model = modelFor('6', [callsTools(toolCall('c1', 'add', { a: 1 }))]);
    const { events } = await collectRun(aisdkAgent('6', model, { tools: { add: guarded } }));
    expect(events.at(-1)).toMatchObject({
      outcome: {
        type: 'interrupt',
        interrupts: [{ id: 'c1', toolCallId: 'c1', reason: 'tool_approval' }],
      },
    });
    expect(events.filter(({ type }) => type === 'TOOL_CALL_RESULT')).toEqual([]);
  });

  it('closes what is open when the run is stopped, and the model hears of it', async () => {
    const gate = createGate();
    const model = scriptedModel([
      async function* endless({ abortSignal }) {
        yield { type: 'text-start', id: '0' };
        yield { type: 'text-delta', id: '0', delta: 'Once' };
        abortSignal?.addEventListener('abort', gate.open, { once: true });
        await gate.opened;
      },
    ]);
    const agent = aisdkAgent('6', model);
    const { events } = await collectRun(agent, {}, (event) => {
      if (event.type === 'TEXT_MESSAGE_CONTENT') agent.abortRun();
    });
    await gate.opened;
    expect(events.slice(-2).map(({ type }) => type)).toEqual(['TEXT_MESSAGE_END', 'RUN_FINISHED']);
  });

  it('tells state events before the results of the two state tools', async () => {
    const tools = {
      AGUISendStateSnapshot: {
        inputSchema: z.object({ snapshot: z.unknown() }),
        execute: ({ snapshot }: { snapshot?: unknown }) => ({ success: true, snapshot }),
      },
    };
    const model = modelFor('6', [
      callsTools(toolCall('c1', 'AGUISendStateSnapshot', { snapshot: { a: 1 } })),
      says('ok'),
    ]);
    const { events } = await collectRun(aisdkAgent('6', model, { tools }));
    const types = events.map(({ type }) => type);
    expect(types.indexOf('STATE_SNAPSHOT')).toBe(types.indexOf('TOOL_CALL_RESULT') - 1);
    expect(events.find(({ type }) => type === 'STATE_SNAPSHOT')).toMatchObject({
      snapshot: { a: 1 },
    });
  });

  it('gives the factory a history in which every call has a result', async () => {
    let seen: readonly unknown[] = [];
    const agent = new BuiltInAgent({
      type: 'aisdk',
      factory: ({ input }) => {
        seen = input.messages;
        return streamText6({ model: scriptedModel([says('ok')]) as never, prompt: 'x' });
      },
    });
    const call = { id: 'c1', type: 'function', function: { name: 'ask', arguments: '{}' } };
    await collectRun(agent, {
      messages: [
        { id: 'u1', role: 'user', content: 'Hi' },
        { id: 'a1', role: 'assistant', content: '', toolCalls: [call] },
        { id: 'u2', role: 'user', content: 'Never mind' },
      ],
    });
    expect(seen.map((message) => (message as { role: string }).role)).toEqual([
      'user',
      'assistant',
      'tool',
      'user',
    ]);
  });
});

function customAgent(factory: (context: AgentFactoryContext) => AsyncIterable<{ type: string }>) {
  const config: BuiltInAgentFactoryConfig = {
    type: 'custom',
    logger: createRecordingLogger(),
    factory,
  };
  return new BuiltInAgent(config);
}

describe('a custom factory', () => {
  it.each(VERSIONS)(
    '[agent.factory-custom] may begin and end the run itself without confusing AG-UI %s',
    async (version) => {
      const agent = customAgent(async function* events({ input: { threadId, runId } }) {
        yield { type: 'RUN_STARTED', threadId, runId };
        yield { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' };
        yield { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'Hi' };
        yield { type: 'RUN_FINISHED', threadId, runId };
      });
      const { messages, error } = await verifiedRun(version, agent);
      expect(error).toBeUndefined();
      expect(messages.at(-1)).toMatchObject({ role: 'assistant', content: 'Hi' });
    },
  );

  it('has what its own RUN_FINISHED told in the one that is told', async () => {
    const agent = customAgent(async function* events() {
      yield {
        type: 'RUN_FINISHED',
        result: { done: true },
        usage: [{ model: 'm', inputTokens: 1 }],
      };
    });
    const { events } = await collectRun(agent);
    expect(events.slice(1)).toEqual([
      expect.objectContaining({
        type: 'RUN_FINISHED',
        runId: 'run',
        result: { done: true },
        usage: [expect.objectContaining({ model: 'm', inputTokens: 1 })],
      }),
    ]);
  });

  it('may fail in words of its own', async () => {
    const agent = customAgent(async function* events() {
      yield { type: 'RUN_ERROR', message: 'Out of credit', code: 'credit' };
    });
    const { events, error } = await collectRun(agent);
    expect(events.at(-1)).toEqual({ type: 'RUN_ERROR', message: 'Out of credit', code: 'credit' });
    expect(error).toBeInstanceOf(Error);
  });

  it('[agent.factory-interrupt] asks people and goes on with their answers, once all are there', async () => {
    const questions = [
      { id: 'a', reason: 'approval' },
      { id: 'b', reason: 'approval' },
    ];
    const agent = customAgent(async function* events({ interrupt }) {
      const answers = await interrupt(questions);
      yield { type: 'CUSTOM', name: 'answers', value: answers };
    });
    const b = { interruptId: 'b', status: 'resolved', payload: 1 };
    const a = { interruptId: 'a', status: 'cancelled' };
    const asked = { outcome: { type: 'interrupt', interrupts: questions } };
    for (const resume of [undefined, [], [b]]) {
      const { events } = await collectRun(agent, { resume });
      expect(events.slice(1)).toEqual([expect.objectContaining(asked)]);
    }
    const { events } = await collectRun(agent, { resume: [b, a] });
    expect(events[1]).toMatchObject({ value: [b, a] });
  });

  it('may catch nothing and still be stopped while it hangs', async () => {
    const agent = customAgent(() => ({
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }),
    }));
    const { events, error } = await collectRun(agent, {}, () =>
      queueMicrotask(() => agent.abortRun()),
    );
    expect(error).toBeUndefined();
    expect(events.map(({ type }) => type)).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
  });

  it('knows an interrupt of another copy of this package', () => {
    const foreign = Object.assign(new Error('x'), { name: 'InterruptSignal', interrupts: [] });
    expect(InterruptSignal.is(foreign)).toBe(true);
    expect(InterruptSignal.is(new Error('x'))).toBe(false);
  });
});

it('an unfinished call of a factory is ended and answered before the run fails', async () => {
  const model = scriptedModel([
    [
      { type: 'tool-input-start', id: 'c1', toolName: 'add' },
      { type: 'error', error: new Error('torn') },
      finish(),
    ],
  ]);
  const { events } = await collectRun(aisdkAgent('6', model, { maxRetries: 0 }));
  expect(events.map(({ type }) => type)).toEqual([
    'RUN_STARTED',
    'TOOL_CALL_START',
    'TOOL_CALL_END',
    'TOOL_CALL_RESULT',
    'RUN_ERROR',
  ]);
});
