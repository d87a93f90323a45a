import { describe, expect, it } from '@jest/globals';
import { UNSCOPED } from '@flightdeck/store';
import { CopilotRuntime } from '../src/index.js';
import { threadSourceOf } from '../src/runtime/thread-source.js';
import { onlyLimit, readTypes, startEngine } from './support/start-engine.js';

const MANY = 300_000;

describe('a thread of hundreds of thousands of entries', () => {
  it('lists every event of a long run', async () => {
    const agent = {
      clone: () => agent,
      runAgent(_input: unknown, { onEvent }: { onEvent(value: unknown): void }) {
        for (let index = 0; index < MANY; index += 1) {
          onEvent({ event: { type: 'CUSTOM', name: 'n', value: index } });
        }
        onEvent({ event: { type: 'RUN_FINISHED' } });
      },
    };
    const runtime = new CopilotRuntime({ agents: { default: agent } });
    const run = await runtime.engine?.start({
      scope: UNSCOPED,
      agentId: 'default',
      agent,
      input: { threadId: 't', runId: 'r', messages: [], tools: [], context: [] },
    });
    await run?.ended;
    const events = await threadSourceOf(runtime)?.events(UNSCOPED, 't');
    expect(events).toHaveLength(MANY + 2);
  });

  it('records a snapshot of as many messages', async () => {
    const { engine, start } = startEngine();
    const messages = Array.from({ length: MANY }, (_, index) => ({
      id: `m${index}`,
      role: 'user',
      content: '',
    }));
    const script = [{ type: 'MESSAGES_SNAPSHOT', messages }, { type: 'RUN_FINISHED' }];
    const run = await start(script, { limits: onlyLimit({ maxEventBytes: 0 }) });
    expect(await readTypes(engine.watch(run))).toEqual([
      'RUN_STARTED',
      'MESSAGES_SNAPSHOT',
      'RUN_FINISHED',
    ]);
  });
});
