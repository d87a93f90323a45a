import { map } from 'rxjs';
import {
  CLIENT_59,
  CLIENTS,
  type AgentInstance,
  type AgentMiddleware,
} from '../support/clients.js';
import { guardConsole, type ConsoleGuard } from '../support/console-guard.js';
import { httpClient, runClient } from '../support/http-client.js';
import { scriptedAgent, type Script } from '../support/scripted-agent.js';
import { serveRuntime } from '../support/serve-runtime.js';
import { USER } from './support/run-scenarios.js';

let guard: ConsoleGuard;
beforeEach(() => {
  guard = guardConsole();
});
afterEach(() => guard.release());

const shout: AgentMiddleware = (input, next) =>
  next
    .run(input)
    .pipe(
      map((event) =>
        event.type === 'TEXT_MESSAGE_CONTENT'
          ? { ...event, delta: String(event.delta).toUpperCase() }
          : event,
      ),
    );

const remember: AgentMiddleware = (input, next) =>
  next.run({
    ...input,
    messages: [...input.messages, { id: 'recalled', role: 'system', content: 'Ada' }],
  });

const greetTheRecalled: Script = (run) => {
  const recalled = run.input.messages.find((message) => message.id === 'recalled');
  run.started();
  run.say('m1', 'hello ', String(recalled?.content));
  run.finished();
};

async function runWith(agent: AgentInstance, fastPath: boolean) {
  const served = await serveRuntime({ agents: { default: agent }, fastPath });
  try {
    const threadId = `thread-${String(fastPath)}`;
    const client = httpClient(CLIENT_59, { url: served.url, threadId, initialMessages: [USER] });
    const { rejection } = await runClient(client, { runId: 'r1' });
    expect(rejection).toBeUndefined();
    return client.messages;
  } finally {
    await served.close();
  }
}

describe.each(CLIENTS.map((client) => [client.version, client] as const))(
  'an agent built on %s',
  (_, version) => {
    it.each([true, false])(
      'keeps its middlewares, with the fast path %s [run.middlewares]',
      async (fastPath) => {
        const agent = scriptedAgent(version, greetTheRecalled).use(remember, shout);
        expect(await runWith(agent, fastPath)).toEqual([
          USER,
          { id: 'm1', role: 'assistant', content: 'HELLO ADA' },
        ]);
        guard.expectSilence();
      },
    );

    it.each([true, false])(
      'leaves out AG-UI’s reducer if and only if the fast path is %s [run.fast-path] [trap.t15]',
      async (fastPath) => {
        const reduced: boolean[] = [];
        const agent = scriptedAgent(version, (run) => {
          reduced.push(!Object.hasOwn(run.agent, 'apply'));
          run.started();
          run.finished();
        });
        await runWith(agent, fastPath);
        await runWith(agent.use(shout), fastPath);
        expect(reduced).toEqual([!fastPath, !fastPath]);
        guard.expectSilence();
      },
    );

    it.each([true, false])(
      'reads its own messages and state as they grow, with the fast path %s',
      async (fastPath) => {
        const seen: unknown[] = [];
        const agent = scriptedAgent(version, async (run) => {
          run.started();
          run.say('m1', 'one');
          run.emit({ type: 'STATE_SNAPSHOT', snapshot: { count: 1 } });
          run.emit({ type: 'STATE_DELTA', delta: [{ op: 'replace', path: '/count', value: 2 }] });
          // The reducer of AG-UI works through its queue first.
          await new Promise((resolve) => setImmediate(resolve));
          seen.push(run.agent.messages, run.agent.state);
          run.finished();
        });
        await runWith(agent, fastPath);
        expect(seen).toEqual([
          [USER, { id: 'm1', role: 'assistant', content: 'one' }],
          { count: 2 },
        ]);
        guard.expectSilence();
      },
    );

    it.each([true, false])(
      'leaves nothing behind on the registered agent, with the fast path %s',
      async (fastPath) => {
        const agent = scriptedAgent(version, (run) => {
          run.started();
          run.say('m1', 'one');
          run.finished();
        });
        await runWith(agent, fastPath);
        expect(agent.messages).toEqual([]);
        expect(agent.state).toEqual({});
        expect(Object.hasOwn(agent, 'apply')).toBe(false);
        guard.expectSilence();
      },
    );
  },
);
