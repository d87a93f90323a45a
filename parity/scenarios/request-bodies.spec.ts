import {
  createCopilotRuntimeHandler,
  CopilotRuntime,
  type CopilotRuntimeHooks,
} from '@flightdeck/core';
import { plainAgent } from '../support/scripted-agent.js';
import { eventsOf, postJson, runInput } from '../support/raw-calls.js';
import { BASE_PATH, serveRuntime, type ServeOptions } from '../support/serve-runtime.js';
import { recordingLogger } from '../support/recording-logger.js';

const echo = () =>
  plainAgent((run) => {
    run.started();
    run.say('m1', String(run.input.messages[0]?.content));
    run.finished();
  });

const INPUT = runInput({
  threadId: 't1',
  runId: 'r1',
  messages: [{ id: 'u1', role: 'user', content: 'hi' }],
});

interface Target {
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

/** The same runtime behind a socket and as a fetch handler. */
const TARGETS: readonly (readonly [string, (options: ServeOptions) => Promise<Target>])[] = [
  [
    'the Node listener',
    async (options) => {
      const served = await serveRuntime(options);
      return {
        post: (path, body, headers) => postJson(`${served.url}${path}`, body, headers),
        close: () => served.close(),
      };
    },
  ],
  [
    'the fetch handler',
    async ({ mode: _mode, hooks, ...options }) => {
      const runtime = new CopilotRuntime({
        agents: {},
        environment: 'development',
        logger: recordingLogger().logger,
        ...options,
      });
      const handler = createCopilotRuntimeHandler({
        runtime,
        basePath: BASE_PATH,
        ...(hooks === undefined ? {} : { hooks }),
      });
      return {
        post: (path, body, headers = {}) =>
          handler(
            new Request(`http://localhost${BASE_PATH}${path}`, {
              method: 'POST',
              headers: { 'content-type': 'application/json', ...headers },
              body: JSON.stringify(body),
            }),
          ),
        close: () => runtime.shutdown({ graceMs: 0 }),
      };
    },
  ],
];

/** Every place where user code is handed the request. */
const READERS: readonly (readonly [
  string,
  (read: (request: Request) => Promise<void>) => ServeOptions,
])[] = [
  ['onRequest', (read) => ({ hooks: { onRequest: ({ request }) => read(request) } })],
  ['onBeforeHandler', (read) => ({ hooks: { onBeforeHandler: ({ request }) => read(request) } })],
  [
    'beforeRequestMiddleware',
    (read) => ({ beforeRequestMiddleware: ({ request }) => read(request) }),
  ],
  [
    'identifyUser',
    (read) => ({
      identifyUser: async (request) => {
        await read(request);
        return { id: 'ada' };
      },
    }),
  ],
  [
    'the agents factory',
    (read) => ({
      agents: async ({ request }) => {
        await read(request);
        return { default: echo() };
      },
    }),
  ],
];

describe.each(TARGETS)('a request body behind %s [body.handed-out]', (_, open) => {
  let target: Target;
  afterEach(() => target.close());

  describe.each(READERS)('that %s reads', (__, configure) => {
    it.each([
      ['itself', (request: Request) => request.json()],
      ['from a clone', (request: Request) => request.clone().json()],
      ['not at all', () => undefined],
    ] as const)('%s still reaches the agent', async (___, take) => {
      const seen: unknown[] = [];
      target = await open({
        agents: { default: echo() },
        ...configure(async (request) => {
          seen.push(await take(request));
        }),
      });
      const response = await target.post('/agent/default/run', INPUT);
      expect(response.status).toBe(200);
      const events = await eventsOf(response);
      expect(events.find(({ type }) => type === 'TEXT_MESSAGE_CONTENT')?.delta).toBe('hi');
      for (const body of seen) if (body !== undefined) expect(body).toEqual(INPUT);
    });

    it('still reaches the agent in an envelope', async () => {
      target = await open({
        agents: { default: echo() },
        ...configure(async (request) => void (await request.json())),
      });
      const envelope = { method: 'agent/run', params: { agentId: 'default' }, body: INPUT };
      const events = await eventsOf(await target.post('', envelope));
      expect(events.find(({ type }) => type === 'TEXT_MESSAGE_CONTENT')?.delta).toBe('hi');
    });

    it('still names the run to stop', async () => {
      target = await open({ agents: { default: echo() }, ...configure(async () => undefined) });
      const response = await target.post('/agent/default/stop/t1', { runId: 'r1' });
      expect(await response.json()).toEqual({
        stopped: false,
        message: "No active run for thread 't1'.",
      });
    });

    it('is refused when it is too large, without waiting for anybody [body.limit]', async () => {
      target = await open({
        agents: { default: echo() },
        maxBodyBytes: 1_000,
        ...configure(async () => undefined),
      });
      const input = { ...INPUT, forwardedProps: { filler: 'x'.repeat(200_000) } };
      const response = await target.post('/agent/default/run', input);
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ code: 'payload_too_large' });
    });
  });

  it('can be replaced by a hook', async () => {
    const hooks: CopilotRuntimeHooks = {
      onBeforeHandler: async ({ request }) => {
        const input = (await request.json()) as Record<string, unknown>;
        const messages = [{ id: 'u1', role: 'user', content: 'something else' }];
        const { url, headers, method } = request;
        return new Request(url, { method, headers, body: JSON.stringify({ ...input, messages }) });
      },
    };
    target = await open({ agents: { default: echo() }, hooks });
    const events = await eventsOf(await target.post('/agent/default/run', INPUT));
    expect(events.find(({ type }) => type === 'TEXT_MESSAGE_CONTENT')?.delta).toBe(
      'something else',
    );
  });
});
