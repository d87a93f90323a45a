import { CLIENT_59 } from '../support/clients.js';
import { eventsOf, postJson, runInput } from '../support/raw-calls.js';
import { scriptedAgent } from '../support/scripted-agent.js';
import { serveRuntime, type ServedRuntime, type ServeOptions } from '../support/serve-runtime.js';
import { verifies } from '../verifies.js';

let served: ServedRuntime;
afterEach(() => served.close());

/** A runtime in production that knows its users, and a thread of Ada's. */
async function adasThread(options: ServeOptions = {}): Promise<void> {
  served = await serveRuntime({
    environment: 'production',
    identifyUser: (request) => {
      const id = request.headers.get('x-user');
      return id === null ? null : { id, tenantId: request.headers.get('x-tenant') ?? '' };
    },
    agents: {
      default: scriptedAgent(CLIENT_59, (run) => {
        run.started();
        run.emit({ type: 'STATE_SNAPSHOT', snapshot: { secret: 1 } });
        run.say(`m-${run.input.runId}`, 'Yours');
        run.finished();
      }),
    },
    ...options,
  });
  await eventsOf(await call('POST', '/agent/default/run', 'ada', INPUT));
}

const INPUT = runInput({
  threadId: 't1',
  runId: 'r1',
  messages: [{ id: 'u1', role: 'user', content: 'My secret' }],
});

function call(
  method: string,
  path: string,
  user: string | null,
  body?: unknown,
): Promise<Response> {
  return fetch(`${served.url}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(user === null ? {} : { 'x-user': user }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const ACCESSES = [
  ['GET', '/threads/t1/messages', undefined],
  ['GET', '/threads/t1/events', undefined],
  ['GET', '/threads/t1/state', undefined],
  ['PATCH', '/threads/t1', { name: 'Mine now' }],
  ['POST', '/threads/t1/archive', {}],
  ['DELETE', '/threads/t1', {}],
  ['POST', '/agent/default/connect', runInput({ threadId: 't1', runId: 'c1' })],
  ['POST', '/agent/default/run', runInput({ threadId: 't1', runId: 'r2' })],
  ['POST', '/agent/default/stop/t1', undefined],
] as const;

describe('a thread that belongs to somebody', () => {
  it.each(ACCESSES)(
    'is not there for anybody else: %s %s [trap.t5] [decision.5]',
    async (method, path, body) => {
      await adasThread();
      const foreign = await call(method, path, 'bob', body);
      expect(foreign.status).toBe(404);
      expect(await foreign.text()).not.toContain('secret');
      const envelope = { method: 'resource/request', params: { path, httpMethod: method }, body };
      if (!path.startsWith('/agent')) {
        const tunnelled = await postJson(served.url, envelope, { 'x-user': 'bob' });
        expect(tunnelled.status).toBe(404);
      }
      const kept = await call('GET', '/threads/t1/messages', 'ada');
      expect(await kept.json()).toMatchObject({
        messages: [{ id: 'u1', content: 'My secret' }, { content: 'Yours' }],
      });
    },
  );

  it.each(ACCESSES)('is nothing for the anonymous: %s %s [trap.t5]', async (method, path, body) => {
    await adasThread();
    expect((await call(method, path, null, body)).status).toBe(401);
  });

  verifies('trap.t5', 'is in the list of its owner alone', async () => {
    await adasThread();
    const listFor = async (user: string): Promise<unknown> =>
      (await call('GET', '/threads', user)).json();
    expect(await listFor('ada')).toMatchObject({ threads: [{ id: 't1', createdById: 'ada' }] });
    expect(await listFor('bob')).toEqual({ threads: [], nextCursor: null });
  });

  verifies('trap.t5', 'leaves its id to other tenants', async () => {
    await adasThread();
    const headers = { 'x-user': 'ada', 'x-tenant': 'acme' };
    const own = await postJson(`${served.url}/agent/default/run`, INPUT, headers);
    expect((await eventsOf(own)).at(-1)?.type).toBe('RUN_FINISHED');
    const response = await fetch(`${served.url}/threads`, { headers });
    const { threads } = (await response.json()) as { threads: unknown[] };
    expect(threads).toHaveLength(1);
  });

  verifies('trap.t5', 'needs a user with an id', async () => {
    served = await serveRuntime({
      identifyUser: () => ({ id: '' }),
      agents: { default: scriptedAgent(CLIENT_59, () => undefined) },
    });
    expect((await call('POST', '/agent/default/run', null, INPUT)).status).toBe(500);
  });
});

describe('without identifyUser, in production', () => {
  it.each(['/threads', '/threads/t1/messages', '/threads/t1/events', '/threads/t1/state'])(
    'nobody may read %s [info.thread-endpoints]',
    async (path) => {
      served = await serveRuntime({ environment: 'production' });
      const response = await call('GET', path, null);
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ code: 'identity_required' });
    },
  );
});
