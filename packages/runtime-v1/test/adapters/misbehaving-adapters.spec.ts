import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { runBodySaying, terminalOf, textOf, until } from '@flightdeck/testing';
import { ServiceAdapterAgent } from '../../src/adapters/service-adapter-agent.js';
import type { CopilotServiceAdapter, RuntimeEventStream } from '../../src/index.js';
import { hostAdapter } from './support/host-adapter.js';
import { SILENT } from '../support/silent-logger.js';

beforeEach(() => {
  // AG-UI prints what runs fail with.
  jest.spyOn(console, 'error').mockReturnValue();
});

afterEach(() => {
  jest.restoreAllMocks();
});

function adapterThat(turn: (stream: RuntimeEventStream) => unknown): CopilotServiceAdapter {
  return {
    name: 'BadAdapter',
    async process({ eventSource, threadId = '' }) {
      await eventSource.stream(async (stream) => {
        await turn(stream);
      });
      return { threadId };
    },
  };
}

const OPEN = { messageId: 't1' };
const CALL = { actionExecutionId: 'c1', actionName: 'look' };
const denied = Object.assign(new Error('no access for sk-1234'), { status: 401 });

describe('a run of an adapter that misbehaves', () => {
  it.each<[string, (stream: RuntimeEventStream) => unknown, string, string]>([
    ['reports an error', (stream) => stream.error(denied), 'AUTHENTICATION_ERROR', 'no access'],
    ['reports nothing as an error', (stream) => stream.error(undefined), 'MISUSE', 'without an'],
    ['rejects', () => Promise.reject(new Error('gone')), 'NETWORK_ERROR', 'API error: gone'],
    [
      'throws at once',
      () => {
        throw Object.assign(new Error('bad'), { status: 422 });
      },
      'CONFIGURATION_ERROR',
      'API error: bad',
    ],
    [
      'goes on with a text that it has not begun',
      (stream) => stream.sendTextMessageContent({ messageId: 't2', content: 'x' }),
      'MISUSE',
      'No text message with the id "t2" is open',
    ],
    [
      'ends a text twice',
      (stream) => {
        stream.sendTextMessageEnd(OPEN);
        stream.sendTextMessageEnd(OPEN);
      },
      'MISUSE',
      'No text message with the id "t1" is open',
    ],
    ['begins a text twice', (stream) => stream.sendTextMessageStart(OPEN), 'MISUSE', 'begun while'],
    [
      'takes a text for a call',
      (stream) => stream.sendActionExecutionArgs({ actionExecutionId: 't1', args: '' }),
      'MISUSE',
      'No call of an action with the id "t1" is open',
    ],
    [
      'answers what nobody has called',
      (stream) => stream.sendActionExecutionResult({ ...CALL, actionExecutionId: 'c9' }),
      'MISUSE',
      'nothing has called "c9"',
    ],
    [
      'calls nothing',
      (stream) => stream.sendActionExecutionStart({ ...CALL, actionName: '' }),
      'MISUSE',
      'needs an actionName',
    ],
    [
      'has no id for a text',
      (stream) => stream.sendTextMessageStart({ messageId: undefined as unknown as string }),
      'MISUSE',
      'A text message needs an id',
    ],
    [
      'sends what is no text',
      (stream) => stream.sendTextMessageContent({ ...OPEN, content: {} as string }),
      'MISUSE',
      'content must be a text',
    ],
    [
      'tells a state that is no JSON',
      (stream) =>
        stream.sendAgentStateMessage({
          threadId: '',
          agentName: '',
          nodeName: '',
          runId: '',
          active: true,
          role: 'assistant',
          running: true,
          state: '{',
        }),
      'MISUSE',
      'must be JSON',
    ],
  ])('ends in order when it %s', async (_, turn, code, message) => {
    const host = hostAdapter(
      adapterThat(async (stream) => {
        stream.sendTextMessageStart(OPEN);
        stream.sendActionExecutionStart(CALL);
        await turn(stream);
      }),
    );
    const { events } = await host.run();
    expect(terminalOf(events)).toMatchObject({
      type: 'RUN_ERROR',
      code,
      message: expect.stringContaining(message) as unknown,
    });
    const ends = events.filter(({ type }) => type.endsWith('_END'));
    expect(ends.map(({ type }) => type).toSorted()).toEqual(['TEXT_MESSAGE_END', 'TOOL_CALL_END']);
    expect(host.log.filter(({ level }) => level === 'error').length).toBeGreaterThan(0);
  });

  it.each<[string, CopilotServiceAdapter, string, string]>([
    [
      'rejects before it streams',
      { process: () => Promise.reject(new Error('down')) },
      'NETWORK_ERROR',
      'The service adapter API error: down',
    ],
    [
      'throws before it streams',
      {
        process: () => {
          throw new Error('down');
        },
      },
      'NETWORK_ERROR',
      'down',
    ],
    [
      'never streams',
      { name: 'Mute', process: async () => ({ threadId: 't' }) },
      'MISUSE',
      'Mute: process() has ended without a call of eventSource.stream()',
    ],
    [
      'streams twice',
      {
        async process({ eventSource }) {
          await eventSource.stream(async () => {});
          await eventSource.stream(async () => {});
          return { threadId: 't' };
        },
      },
      'MISUSE',
      'was called a second time',
    ],
  ])('ends in order when it %s', async (_, adapter, code, message) => {
    const { events } = await hostAdapter(adapter).run();
    expect(events[0]).toMatchObject({ type: 'RUN_STARTED' });
    expect(terminalOf(events)).toMatchObject({
      type: 'RUN_ERROR',
      code,
      message: expect.stringContaining(message) as unknown,
    });
  });

  it('ends in order when it completes what it has not ended', async () => {
    const { events } = await hostAdapter(
      adapterThat((stream) => {
        stream.sendTextMessageStart(OPEN);
        stream.sendTextMessageContent({ ...OPEN, content: 'Hello' });
        stream.complete();
        stream.complete();
      }),
    ).run();
    expect(events.map(({ type }) => type).slice(-2)).toEqual(['TEXT_MESSAGE_END', 'RUN_FINISHED']);
  });

  it('drops what it sends when it is over, and logs it', async () => {
    const host = hostAdapter(
      adapterThat(async (stream) => {
        stream.sendTextMessage('t1', 'Hello');
        stream.complete();
        stream.sendTextMessage('t2', 'late');
        stream.error(new Error('late'));
        throw new Error('later');
      }),
    );
    const { events } = await host.run();
    expect(textOf(events)).toBe('Hello');
    expect(terminalOf(events)).toMatchObject({ type: 'RUN_FINISHED' });
    const warnings = () => host.log.filter(({ level }) => level === 'warn');
    await until(() => warnings().length === 3, 'three warnings');
    expect(warnings().map(({ message }) => message)).toEqual([
      'BadAdapter: sendTextMessage was called when the turn was over',
      'BadAdapter: error was called when the turn was over',
      'A service adapter failed when its turn was over',
    ]);
  });

  it('fails when it falls silent without having completed', async () => {
    const adapter = adapterThat((stream) => stream.sendTextMessageStart(OPEN));
    const agent = new ServiceAdapterAgent(adapter, { logger: SILENT, completionTimeoutMs: 20 });
    const types: string[] = [];
    let message: unknown;
    await new Promise<void>((resolve) => {
      agent.run(runBodySaying('Hello') as never).subscribe({
        next: (event) => {
          types.push(event.type);
          message = Reflect.get(event, 'message');
        },
        complete: resolve,
      });
    });
    expect(types).toEqual(['RUN_STARTED', 'TEXT_MESSAGE_START', 'TEXT_MESSAGE_END', 'RUN_ERROR']);
    expect(message).toBe(
      'BadAdapter: The stream was not completed: 20 ms after the adapter had last sent something, complete() was not called',
    );
  });

  it('shows browsers no more than that it failed, in production', async () => {
    const host = hostAdapter(
      adapterThat(() => Promise.reject(denied)),
      'production',
    );
    const { events } = await host.run();
    expect(JSON.stringify(events)).not.toContain('sk-1234');
    expect(terminalOf(events)).toMatchObject({
      code: 'AUTHENTICATION_ERROR',
      message: 'BadAdapter could not answer.',
    });
  });
});

describe('ServiceAdapterAgent', () => {
  it('runs clones beside each other, and stops one alone', async () => {
    const streams: RuntimeEventStream[] = [];
    const agent = new ServiceAdapterAgent(
      adapterThat((stream) => {
        streams.push(stream);
        return new Promise(() => {});
      }),
      { logger: SILENT },
    );
    const [one, two] = [agent.clone(), agent.clone()];
    const runs = [one, two].map(
      (clone) =>
        new Promise<string[]>((resolve) => {
          const types: string[] = [];
          clone.run(runBodySaying('Hello') as never).subscribe({
            next: ({ type }) => types.push(type),
            complete: () => resolve(types),
          });
        }),
    );
    await until(() => streams.length === 2, 'both to stream');
    one.abortRun();
    expect(await runs[0]).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
    streams[1]?.sendTextMessage('t', 'x');
    streams[1]?.complete();
    expect(await runs[1]).toContain('TEXT_MESSAGE_CONTENT');
  });
});
