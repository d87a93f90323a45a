import assert from 'node:assert/strict';
import type { RouteDefinition } from '@flightdeck/core';
import { createGate } from '../agents/gate.js';
import { runFinished, runStarted, textMessage } from '../agents/events.js';
import { createStage, type Stage } from '../agents/stage.js';
import { waitingAt } from '../agents/waiting-at.js';
import { ContractSuite, type Mounted } from '../http-contract/contract-suite.js';
import type { HttpAdapterContractOptions } from '../http-contract/http-harness.js';
import { runBody, runBodySaying } from '../http/run-input.js';
import { jsonOf, type RuntimeClient } from '../http/runtime-client.js';
import { collectRun, textOf } from '../sse/collect-run.js';
import { SseReader } from '../sse/sse-reader.js';
import { uniqueId } from '../support/unique-id.js';
import { withDeadline } from '../support/with-deadline.js';
import { CALLERS, headersOf, identifyCaller, type Caller } from './callers.js';
import { requestsFor, type RouteRequest } from './route-requests.js';

export interface OwnershipContractOptions extends HttpAdapterContractOptions {
  /** The routes of the runtime: `ROUTES` of `@flightdeck/core`. */
  readonly routes: readonly RouteDefinition[];
}

/** Checks every route with every kind of caller: nobody sees, changes or learns of a thread that is not theirs. */
export function runOwnershipContract(options: OwnershipContractOptions): void {
  const { api, name, routes } = options;
  const suite = new ContractSuite(options);
  const requests = requestsFor(routes);
  api.describe(`ownership contract: ${name}`, () => {
    const stage = createStage();
    const server = suite.shared(() => ({
      agents: { default: stage.agent },
      identifyUser: identifyCaller,
      // Clearing threads is there in development alone.
      environment: 'development',
      debug: false,
    }));
    for (const request of requests) {
      for (const caller of CALLERS) {
        api.it(`${request.title}: ${caller} ${expectationOf(request, caller).title}`, () =>
          tryRequest({ server: server(), stage, request, caller }),
        );
      }
    }
    describeActiveRuns(suite, () => ({ server: server(), stage }));
  });
}

/** The routes that show their owner what is in a thread. */
const TELLING: ReadonlySet<string> = new Set([
  'agent/connect',
  'threads/list',
  'threads/messages',
  'threads/events',
  'threads/state',
]);

interface Attempt {
  readonly server: Mounted;
  readonly stage: Stage;
  readonly request: RouteRequest;
  readonly caller: Caller;
}

/** A thread of the owner, full of what nobody else may see. */
interface OwnedThread {
  readonly threadId: string;
  readonly secret: string;
}

interface Expectation {
  readonly title: string;
  readonly accepts: (status: number) => boolean;
}

function expectationOf({ access, method, namesThread }: RouteRequest, caller: Caller): Expectation {
  const isServed = (status: number): boolean => status < 500 || status === 503;
  if (caller === 'nobody') {
    return access === 'public'
      ? { title: 'is answered', accepts: (status) => isServed(status) && status !== 401 }
      : { title: 'is answered 401', accepts: (status) => status === 401 };
  }
  const detached = method === 'agent/suggest';
  if (caller === 'somebody else' && namesThread && !detached) {
    return { title: 'is answered 404', accepts: (status) => status === 404 };
  }
  if (caller === 'owner' && namesThread) {
    return { title: 'is served', accepts: (status) => status === 200 };
  }
  return { title: 'learns nothing', accepts: isServed };
}

async function tryRequest({ server, stage, request, caller }: Attempt): Promise<void> {
  const owner = server.client('rest').withHeaders(headersOf('owner'));
  const thread = await createThread(owner, stage);
  const before = await contentsOf(owner, thread.threadId);
  const client = server.client(request.transport).withHeaders(headersOf(caller));
  const response = await request.send(client, thread.threadId);
  const answer = await withDeadline(response.text(), `the answer to ${request.title}`);
  const { accepts } = expectationOf(request, caller);
  assert.ok(accepts(response.status), `Status ${response.status}: ${answer}`);
  if (caller === 'owner') {
    // What must not be told to others is there to be told.
    assert.equal(answer.includes(thread.secret), TELLING.has(request.method), answer);
    return;
  }
  assert.equal(answer.includes(thread.secret), false, `The answer tells a secret: ${answer}`);
  assert.equal(leaksId(answer, thread), false, `The answer lists the thread: ${answer}`);
  assert.equal(await contentsOf(owner, thread.threadId), before, 'The thread has been changed');
}

