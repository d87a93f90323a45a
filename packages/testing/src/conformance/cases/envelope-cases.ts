import assert from 'node:assert/strict';
import { runBodySaying } from '../../http/run-input.js';
import { jsonOf } from '../../http/runtime-client.js';
import { collectRun, textOf } from '../../sse/collect-run.js';
import type { ConformanceCase } from '../conformance-case.js';

interface Refusal {
  readonly title: string;
  readonly envelope: unknown;
  readonly message: string;
}

const single = { transports: ['single'] } as const;

function refusal({ title, envelope, message }: Refusal): ConformanceCase {
  return {
    ...single,
    name: `an envelope ${title} is refused with 400`,
    async run({ client }) {
      const answer = await jsonOf(await client.envelope(envelope), 400);
      assert.deepEqual(answer, { error: 'invalid_request', message });
    },
  };
}

function resource(path: string, httpMethod = 'GET'): unknown {
  return { method: 'resource/request', params: { path, httpMethod } };
}

function outsidePath(title: string, path: string): ConformanceCase {
  return refusal({
    title: `for a resource at ${title}`,
    envelope: resource(path),
    message: 'Resource path must be Runtime-relative',
  });
}

function unreachable(path: string, verb: string): ConformanceCase {
  return {
    ...single,
    name: `a resource request does not reach ${verb} ${path}`,
    async run({ client }) {
      const answer = await jsonOf(await client.envelope(resource(path, verb)), 404);
      assert.deepEqual(answer, { error: 'Not found' });
    },
  };
}

const NO_BODY = 'Missing request body for JSON handler';

/** protocol.md 6 */
export const envelopeCases: readonly ConformanceCase[] = [
  {
    ...single,
    name: 'an envelope that is not JSON by its content type is refused with 415',
    async run({ client }) {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: '{"method":"info"}',
      };
      assert.deepEqual(await jsonOf(await client.request('', init), 415), {
        error: 'invalid_request',
        message: 'Single-route endpoint expects JSON payloads',
      });
    },
  },
  {
    ...single,
    name: 'an envelope with a charset in its content type is served',
    async run({ client }) {
      const headers = { 'content-type': 'application/json; charset=utf-8' };
      await jsonOf(await client.envelope({ method: 'info' }, { headers }));
    },
  },
  {
    ...single,
    name: 'an envelope is served below the base path with a trailing slash',
    async run({ client }) {
      const headers = { 'content-type': 'application/json' };
      const init = { method: 'POST', headers, body: '{"method":"info"}' };
      await jsonOf(await client.request('/', init));
    },
  },
  {
    ...single,
    name: 'an envelope may carry its body as JSON text',
    async run({ client, agentId }) {
      const body = JSON.stringify(runBodySaying('say hello'));
      const envelope = { method: 'agent/run', params: { agentId }, body };
      const { events } = await collectRun(await client.envelope(envelope));
      assert.equal(textOf(events), 'hello');
    },
  },
  {
    ...single,
    name: 'an envelope whose JSON text is broken gets the answer of its route',
    async run({ client, agentId }) {
      const envelope = { method: 'agent/run', params: { agentId }, body: '{"threadId"' };
      assert.equal(
        (await jsonOf(await client.envelope(envelope), 400)).error,
        'Invalid request body',
      );
    },
  },
  {
    ...single,
    name: 'text that is no JSON is refused with 400',
    async run({ client }) {
      const headers = { 'content-type': 'application/json' };
      const response = await client.request('', { method: 'POST', headers, body: '{"method"' });
      assert.equal(response.status, 400);
      await response.text();
    },
  },
  refusal({ title: 'without a method', envelope: {}, message: 'Missing method field' }),
  refusal({
    title: 'with a blank method',
    envelope: { method: '' },
    message: 'Missing method field',
  }),
  refusal({ title: 'that is an array', envelope: [1], message: 'Missing method field' }),
  refusal({
    title: 'with an unknown method',
    envelope: { method: 'agent/fly' },
    message: `Unsupported method 'agent/fly'`,
  }),
  refusal({
    title: 'for a run without an agent',
    envelope: { method: 'agent/run', body: {} },
    message: `Missing or invalid parameter 'agentId'`,
  }),
  refusal({
    title: 'for a run of an agent that is no text',
    envelope: { method: 'agent/run', params: { agentId: 7 }, body: {} },
    message: `Missing or invalid parameter 'agentId'`,
  }),
  refusal({
    title: 'for a stop without a thread',
    envelope: { method: 'agent/stop', params: { agentId: 'default' } },
    message: `Missing or invalid parameter 'threadId'`,
  }),
  refusal({
    title: 'for a resource without a path',
    envelope: { method: 'resource/request', params: { httpMethod: 'GET' } },
    message: `Missing or invalid parameter 'path'`,
  }),
  refusal({
    title: 'for a resource without a verb',
    envelope: { method: 'resource/request', params: { path: '/threads' } },
    message: `Missing or invalid parameter 'httpMethod'`,
  }),
  refusal({
    title: 'for a run without a body',
    envelope: { method: 'agent/run', params: { agentId: 'default' } },
    message: NO_BODY,
  }),
  refusal({
    title: 'for a run with the body null',
    envelope: { method: 'agent/run', params: { agentId: 'default' }, body: null },
    message: NO_BODY,
  }),
  refusal({
    title: 'for a stop with the body null',
    envelope: { method: 'agent/stop', params: { agentId: 'default', threadId: 'a' }, body: null },
    message: NO_BODY,
  }),
  refusal({
    title: 'for a transcription without a body',
    envelope: { method: 'transcribe' },
    message: NO_BODY,
  }),
  {
    ...single,
    name: 'the envelope null is refused with 400',
    async run({ client }) {
      const response = await client.envelope(null);
      assert.equal(response.status, 400);
      await response.text();
    },
  },
  outsidePath('another host', 'http://example.com/threads'),
  outsidePath('a path of two slashes', '//example.com/threads'),
  outsidePath('a path with a backslash', '/\\example.com/threads'),
  outsidePath('a path without a slash', 'threads'),
  outsidePath('a path that becomes one of two slashes', '/.//example.com/threads'),
  unreachable('/info', 'GET'),
  unreachable('/threads/../info', 'GET'),
  unreachable('/agent/default/run', 'POST'),
  unreachable('/cpk-debug-events', 'GET'),
  unreachable('/nothing/here', 'GET'),
  {
    ...single,
    name: 'a resource request with a wrong verb is answered 405 and says which one is right',
    async run({ client }) {
      const response = await client.envelope(resource('/threads', 'POST'));
      assert.equal(response.headers.get('allow'), 'GET');
      assert.deepEqual(await jsonOf(response, 405), { error: 'Method not allowed' });
    },
  },
  ...['T RACE', 'TRACE', 'CONNECT'].map((verb): ConformanceCase => ({
    ...single,
    name: `a resource request with the verb '${verb}' is refused`,
    async run({ client }) {
      const response = await client.envelope(resource('/threads', verb));
      await response.text();
      assert.ok([400, 405].includes(response.status), String(response.status));
    },
  })),
];
