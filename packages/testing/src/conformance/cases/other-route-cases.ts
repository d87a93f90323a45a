import assert from 'node:assert/strict';
import { jsonOf } from '../../http/runtime-client.js';
import type { ConformanceCase } from '../conformance-case.js';

const NO_PLATFORM = /^Missing CopilotKitIntelligence configuration/;

function memories(verb: string, path: string): ConformanceCase {
  return {
    name: `${verb} ${path} is not there`,
    transports: ['rest'],
    async run({ client }) {
      const response = await client.request(path, { method: verb });
      await response.text();
      assert.equal(response.status, 404);
    },
  };
}

/** protocol.md 5.8 */
export const otherRouteCases: readonly ConformanceCase[] = [
  {
    name: 'annotate is answered 422 with the text that clients know',
    async run({ client }) {
      const body = { type: 'user_action', threadId: 'a' };
      const { error } = await jsonOf(await client.resource('POST', '/annotate', body), 422);
      assert.match(String(error), NO_PLATFORM);
    },
  },
  {
    name: 'subscribing to threads is not offered',
    async run({ client }) {
      const response = await client.resource('POST', '/threads/subscribe', {});
      await response.text();
      assert.ok(response.status === 422 || response.status === 403, String(response.status));
    },
  },
  {
    name: 'the inspector’s metadata is empty and is not cached',
    transports: ['rest'],
    async run({ client }) {
      const response = await client.request('/inspector-metadata');
      assert.equal(response.status, 204);
      assert.equal(response.headers.get('cache-control'), 'no-store, private');
    },
  },
  {
    name: 'the inspector’s metadata over an envelope is empty',
    transports: ['single'],
    async run({ client }) {
      const response = await client.envelope({ method: 'inspector/metadata' });
      assert.equal(response.status, 204);
    },
  },
  {
    name: 'the inspector’s learning is not there and that is not cached',
    transports: ['rest'],
    async run({ client }) {
      const response = await client.request('/inspector-learning');
      assert.equal(response.headers.get('cache-control'), 'no-store, private');
      assert.deepEqual(await jsonOf(response, 404), { error: 'Not found' });
    },
  },
  {
    name: 'the inspector’s learning over an envelope is not there',
    transports: ['single'],
    async run({ client }) {
      const response = await client.envelope({ method: 'inspector/learning', params: {} });
      assert.deepEqual(await jsonOf(response, 404), { error: 'Not found' });
    },
  },
  memories('GET', '/memories'),
  memories('POST', '/memories'),
  memories('POST', '/memories/recall'),
  memories('DELETE', '/memories/a'),
];
