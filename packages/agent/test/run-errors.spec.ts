import { inspect } from 'node:util';
import { BuiltInAgent, defineTool, type BuiltInAgentClassicConfig } from '../src/index.js';
import { openItems } from './support/open-items.js';
import { createRecordingLogger } from './support/recording-logger.js';
import { collectRun } from './support/run-events.js';
import {
  callsTools,
  finish,
  says,
  scriptedModel,
  textBlock,
  toolCall,
  type ScriptedTurn,
} from './support/scripted-model.js';

const SILENT = { debug: () => {}, warn: () => {}, error: () => {} };
const SECRET = 'sk-live-1234567890abcdef';

/** As providers' libraries throw it: with the whole conversation. */
function providerError(statusCode: number, message = `Refused ${SECRET}`): Error {
  return Object.assign(new Error(message), {
    name: 'AI_APICallError',
    statusCode,
    isRetryable: false,
    url: 'https://api.example.com/v1/chat?key=secret',
    requestBodyValues: { messages: ['my private words'] },
    responseHeaders: {},
  });
}

function subject(turns: readonly ScriptedTurn[], config: Partial<BuiltInAgentClassicConfig> = {}) {
  const model = scriptedModel(turns);
  return new BuiltInAgent({ model, logger: SILENT, maxRetries: 0, ...config });
}

const failing = (error: unknown): ScriptedTurn => [{ type: 'error', error }];

