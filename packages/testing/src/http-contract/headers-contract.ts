import assert from 'node:assert/strict';
import type { ForwardHeadersConfig } from '@flightdeck/core';
import { ScriptedAgent } from '../agents/scripted-agent.js';
import { runBodySaying } from '../http/run-input.js';
import { collectRun } from '../sse/collect-run.js';
import type { ContractSuite } from './contract-suite.js';

type Headers = Readonly<Record<string, string>>;

interface Forwarding {
  /** What the client sends. */
  readonly sent: Headers;
  readonly config?: ForwardHeadersConfig;
  /** The agent's own headers. */
  readonly own?: Record<string, string>;
}

/** protocol.md 11: which headers reach the agent. */
export function describeHeaders(suite: ContractSuite): void {
  const { api } = suite;
  /** The headers with which the agent was run. */
  const forwarded = async ({ sent, config, own = {} }: Forwarding): Promise<Headers> => {
    const agent = new ScriptedAgent(undefined, { headers: own });
    const options = {
      agents: { default: agent },
      ...(config === undefined ? {} : { forwardHeaders: config }),
    };
    await suite.use(options, {}, async ({ rest }) => {
      const client = rest.withHeaders(sent);
      await collectRun(await client.run('default', runBodySaying('hello')));
    });
    return agent.log.lastRun.headers;
  };

  api.describe('headers for agents', () => {
    api.it('authorization and x- headers reach the agent, others do not', async () => {
      const sent = { authorization: 'Bearer a', 'x-tenant': 't', 'user-agent': 'u', cookie: 'c=1' };
      assert.deepEqual(await forwarded({ sent }), { authorization: 'Bearer a', 'x-tenant': 't' });
    });

    api.it('what proxies and platforms add does not reach the agent', async () => {
      const sent = {
        'x-forwarded-for': '1.2.3.4',
        'x-forwarded-host': 'h',
        'x-real-ip': '1.2.3.4',
        'x-request-id': 'r',
        'x-amz-cf-id': 'c',
        'x-vercel-id': 'v',
        'x-copilotcloud-public-api-key': 'k',
        'x-kept': '1',
      };
      assert.deepEqual(await forwarded({ sent }), { 'x-kept': '1' });
    });

    api.it('the agent’s own headers win, whatever their case', async () => {
      const own = { Authorization: 'Bearer server', 'X-Svc': '1' };
      const sent = { authorization: 'Bearer client', 'x-svc': '2', 'x-tenant': 't' };
      assert.deepEqual(await forwarded({ sent, own }), { ...own, 'x-tenant': 't' });
    });

    api.it('further headers and prefixes can be held back', async () => {
      const config = { deny: [' X-Secret '], denyPrefixes: ['x-internal-'] };
      const sent = { 'x-secret': 's', 'x-internal-id': 'i', 'x-tenant': 't' };
      assert.deepEqual(await forwarded({ sent, config }), { 'x-tenant': 't' });
    });

    api.it('a list of allowed headers lets exactly those through', async () => {
      const config = { allow: ['Cookie', 'x-forwarded-for'], deny: ['x-forwarded-for'] };
      const sent = { cookie: 'c=1', 'x-forwarded-for': 'f', authorization: 'a', 'x-tenant': 't' };
      assert.deepEqual(await forwarded({ sent, config }), { cookie: 'c=1' });
    });

    api.it('the default list can be switched off', async () => {
      const config = { useDefaultDenylist: false };
      const sent = { 'x-request-id': 'r' };
      assert.deepEqual(await forwarded({ sent, config }), { 'x-request-id': 'r' });
    });

    api.it('a suggestion gets headers as a run does', async () => {
      const agent = new ScriptedAgent();
      await suite.use({ agents: { default: agent } }, {}, async ({ rest }) => {
        const client = rest.withHeaders({ 'x-tenant': 't' });
        await collectRun(await client.suggest('default', runBodySaying('hello')));
      });
      assert.equal(agent.log.lastRun.headers['x-tenant'], 't');
    });
  });
}
