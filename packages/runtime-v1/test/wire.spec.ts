import { describe, expect, it } from '@jest/globals';
import { collectRun, runBodySaying, ScriptedAgent, textOf } from '@flightdeck/testing';
import { CopilotRuntime, copilotRuntimeNextJSAppRouterEndpoint } from '../src/index.js';

const BASE = 'http://test.local/api/copilotkit';

const runtime = new CopilotRuntime({ agents: { default: new ScriptedAgent() } });
const { handleRequest } = copilotRuntimeNextJSAppRouterEndpoint({
  runtime,
  endpoint: '/api/copilotkit',
});

const post = (body: string, type = 'application/json') =>
  handleRequest(new Request(BASE, { method: 'POST', headers: { 'content-type': type }, body }));

const envelope = (document: unknown) => post(JSON.stringify(document));

describe('what an endpoint answers, as the endpoints of 1.75 do', () => {
  it('describes itself', async () => {
    const response = await envelope({ method: 'info' });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      version: expect.any(String),
      agents: { default: { name: 'default', className: 'ScriptedAgent' } },
      audioFileTranscriptionEnabled: false,
      mode: 'sse',
      threadEndpoints: expect.any(Object),
      singleRoute: { resourceOperations: true, threadEndpoints: expect.any(Object) },
      suggestions: true,
      a2uiEnabled: expect.any(Boolean),
      openGenerativeUIEnabled: false,
      telemetryDisabled: true,
    });
  });

  it('runs an agent', async () => {
    const body = runBodySaying('hello');
    const response = await envelope({ method: 'agent/run', params: { agentId: 'default' }, body });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const { events } = await collectRun(response);
    expect(textOf(events)).toBe('Hello');
    expect(events.at(-1)).toMatchObject({ type: 'RUN_FINISHED', threadId: body.threadId });
  });

  const run = (agentId: string, rest: object) => ({
    method: 'agent/run',
    params: { agentId },
    ...rest,
  });
  const invalid = (message: string) => ({ error: 'invalid_request', message });

  it.each([
    {
      what: 'an agent that does not exist',
      send: () => envelope(run('nope', { body: runBodySaying('hello') })),
      status: 404,
      body: { error: 'Agent not found', message: "Agent 'nope' does not exist" },
    },
    {
      what: 'a run without a body',
      send: () => envelope(run('default', {})),
      status: 400,
      body: invalid('Missing request body for JSON handler'),
    },
    {
      what: 'JSON that is none',
      send: () => post('{'),
      status: 400,
      body: invalid('Invalid JSON payload'),
    },
    {
      what: 'something that is not JSON',
      send: () => post('hello', 'text/plain'),
      status: 415,
      body: invalid('Single-route endpoint expects JSON payloads'),
    },
    {
      what: 'an unknown method',
      send: () => envelope({ method: 'nonsense' }),
      status: 400,
      body: invalid("Unsupported method 'nonsense'"),
    },
    {
      what: 'a document without a method',
      send: () => envelope({}),
      status: 400,
      body: invalid('Missing method field'),
    },
    {
      what: 'GET',
      send: () => handleRequest(new Request(BASE)),
      status: 405,
      body: { error: 'Method not allowed' },
      allow: 'POST',
    },
  ])('answers $what with $status', async ({ send, status, body, allow = null }) => {
    const response = await send();
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject(body);
    expect(response.headers.get('allow')).toBe(allow);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('answers preflights of every site, without cookies', async () => {
    const response = await handleRequest(new Request(BASE, { method: 'OPTIONS' }));
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    expect(response.headers.get('access-control-allow-methods')).toBe(
      'GET, HEAD, PUT, POST, DELETE, PATCH, OPTIONS',
    );
  });
});

it('serves REST beside envelopes, where 1.75 answers 405', async () => {
  const response = await handleRequest(new Request(`${BASE}/info`));
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ agents: { default: { name: 'default' } } });
});

describe('the cors option [v1.cors]', () => {
  const asked = async (cors: Parameters<typeof endpointWith>[0], origin = 'https://a.example') => {
    const response = await endpointWith(cors)(new Request(`${BASE}/info`, { headers: { origin } }));
    expect(response.status).toBe(200);
    const header = (name: string) => response.headers.get(name);
    return [header('access-control-allow-origin'), header('access-control-allow-credentials')];
  };
  const endpointWith = (
    cors: Parameters<typeof copilotRuntimeNextJSAppRouterEndpoint>[0]['cors'] & object,
  ) => copilotRuntimeNextJSAppRouterEndpoint({ runtime, endpoint: '/api/copilotkit', cors }).GET;

  it('names an origin, which may send cookies', async () => {
    const cors = { origin: 'https://a.example', credentials: true };
    expect(await asked(cors)).toEqual(['https://a.example', 'true']);
  });

  it('names those of a list, and serves the others without permission', async () => {
    const cors = { origin: ['https://a.example', 'https://b.example'] };
    expect(await asked(cors, 'https://b.example')).toEqual(['https://b.example', null]);
    expect(await asked(cors, 'https://c.example')).toEqual([null, null]);
  });

  it('asks a function', async () => {
    const cors = { origin: (origin: string) => (origin.endsWith('.example') ? origin : null) };
    expect(await asked(cors)).toEqual(['https://a.example', null]);
    expect(await asked(cors, 'https://evil.test')).toEqual([null, null]);
  });

  it('refuses cookies of every site, which 1.75 allows', () => {
    expect(() => endpointWith({ origin: '*', credentials: true })).toThrow(/explicit origin/);
  });
});