describe('a failed run', () => {
  it.each([
    [401, 'auth_failed'],
    [429, 'rate_limited'],
    [400, 'bad_request'],
    [503, 'provider_unavailable'],
  ])('tells status %i of the provider as %s [agent.errors]', async (status, code) => {
    const { events, error } = await collectRun(subject([failing(providerError(status))]));
    expect(events.map(({ type }) => type)).toEqual(['RUN_STARTED', 'RUN_ERROR']);
    expect(events[1]).toMatchObject({ code });
    expect(error).toMatchObject({ code });
  });

  it('shows browsers a fixed text in production [agent.redaction]', async () => {
    const agent = subject([failing(providerError(400, 'internal host db-7 refused'))], {
      environment: 'production',
    });
    const { events } = await collectRun(agent);
    expect(JSON.stringify(events)).not.toContain('db-7');
    expect(events[1]?.message).not.toBe('');
  });

  it('shows browsers what happened in development, without secrets', async () => {
    const agent = subject([failing(providerError(400, `No such thing: ${SECRET}`))], {
      environment: 'development',
    });
    const { events } = await collectRun(agent);
    expect(events[1]?.message).toContain('No such thing');
    expect(JSON.stringify(events)).not.toContain(SECRET);
  });

  it('has no secrets in what the application’s own code throws [agent.redaction]', async () => {
    const logger = createRecordingLogger();
    const options = { logger, environment: 'development' } as const;
    const fail = () => {
      throw new Error(`GET https://me:word@host/?key=${SECRET} was refused`);
    };
    const tool = { name: 'look', description: '', execute: fail };
    const runs = await Promise.all([
      collectRun(new BuiltInAgent({ type: 'custom', factory: fail, ...options })),
      collectRun(subject([], { prompt: fail, ...options })),
      collectRun(
        subject([callsTools(toolCall('c1', 'look')), says()], { ...options, tools: [tool] }),
      ),
    ]);

    const told = inspect([runs.map(({ events, error }) => [events, String(error)]), logger.lines], {
      depth: null,
    });
    expect(told).not.toMatch(/sk-live|me:word/);
    expect(told).toContain('was refused');
  });

  it('shows browsers what redact makes of it, and the fixed text where that fails', async () => {
    const own = subject([failing(providerError(400))], { redact: () => 'Ask Ann.' });
    expect((await collectRun(own)).events[1]).toMatchObject({ message: 'Ask Ann.' });
    const broken = subject([failing(providerError(400))], {
      redact: () => {
        throw new Error('broken');
      },
    });
    expect((await collectRun(broken)).events[1]?.message).toMatch(/provider/);
  });

  it('prints and logs nothing of the conversation [agent.redaction]', async () => {
    const logged: unknown[] = [];
    const log = (...entry: unknown[]) => logged.push(entry);
    const agent = subject([failing(providerError(400))], {
      logger: { debug: log, warn: log, error: log },
    });
    const { error } = await collectRun(agent);
    const printed = inspect([error, logged], { depth: 10 });
    expect(printed).not.toContain('my private words');
    expect(printed).not.toContain(SECRET);
  });

  it('is one when the stream ends without an end, and tells what was used', async () => {
    const agent = subject([callsTools(toolCall('c1', 'noop')), textBlock('0', 'Hal').slice(0, 2)], {
      tools: [defineTool({ name: 'noop', description: 'x', execute: () => null })],
    });
    const { events, error } = await collectRun(agent);
    expect(openItems(events)).toEqual([]);
    expect(events.at(-1)).toMatchObject({
      type: 'RUN_ERROR',
      code: 'incomplete_stream',
      usage: [{ inputTokens: 10 }],
    });
    expect(error).toMatchObject({ code: 'incomplete_stream' });
  });

  it('is one when the provider reports an error in the middle of an answer', async () => {
    const turn = [
      ...textBlock('0', 'Hal').slice(0, 2),
      ...toolCall('c1', 'noop').slice(0, 2),
      { type: 'error', error: providerError(503) },
    ];
    const { events } = await collectRun(subject([turn]));
    expect(openItems(events)).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: 'RUN_ERROR', code: 'provider_unavailable' });
  });

  it('is one when the provider withholds the answer, unless something was said', async () => {
    const silent = await collectRun(subject([[finish('content-filter')]]));
    expect(silent.events.at(-1)).toMatchObject({ type: 'RUN_ERROR', code: 'content_filter' });
    const cut = await collectRun(subject([[...textBlock('0', 'Well'), finish('content-filter')]]));
    expect(cut.events.at(-1)).toMatchObject({
      type: 'RUN_FINISHED',
      metadata: { finishReason: 'content-filter' },
    });
  });

  it.each([
    ['nothing', []],
    [
      'reasoning alone',
      [
        { type: 'reasoning-start', id: 'r' },
        { type: 'reasoning-delta', id: 'r', delta: 'Hm' },
        { type: 'reasoning-end', id: 'r' },
      ],
    ],
  ])('is one when the tokens were spent on %s', async (_, parts) => {
    const { events, error } = await collectRun(subject([[...parts, finish('length')]]));
    expect(error).toMatchObject({ code: 'incomplete_stream' });
    expect(events.at(-1)).toMatchObject({ type: 'RUN_ERROR', code: 'incomplete_stream' });
    expect(openItems(events)).toEqual([]);
  });

  it('is none when the model has nothing to say, which is logged', async () => {
    const logger = createRecordingLogger();
    const { events } = await collectRun(subject([[finish('stop')]], { logger }));
    expect(events.map(({ type }) => type)).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
    expect(logger.lines).toMatchObject([{ level: 'warn', details: { finishReason: 'stop' } }]);
  });

  it('is one when a tool fails and the agent is to give up, with every call answered', async () => {
    const agent = subject([callsTools(toolCall('c1', 'boom'), toolCall('c2', 'wait')), says('')], {
      onToolError: 'abort',
      tools: [
        defineTool({
          name: 'boom',
          description: 'Fails',
          execute: () => {
            throw new Error('boom');
          },
        }),
        defineTool({
          name: 'wait',
          description: 'Waits',
          execute: () => new Promise(() => {}),
        }),
      ],
    });
    const { events, error } = await collectRun(agent);
    expect(openItems(events)).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: 'RUN_ERROR', code: 'tool_failure' });
    expect(error).toMatchObject({ code: 'tool_failure' });
  });

  it('ends with timeout when the model says nothing [model.time-limits]', async () => {
    const silent: ScriptedTurn = async function* silence() {
      await new Promise(() => {});
      yield* says('never');
    };
    const { events, error } = await collectRun(subject([silent], { modelTimeoutMs: 1 }));
    expect(events.at(-1)).toMatchObject({ type: 'RUN_ERROR', code: 'timeout' });
    expect(error).toMatchObject({ code: 'timeout' });
  });

  it('ends what was begun when the model stops in the middle [model.time-limits]', async () => {
    const halting: ScriptedTurn = async function* half() {
      yield { type: 'text-start', id: '0' };
      yield { type: 'text-delta', id: '0', delta: 'Half' };
      await new Promise(() => {});
    };
    const { events } = await collectRun(
      subject([halting], { modelIdleTimeoutMs: 1, maxRetries: 2 }),
    );
    expect(openItems(events)).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: 'RUN_ERROR', code: 'timeout' });
    expect(events.filter(({ type }) => type === 'TEXT_MESSAGE_START')).toHaveLength(1);
  });

  it('leaves complete calls of the browser to the browser', async () => {
    const turn = [...toolCall('c1', 'pick'), { type: 'error', error: providerError(503) }];
    const tools = [{ name: 'pick', description: 'Picks', parameters: { type: 'object' } }];
    const { events } = await collectRun(subject([turn]), { tools });
    expect(openItems(events)).toEqual(['result c1']);
  });

  it('is reported to onFinish', async () => {
    const ends: unknown[] = [];
    const agent = subject([failing(providerError(400))], { onFinish: (end) => ends.push(end) });
    await collectRun(agent);
    expect(ends).toMatchObject([{ outcome: 'error', steps: 0 }]);
  });

  it('is refused history when historyRepair says so', async () => {
    const agent = subject([says('Hi')], { historyRepair: 'error' });
    const { events } = await collectRun(agent, {
      messages: [
        {
          id: 'a',
          role: 'assistant',
          toolCalls: [{ id: 'c', type: 'function', function: { name: 'x', arguments: '{}' } }],
        },
        { id: 'u', role: 'user', content: 'Hi' },
      ],
    });
    expect(events.at(-1)).toMatchObject({ type: 'RUN_ERROR', code: 'bad_request' });
  });
});
