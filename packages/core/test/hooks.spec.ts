import { describe, expect, it } from '@jest/globals';
import { jsonOf, runBodySaying, ScriptedAgent } from '@flightdeck/testing';
import {
  CopilotRuntime,
  createCopilotRuntimeHandler,
  type HandlerHookContext,
  type Identity,
  type RouteInfo,
} from '../src/index.js';
import { createFaultBench } from './support/fault-bench.js';

function agents() {
  return { default: new ScriptedAgent() };
}

describe('the route that hooks are told', () => {
  it.each([
    ['t', 't'],
    [' ', undefined],
    [5, undefined],
  ])('has for the thread %p of a body %p', async (threadId, told) => {
    const routes: RouteInfo[] = [];
    const { rest } = createFaultBench(
      { agents: agents() },
      { onBeforeHandler: ({ route }) => void routes.push(route) },
    );
    await rest.run('default', runBodySaying('hello', { threadId }));
    expect(routes.map((route) => route.threadId)).toEqual([told]);
  });
});

describe('hooks that are methods of a class', () => {
  it('are told the thread of a run like others', async () => {
    const told: unknown[] = [];
    class Hooks {
      onBeforeHandler({ route }: HandlerHookContext): void {
        told.push(route);
      }
    }
    const runtime = new CopilotRuntime({ agents: agents() });
    const handler = createCopilotRuntimeHandler({ runtime, hooks: new Hooks() });
    const body = runBodySaying('hello', { threadId: 't' });
    const request = new Request('http://test.local/agent/default/run', {
      method: 'POST',
      body: JSON.stringify(body),
    });
    await (await handler(request)).text();
    expect(told).toEqual([{ method: 'agent/run', agentId: 'default', threadId: 't' }]);
  });
});

describe('the path that hooks are told', () => {
  it('is the one inside an envelope for a thread route', async () => {
    const paths: string[] = [];
    const { rest } = createFaultBench(
      { agents: agents(), environment: 'development' },
      {
        onRequest: ({ path }) => void paths.push(path),
        onBeforeHandler: ({ path }) => void paths.push(path),
        onResponse: ({ path }) => void paths.push(path),
      },
    );
    const params = { path: '/threads?limit=1', httpMethod: 'GET' };
    await jsonOf(await rest.envelope({ method: 'resource/request', params }));
    expect(paths).toEqual(['/api', '/threads', '/threads']);
  });
});

describe('a hook that reads the body', () => {
  it('leaves it to the runtime, whatever hook comes after it', async () => {
    const bodies: unknown[] = [];
    const agent = new ScriptedAgent();
    const { rest } = createFaultBench(
      { agents: { default: agent }, beforeRequestMiddleware: () => undefined },
      { onRequest: async ({ request }) => void bodies.push(await request.json()) },
    );
    const body = runBodySaying('hello');
    await (await rest.run('default', body)).text();
    expect(bodies).toEqual([body]);
    expect(agent.log.lastRun.input.messages).toEqual(body.messages);
  });
});

describe('a response that nobody can send', () => {
  it('is answered as the failure that it is', async () => {
    const { rest, failures } = createFaultBench(
      { agents: agents() },
      {
        onRequest() {
          throw Response.error();
        },
      },
    );
    expect(await jsonOf(await rest.info(), 500)).toEqual({ error: 'internal_error' });
    expect(failures).toHaveLength(1);
  });
});

describe('an identity that is none', () => {
  it.each([
    [{ id: '' }],
    [{ id: 5 }],
    [{ id: 'ada', tenantId: 5 }],
    [{ id: 'ada', tenantId: { name: 'x' } }],
  ])('is refused: %j', async (identity) => {
    const { rest, failures } = createFaultBench({
      agents: agents(),
      identifyUser: () => identity as never as Identity,
    });
    await jsonOf(await rest.run('default', runBodySaying('hello')), 500);
    expect(String(failures[0])).toContain('identifyUser');
  });

  it('does not have to name a tenant', async () => {
    const { rest } = createFaultBench({
      agents: agents(),
      identifyUser: () => ({ id: 'ada', tenantId: null }) as never as Identity,
    });
    expect((await rest.run('default', runBodySaying('hello'))).status).toBe(200);
  });
});
