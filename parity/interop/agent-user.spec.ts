import { BuiltInAgent, defineTool, withServerTools, type AgentUser } from '@flightdeck/agent';
import { AgentRunner, type AgentRunnerRunRequest, type RuntimeAgent } from '@flightdeck/core';
import { Observable } from 'rxjs';
import { CLIENT_59 } from '../support/clients.js';
import { httpClient, runClient } from '../support/http-client.js';
import { serveRuntime, type ServedRuntime, type ServeOptions } from '../support/serve-runtime.js';
import { until } from '../support/until.js';
import { calls, modelOf, says } from './support/scripted-model.js';
import { USER } from './support/run-scenarios.js';

let served: ServedRuntime | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

const identifyUser = (request: Request): AgentUser | null => {
  const id = request.headers.get('x-user');
  return id === null ? null : { id, name: id.toUpperCase(), tenantId: 'acme' };
};
const user = (id: string): AgentUser => ({ id, name: id.toUpperCase(), tenantId: 'acme' });

async function start(options: ServeOptions): Promise<ServedRuntime> {
  served = await serveRuntime({ identifyUser, ...options });
  return served;
}

/** One run for a user, or for nobody. */
async function runFor(id: string | null, { url }: ServedRuntime) {
  const client = httpClient(CLIENT_59, {
    url,
    threadId: `thread of ${String(id)}`,
    initialMessages: [USER],
    ...(id === null ? {} : { headers: { 'x-user': id } }),
  });
  const run = await runClient(client, { runId: `run of ${String(id)}` });
  expect(run.rejection).toBeUndefined();
  return client.messages;
}

/** A tool whose calls wait for each other, so that the runs of all users go on at the same time. */
function meeting(size: number) {
  const seen: (readonly [string, AgentUser | undefined])[] = [];
  const tool = defineTool({
    name: 'meet',
    description: 'Waits for the others',
    async execute(_, { threadId, user: found }) {
      seen.push([threadId, found]);
      await until('everybody', () => seen.length >= size);
      return found?.id ?? 'nobody';
    },
  });
  return { seen, tool };
}

/** Calls the tool, then is done, whoever asks. */
const meets = () =>
  modelOf(({ prompt }) => (prompt.at(-1)?.role === 'tool' ? says('Done') : calls('meet')));

describe('the user of a run', () => {
  it('is each tool’s own, for two users at the same time [agent.tools-context]', async () => {
    const { seen, tool } = meeting(2);
    const prompted: unknown[] = [];
    const agent = new BuiltInAgent({
      model: meets(),
      tools: [tool],
      prompt: ({ threadId, user: found }) => {
        prompted.push([threadId, found]);
        return 'Hello';
      },
    });
    const server = await start({ agents: { default: agent } });
    await Promise.all([runFor('ann', server), runFor('bob', server)]);
    const expected = ['ann', 'bob'].map((id) => [`thread of ${id}`, user(id)]);
    expect(new Set(seen)).toEqual(new Set(expected));
    expect(new Set(prompted)).toEqual(new Set(expected));
  });

  it('is each tool’s own where withServerTools gives the tools, and the inner agent’s', async () => {
    const { seen, tool } = meeting(2);
    const sources: string[] = [];
    const inner: string[] = [];
    const agent = new BuiltInAgent({
      model: meets(),
      prompt: ({ user: found }) => {
        inner.push(String(found?.id));
        return 'Hello';
      },
    });
    const wrapped = withServerTools(agent, [
      ({ user: found }) => {
        sources.push(String(found?.id));
        return [tool];
      },
    ]);
    const server = await start({ agents: { default: wrapped } });
    await Promise.all([runFor('ann', server), runFor('bob', server)]);
    expect(new Set(seen)).toEqual(
      new Set(['ann', 'bob'].map((id) => [`thread of ${id}`, user(id)])),
    );
    expect(sources.toSorted()).toEqual(['ann', 'bob']);
    // Asked twice in each run.
    expect(inner.toSorted()).toEqual(['ann', 'ann', 'bob', 'bob']);
  });

  it('is the factory’s', async () => {
    const seen: unknown[] = [];
    const agent = new BuiltInAgent({
      type: 'custom',
      factory: async function* tell({ user: found }) {
        seen.push(found);
        yield { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', role: 'assistant', delta: 'Hi' };
      },
    });
    await runFor('ann', await start({ agents: { default: agent } }));
    expect(seen).toEqual([user('ann')]);
  });

  it('is that of the run that names the thread', async () => {
    const prompted: string[] = [];
    const agent = new BuiltInAgent({
      model: modelOf([says('Hello')]),
      prompt: ({ threadId, user: found }) => {
        prompted.push(
          `${threadId === 'thread of ann' ? 'thread' : 'title'} of ${String(found?.id)}`,
        );
        return 'Hello';
      },
    });
    await runFor('ann', await start({ agents: { default: agent }, generateThreadNames: true }));
    await until('a title', () => prompted.length > 1);
    expect(prompted).toEqual(expect.arrayContaining(['thread of ann', 'title of ann']));
  });

  it('is nobody without identifyUser, also after a run for somebody', async () => {
    const { seen, tool } = meeting(0);
    const agent = new BuiltInAgent({ model: meets(), tools: [tool] });
    await runFor('ann', await start({ agents: { default: agent } }));
    await served?.close();
    const server = await start({ agents: { default: agent }, identifyUser: undefined as never });
    await runFor(null, server);
    expect(seen.map(([, found]) => found?.id)).toEqual(['ann', undefined]);
  });

  it('reaches the agent that a custom runner is given, and none of its clones', async () => {
    const { seen, tool } = meeting(0);
    class OwnRunner extends AgentRunner {
      run({ agent, input }: AgentRunnerRunRequest): never {
        // The Observable of the runtime, by another name.
        return new Observable((observer) => {
          const tell = { onEvent: ({ event }: { event: unknown }) => observer.next(event) };
          const clone = agent.clone() as RuntimeAgent;
          const both = [agent, clone].map((one) => one.runAgent(input as never, tell as never));
          Promise.all(both).then(
            () => observer.complete(),
            (error: unknown) => observer.error(error),
          );
        }) as never;
      }
      connect(): never {
        return new Observable((observer) => observer.complete()) as never;
      }
      async isRunning() {
        return false;
      }
      async stop() {
        return false;
      }
    }
    const agent = new BuiltInAgent({ model: meets(), tools: [tool] });
    await runFor(
      'ann',
      await start({ agents: { default: agent }, runner: new OwnRunner() as never }),
    );
    expect(new Set(seen.map(([, found]) => found?.id))).toEqual(new Set(['ann', undefined]));
  });
});