/** Whether an answer names the thread other than by repeating what it was asked. */
function leaksId(answer: string, { threadId }: OwnedThread): boolean {
  return answer.includes(`"id":${JSON.stringify(threadId)}`);
}

async function createThread(owner: RuntimeClient, stage: Stage): Promise<OwnedThread> {
  const secret = uniqueId('secret');
  const threadId = uniqueId('thread');
  stage.play(threadId, ({ input }) => [
    runStarted(input),
    ...textMessage(`${input.runId}-m`, secret),
    { type: 'STATE_SNAPSHOT', snapshot: { secret } },
    { type: 'CUSTOM', name: secret, value: secret },
    runFinished(input),
  ]);
  await collectRun(await owner.run('default', runBodySaying(`tell ${secret}`, { threadId })));
  const rename = { name: `About ${secret}` };
  await jsonOf(await owner.resource('PATCH', `/threads/${threadId}`, rename));
  // Whoever takes the id in another tenant gets a conversation of their own.
  stage.play(threadId, ({ input }) => [runStarted(input), runFinished(input)]);
  return { threadId, secret };
}

/** Everything that can be seen of a thread, as one text. */
async function contentsOf(owner: RuntimeClient, threadId: string): Promise<string> {
  const parts = ['messages', 'events', 'state'].map(async (part) =>
    (await owner.resource('GET', `/threads/${threadId}/${part}`)).text(),
  );
  const { threads } = (await jsonOf(
    await owner.resource('GET', '/threads?limit=200&includeArchived=true'),
  )) as unknown as { threads: { id: string }[] };
  const record = threads.find(({ id }) => id === threadId);
  return JSON.stringify([...(await Promise.all(parts)), record]);
}

interface Stand {
  readonly server: Mounted;
  readonly stage: Stage;
}

/** What others can do to a run that is going on. */
function describeActiveRuns({ api }: ContractSuite, stand: () => Stand): void {
  const running = async (
    body: (others: RuntimeClient, threadId: string) => Promise<void>,
  ): Promise<void> => {
    const { server, stage } = stand();
    const owner = server.rest.withHeaders(headersOf('owner'));
    const threadId = uniqueId('thread');
    const gate = createGate();
    stage.play(threadId, waitingAt([gate]));
    const reader = new SseReader(await owner.run('default', runBodySaying('hello', { threadId })));
    await reader.readTo('TEXT_MESSAGE_CONTENT');
    await body(server.rest.withHeaders(headersOf('somebody else')), threadId);
    gate.open();
    assert.equal(textOf(await reader.restOfEvents()), ' done', 'The run has been disturbed');
  };

  api.it('an active run cannot be stopped by somebody else', () =>
    running(async (others, threadId) => {
      await jsonOf(await others.stop('default', threadId), 404);
    }),
  );

  api.it('an active run cannot be joined by somebody else', () =>
    running(async (others, threadId) => {
      await jsonOf(await others.connect('default', runBody({ threadId })), 404);
    }),
  );

  api.it('a busy thread of somebody else is not there, and its run is not named', () =>
    running(async (others, threadId) => {
      const body = await jsonOf(await others.run('default', runBodySaying('a', { threadId })), 404);
      assert.equal('runId' in body, false);
    }),
  );

  api.it('a thread of somebody else cannot be resumed by guessing a cursor', () =>
    running(async (others, threadId) => {
      const headers = { 'accept-resume': '1', 'last-event-id': '1.1' };
      await jsonOf(await others.connect('default', runBody({ threadId }), { headers }), 404);
    }),
  );

  api.it('clearing threads clears those of the caller alone', async () => {
    const { server } = stand();
    const [owner, other] = (['owner', 'somebody else'] as const).map((caller) =>
      server.rest.withHeaders(headersOf(caller)),
    ) as [RuntimeClient, RuntimeClient];
    const threadId = uniqueId('thread');
    await collectRun(await owner.run('default', runBodySaying('hello', { threadId })));
    assert.equal((await other.resource('POST', '/threads/clear', {})).status, 204);
    const { messages } = await jsonOf(await owner.resource('GET', `/threads/${threadId}/messages`));
    assert.equal((messages as unknown[]).length, 2);
  });
}
