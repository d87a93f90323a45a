import assert from 'node:assert/strict';
import { runBodySaying } from '../../http/run-input.js';
import { jsonOf } from '../../http/runtime-client.js';
import { collectRun } from '../../sse/collect-run.js';
import type { ConformanceCase } from '../conformance-case.js';

const rest = { transports: ['rest'] } as const;

function wrongVerb(verb: string, path: string, allow: string): ConformanceCase {
  return {
    ...rest,
    name: `${verb} ${path} is answered 405 and says what is allowed`,
    async run({ client }) {
      const response = await client.request(path, { method: verb });
      const body = await response.text();
      assert.equal(response.status, 405);
      assert.equal(response.headers.get('allow'), allow);
      if (verb !== 'HEAD') assert.deepEqual(JSON.parse(body), { error: 'Method not allowed' });
    },
  };
}

function malformed(title: string, body: string | undefined): ConformanceCase {
  return {
    ...rest,
    name: `a run with ${title} is refused with 400`,
    async run({ client, agentId }) {
      const headers = { 'content-type': 'application/json' };
      const init = { method: 'POST', headers, ...(body === undefined ? {} : { body }) };
      const response = await client.request(`/agent/${agentId}/run`, init);
      await response.text();
      assert.equal(response.status, 400);
    },
  };
}

/** protocol.md 2: paths and verbs. */
export const routingCases: readonly ConformanceCase[] = [
  {
    ...rest,
    name: 'an unknown path is answered 404',
    async run({ client }) {
      const response = await client.request('/nothing/here');
      await response.text();
      assert.equal(response.status, 404);
    },
  },
  {
    ...rest,
    name: 'paths are case-sensitive',
    async run({ client }) {
      const response = await client.request('/INFO');
      await response.text();
      assert.equal(response.status, 404);
    },
  },
  {
    ...rest,
    name: 'a path that cannot be decoded is refused',
    async run({ client }) {
      const response = await client.request('/threads/%E0%A4%A/messages');
      await response.text();
      assert.ok([400, 404].includes(response.status), String(response.status));
    },
  },
  {
    ...rest,
    name: 'an agent id with a slash is one segment when it is encoded',
    async run({ client }) {
      const body = await jsonOf(await client.run('a/b c', runBodySaying('hello')), 404);
      assert.match(String(body.message), /^Agent 'a\/b c' does not exist/);
    },
  },
  {
    ...rest,
    name: 'a thread called info is a thread',
    async run({ client, agentId }) {
      const body = await jsonOf(await client.stop(agentId, 'info'));
      assert.equal(body.stopped, false);
    },
  },
  {
    ...rest,
    name: 'a run needs no content type',
    async run({ client, agentId }) {
      const body = new TextEncoder().encode(JSON.stringify(runBodySaying('say hello')));
      const init = { method: 'POST', body };
      await collectRun(await client.request(`/agent/${agentId}/run`, init));
    },
  },
  malformed('broken JSON', '{"threadId":'),
  malformed('an empty body', ''),
  malformed('an empty object', '{}'),
  malformed('an array', '[]'),
  malformed('the body null', 'null'),
  wrongVerb('POST', '/info', 'GET'),
  wrongVerb('HEAD', '/info', 'GET'),
  wrongVerb('DELETE', '/info', 'GET'),
  wrongVerb('GET', '/agent/default/run', 'POST'),
  wrongVerb('GET', '/agent/default/connect', 'POST'),
  wrongVerb('PUT', '/agent/default/suggest', 'POST'),
  wrongVerb('GET', '/agent/default/stop/a', 'POST'),
  wrongVerb('GET', '/transcribe', 'POST'),
  wrongVerb('POST', '/threads', 'GET'),
  wrongVerb('POST', '/threads/a/messages', 'GET'),
  wrongVerb('GET', '/threads/a', 'PATCH, DELETE'),
  wrongVerb('GET', '/threads/clear', 'POST'),
  wrongVerb('GET', '/annotate', 'POST'),
  wrongVerb('POST', '/inspector-metadata', 'GET'),
  {
    ...rest,
    name: 'a cookie on a request that any site can make is refused with 415',
    async run({ client, agentId }) {
      const headers = { cookie: 'session=1', 'content-type': 'text/plain' };
      const init = { method: 'POST', headers, body: JSON.stringify(runBodySaying('say hello')) };
      const response = await client.request(`/agent/${agentId}/run`, init);
      assert.equal((await jsonOf(response, 415)).code, 'unsupported_media_type');
    },
  },
  {
    ...rest,
    name: 'a cookie on a JSON request is no obstacle',
    async run({ client, agentId }) {
      const headers = { cookie: 'session=1' };
      await collectRun(await client.run(agentId, runBodySaying('say hello'), { headers }));
    },
  },
];
