import { HttpAgent } from '@ag-ui/client';
import { resumableFetch } from '@flightdeck/client';
import { uniqueId, until } from '@flightdeck/testing';
import type { Plan } from './server/plan.js';
import type { Cluster } from './support/cluster.js';
import { describeOn, postgresStore, sqliteStore } from './support/describe-on.js';
import { balancedFetch } from './support/load-balancer.js';
import { RecordingClient } from './support/recording-client.js';

const SERVERS = 3;
const USERS = 6;
/** Long enough to outlive the shutdown of a server that only watches it. */
const PLAN = { count: 150, perSecond: 100 } satisfies Plan;
const WHOLE = Array.from({ length: PLAN.count }, (_, index) => `#${index + 1} `).join('');

describeOn(
  [sqliteStore(), await postgresStore()],
  'T14 all servers are replaced one by one',
  (start) => {
    it('while people use them: no run fails, and nobody misses anything', async () => {
      const cluster = await start({ servers: SERVERS, options: { graceMs: 5_000 } });
      let isOver = false;
      const users: User[] = Array.from({ length: USERS }, () => ({
        threadId: uniqueId('thread'),
        runs: 0,
        problems: [],
      }));
      const use = users.map((user) => useUntil(cluster, user, () => isOver));
      const busy = (runs: number): Promise<void> =>
        until(() => users.every((user) => user.runs >= runs), 'everybody to run again', 20_000);
      try {
        for (let index = 0; index < SERVERS; index += 1) {
          const leaving = cluster.server(index);
          await cluster.add();
          await busy(index + 1);
          leaving.terminate();
          await leaving.exited(15_000);
          expect({ exitCode: leaving.exitCode, defects: leaving.defects }).toEqual({
            exitCode: 0,
            defects: [],
          });
        }
        await busy(SERVERS + 1);
      } finally {
        isOver = true;
      }
      await Promise.all(use);
      expect(users.flatMap(({ problems }) => problems)).toEqual([]);
      await cluster.verify(...users.map(({ threadId }) => new RecordingClient(threadId)));
    }, 90_000);
  },
);

interface User {
  readonly threadId: string;
  /** How many runs have begun. */
  runs: number;
  readonly problems: string[];
}

/** One run after the other by an unmodified client, and somebody else who watches each of them. */
async function useUntil(cluster: Cluster, user: User, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    user.runs += 1;
    await runOnce(cluster, user.threadId, (text) => user.problems.push(text));
  }
}

async function runOnce(
  cluster: Cluster,
  threadId: string,
  onProblem: (text: string) => void,
): Promise<void> {
  const send = resumableFetch({
    fetch: balancedFetch(cluster),
    minDelayMs: 20,
    maxDelayMs: 200,
    maxElapsedMs: 20_000,
  });
  const watchers: Promise<string>[] = [];
  const agent = new HttpAgent({
    url: 'http://balancer.invalid/agent/default/run',
    threadId,
    fetch: (url: string, init: RequestInit) => send(url, init),
  });
  agent.addMessage({ id: uniqueId('user'), role: 'user', content: 'Count' });
  let text = '';
  try {
    await agent.runAgent(
      { runId: uniqueId('run'), forwardedProps: { plan: PLAN } },
      {
        onTextMessageStartEvent: () => {
          watchers.push(watch(send, threadId));
        },
        onTextMessageContentEvent: ({ event }) => {
          text += event.delta;
        },
        onRunErrorEvent: ({ event }) => onProblem(`RUN_ERROR ${event.code} ${event.message}`),
        onRunFailed: ({ error }) => onProblem(`failed: ${error.message}`),
      },
    );
  } catch (error) {
    onProblem(String(error));
  }
  if (text !== WHOLE) onProblem(`got ${text.length} of ${WHOLE.length} characters`);
  for (const watched of await Promise.all(watchers)) {
    const ended = watched.includes('"RUN_FINISHED"') && !watched.includes('"RUN_ERROR"');
    if (!ended) onProblem(`a watcher got ${watched.slice(-300)}`);
  }
}

/** Joins a thread from another browser and reads on until its run has ended. */
async function watch(send: typeof fetch, threadId: string): Promise<string> {
  const input = {
    threadId,
    runId: uniqueId('watch'),
    messages: [],
    tools: [],
    context: [],
    state: {},
  };
  const response = await send('http://balancer.invalid/agent/default/connect', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ ...input, forwardedProps: {} }),
  });
  return response.text();
}
