import assert from 'node:assert/strict';
import { jsonOf } from '../../http/runtime-client.js';
import type { ConformanceCase } from '../conformance-case.js';

const THREAD_ENDPOINTS = ['inspect', 'list', 'mutations', 'realtimeMetadata'];

/** protocol.md 5.1 */
export const infoCases: readonly ConformanceCase[] = [
  {
    name: 'info is JSON with status 200',
    async run({ client }) {
      const response = await client.info();
      assert.equal(response.status, 200);
      assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
      await response.json();
    },
  },
  {
    name: 'info names a version',
    async run({ info }) {
      assert.equal(typeof info.raw.version, 'string');
      assert.notEqual(info.raw.version, '');
    },
  },
  {
    name: 'info says that the mode is sse',
    async run({ info }) {
      assert.equal(info.raw.mode, 'sse');
    },
  },
  {
    name: 'info describes the agent by id, class and description',
    async run({ info, agentId }) {
      const agent = info.agents[agentId];
      assert.equal(agent?.name, agentId);
      assert.equal(typeof agent?.className, 'string');
      assert.equal(agent?.description, 'Plays the scripts of the conformance cases');
    },
  },
  {
    name: 'info tells the capabilities of the agent',
    async run({ info, agentId }) {
      assert.ok(info.agents[agentId]?.capabilities);
    },
  },
  {
    name: 'info says for each group of thread routes whether it is there',
    async run({ info }) {
      const endpoints = info.raw.threadEndpoints as Record<string, unknown>;
      assert.deepEqual(Object.keys(endpoints).sort(), THREAD_ENDPOINTS);
      for (const value of Object.values(endpoints)) assert.equal(typeof value, 'boolean');
    },
  },
  {
    name: 'info offers suggestions',
    async run({ info }) {
      assert.equal(info.raw.suggestions, true);
    },
  },
  {
    name: 'info says whether audio can be transcribed',
    async run({ info }) {
      assert.equal(typeof info.raw.audioFileTranscriptionEnabled, 'boolean');
    },
  },
  {
    name: 'info states the legacy feature flags as booleans',
    async run({ info }) {
      assert.equal(typeof info.raw.a2uiEnabled, 'boolean');
      assert.equal(typeof info.raw.openGenerativeUIEnabled, 'boolean');
    },
  },
  {
    name: 'info claims no licence',
    async run({ info }) {
      assert.equal('licenseStatus' in info.raw, false);
    },
  },
  {
    name: 'info announces no platform that is not there',
    async run({ info }) {
      for (const field of ['intelligence', 'inspectorMetadata', 'inspectorLearning']) {
        assert.equal(field in info.raw, false, field);
      }
    },
  },
  {
    name: 'info over an envelope announces that resources can be tunnelled',
    transports: ['single'],
    async run({ info }) {
      const singleRoute = info.raw.singleRoute as Record<string, unknown>;
      assert.equal(singleRoute.resourceOperations, true);
      assert.equal(typeof singleRoute.threadEndpoints, 'object');
    },
  },
  {
    name: 'info over REST announces no envelope features',
    transports: ['rest'],
    async run({ info }) {
      assert.equal('singleRoute' in info.raw, false);
    },
  },
  {
    name: 'info ignores query parameters',
    transports: ['rest'],
    async run({ client }) {
      await jsonOf(await client.request('/info?agentId=none&x=%2F'));
    },
  },
];
