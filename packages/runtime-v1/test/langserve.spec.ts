import { afterEach, describe, expect, it } from '@jest/globals';
import { collectRun, runBodySaying, textOf } from '@flightdeck/testing';
import { CopilotRuntime, RemoteChain, type RemoteChainParameters } from '../src/index.js';
import { callingAgent } from './support/calling-agent.js';
import { callTool, toolFinder } from './support/find-tools.js';
import { RemoteServer, type RemoteRoute } from './support/remote-server.js';
import { serveV1 } from './support/v1-server.js';

const closables: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closables.splice(0).map((close) => close()));
});

/** A chain that answers with what it was given. */
async function serveChain(routes: Readonly<Record<string, RemoteRoute>> = {}) {
  const server = await RemoteServer.start({
    '/chain/invoke': ({ body }) => ({ output: body }),
    ...routes,
  });
  closables.push(() => server.close());
  const options: RemoteChainParameters = {
    name: 'joke',
    description: 'Tells a joke',
    chainUrl: `${server.origin}/chain`,
  };
  return { server, options };
}

describe('langserve', () => {
  it('makes a chain an action of every agent, with the parameters that it tells itself [v1.defect.13]', async () => {
    const { server, options } = await serveChain({
      '/chain/input_schema': () => ({
        type: 'object',
        properties: {
          topic: { type: 'string', title: 'Topic' },
          count: { type: 'integer', description: 'How many' },
          rude: { type: 'boolean' },
        },
        required: ['topic'],
      }),
      '/chain/invoke': () => ({ output: 'Knock knock', metadata: {} }),
    });
    const agent = callingAgent('joke', { topic: 'cats' });
    const { rest, runtime } = serveV1(agent, { langserve: [options] });
    closables.push(() => runtime.shutdown({ graceMs: 0 }));
    const run = await collectRun(await rest.run('default', runBodySaying('Hello')));
    expect(textOf(run.events)).toBe('Told: Knock knock');
    expect(agent.log.lastRun.input.tools).toEqual([
      {
        name: 'joke',
        description: 'Tells a joke',
        parameters: {
          type: 'object',
          properties: {
            topic: { type: 'string', description: 'Topic' },
            count: { type: 'number', description: 'How many' },
            rude: { type: 'boolean', description: '' },
          },
          required: ['topic'],
        },
      },
    ]);
    expect(server.asked('/chain/invoke')).toMatchObject([
      { method: 'POST', body: { input: { topic: 'cats' } } },
    ]);
    expect(server.asked('/chain/input_schema')).toMatchObject([{ method: 'GET' }]);
  });

  it('gives a chain that takes one value that value', async () => {
    const { options } = await serveChain({
      '/chain/input_schema': () => ({ type: 'string', title: 'Input' }),
    });
    const finder = toolFinder({ langserve: [options] });
    const [tool] = await finder.find();
    expect(tool?.parameters).toMatchObject({ required: ['input'] });
    expect(await callTool(tool, { input: 'cats' })).toEqual({ input: 'cats' });
  });

  it('takes the parameters that it is given, and asks for none', async () => {
    const { server, options } = await serveChain();
    const parameters = [{ name: 'topic', type: 'string' as const }, { name: 'count' }];
    const given = { topic: 'cats', count: '2' };
    for (const [parameterType, input] of [
      ['multi', given],
      ['single', 'cats'],
    ] as const) {
      const finder = toolFinder({ langserve: [{ ...options, parameters, parameterType }] });
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const [tool] = await finder.find();
      // oxlint-disable-next-line no-await-in-loop -- as above
      expect(await callTool(tool, given)).toEqual({ input });
    }
    expect(server.asked('/chain/input_schema')).toEqual([]);
  });

  it.each<[string, RemoteRoute, RegExp]>([
    ['is nested', () => ({ type: 'object', properties: { a: { type: 'object' } } }), /neither/],
    ['is a list', () => ({ type: 'array' }), /neither simple nor an object/],
    ['has unknown fields', () => ({ type: 'object', properties: { a: { $ref: '#' } } }), /neither/],
    ['is none', () => null, /neither/],
    ['is refused', (_request, response) => void response.writeHead(404).end(), /answered 404/],
    ['never comes', () => undefined, /did not answer within 80 ms/],
  ])('leaves a chain out whose input %s, with a warning', async (_what, route, warning) => {
    const { options } = await serveChain({ '/chain/input_schema': route });
    const seams = warning.source.includes('80 ms') ? { infoTimeoutMs: 80 } : {};
    const finder = toolFinder({ langserve: [options] }, seams);
    expect(await finder.find()).toEqual([]);
    expect(finder.lines).toEqual([expect.stringMatching(/^Chain "joke" is left out: /)]);
    expect(finder.lines[0]).toMatch(warning);
  });

  it.each<[string, RemoteRoute, RegExp]>([
    ['fails', (_request, response) => void response.writeHead(503).end(), /has answered 503/],
    ['hangs up', (_request, response) => void response.destroy(), /has failed/],
    ['has no output', () => ({ result: 1 }), /without an output/],
  ])('runs a chain once, also if its server %s', async (_what, route, message) => {
    const { server, options } = await serveChain({ '/chain/invoke': route });
    const finder = toolFinder({ langserve: [{ ...options, parameters: [] }] });
    const [tool] = await finder.find();
    await expect(callTool(tool, {})).rejects.toThrow(message);
    expect(server.asked('/chain/invoke')).toHaveLength(1);
    expect(finder.errors).toHaveLength(1);
  });

  it.each([
    ['no list', {}, 'langserve must be an array'],
    ['a nameless chain', [{}], 'must be an object with a name'],
    ['no chain', [null], 'must be an object with a name'],
    ['no address', [{ name: 'a', chainUrl: '/chain' }], 'The chainUrl of "a"'],
    ['no text', [{ name: 'a', chainUrl: 'http://a.test', description: 1 }], 'description of chain'],
    ['no type', [{ name: 'a', chainUrl: 'http://a.test', parameterType: 'x' }], 'parameterType of'],
    ['no parameters', [{ name: 'a', chainUrl: 'http://a.test', parameters: 1 }], 'parameters of'],
  ])('is refused at construction: %s', (_what, langserve, message) => {
    expect(() => new CopilotRuntime({ langserve: langserve as never })).toThrow(message);
  });

  it('makes an action of a RemoteChain, for applications that call it themselves', async () => {
    const { options } = await serveChain();
    const chain = new RemoteChain({ ...options, parameters: [{ name: 'topic' }] });
    const action = await chain.toAction();
    expect(action).toMatchObject({ name: 'joke', parameters: [{ name: 'topic' }] });
    const { signal } = new AbortController();
    expect(await action.handler?.({ topic: 'cats' }, { signal })).toEqual({
      input: { topic: 'cats' },
    });
  });
});
