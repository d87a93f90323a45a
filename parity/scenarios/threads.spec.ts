import { CLIENT_59 } from '../support/clients.js';
import { eventsOf, postJson, runInput } from '../support/raw-calls.js';
import { scriptedAgent } from '../support/scripted-agent.js';
import { serveRuntime, type ServedRuntime } from '../support/serve-runtime.js';
import { verifies } from '../verifies.js';

let served: ServedRuntime;
beforeEach(async () => {
  const counting = scriptedAgent(CLIENT_59, (run) => {
    run.started();
    run.say(`m-${run.input.runId}`, String(run.input.messages.length));
    run.finished();
  });
  served = await serveRuntime({
    agents: { default: counting, forgetful: counting, local: counting },
    history: { forgetful: 'none', local: 'lastTurn' },
  });
});
afterEach(() => served.close());

const user = (id: string): unknown => ({ id, role: 'user', content: id });

async function run(runId: string, messages: readonly unknown[], agent = 'default'): Promise<void> {
  const input = runInput({ threadId: 't1', runId, messages });
  await eventsOf(await postJson(`${served.url}/agent/${agent}/run`, input));
}

/** How many messages an agent is given of a client that has told it two things one by one. */
async function givenTo(agent: string): Promise<unknown> {
  await run('r1', [user('u1')], agent);
  await run('r2', [user('u2')], agent);
  const response = await fetch(`${served.url}/threads/t1/messages`);
  const { messages } = (await response.json()) as { messages: { content: string }[] };
  return messages.at(-1)?.content;
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

  verifies('history.full', 'has an agent that is told all of it', async () => {
    expect(await givenTo('default')).toBe('3');
  });

  verifies(
    'history.modes',
    'has one that is told the last turn, where that is wanted',
    async () => {
      expect(await givenTo('local')).toBe('1');
    },
  );

  verifies(['run.input-to-agent', 'history.modes'], 'is all that one hears of it', async () => {
    expect(await givenTo('forgetful')).toBe('1');
  });

  verifies('history.new-messages', 'tells viewers only what is new', async () => {
    await run('r1', [user('u1')]);
    const input = runInput({ threadId: 't1', runId: 'r2', messages: [user('u1'), user('u2')] });
    const [started] = await eventsOf(await postJson(`${served.url}/agent/default/run`, input));
    expect(started).toMatchObject({ type: 'RUN_STARTED', input: { messages: [user('u2')] } });
  });
});
