import { CLIENT_59 } from '../support/clients.js';
import { eventsOf, postJson, runInput } from '../support/raw-calls.js';
import { scriptedAgent } from '../support/scripted-agent.js';
import { serveRuntime, type ServedRuntime } from '../support/serve-runtime.js';
import { verifies } from '../verifies.js';

let served: ServedRuntime;
beforeEach(async () => {
  served = await serveRuntime({
    agents: {
      default: scriptedAgent(CLIENT_59, (run) => {
        run.started();
        run.say(`m-${run.input.runId}`, String(run.input.messages.length));
        run.finished();
      }),
    },
  });
});
afterEach(() => served.close());

const user = (id: string): unknown => ({ id, role: 'user', content: id });

async function run(runId: string, messages: readonly unknown[]): Promise<void> {
  const input = runInput({ threadId: 't1', runId, messages });
  await eventsOf(await postJson(`${served.url}/agent/default/run`, input));
}

async function stored(): Promise<string[]> {
  const response = await fetch(`${served.url}/threads/t1/messages`);
  const { messages } = (await response.json()) as { messages: { id: string }[] };
  return messages.map(({ id }) => id);
}

describe('a client that sends only the end of the conversation', () => {
  verifies(['threads.transcript-kept', 'trap.t20'], 'shortens nothing', async () => {
    await run('r1', [user('u1')]);
    await run('r2', [user('u2')]);
    await run('r3', [{ id: 'm-r2', role: 'assistant', content: '1' }, user('u3')]);
    expect(await stored()).toEqual(['u1', 'm-r1', 'u2', 'm-r2', 'u3', 'm-r3']);
  });

  verifies('run.input-to-agent', 'is all that the agent hears of it', async () => {
    await run('r1', [user('u1')]);
    await run('r2', [user('u2')]);
    const response = await fetch(`${served.url}/threads/t1/messages`);
    const { messages } = (await response.json()) as { messages: { content: string }[] };
    expect(messages.at(-1)?.content).toBe('1');
  });

  verifies('history.new-messages', 'tells viewers only what is new', async () => {
    await run('r1', [user('u1')]);
    const input = runInput({ threadId: 't1', runId: 'r2', messages: [user('u1'), user('u2')] });
    const [started] = await eventsOf(await postJson(`${served.url}/agent/default/run`, input));
    expect(started).toMatchObject({ type: 'RUN_STARTED', input: { messages: [user('u2')] } });
  });
});
