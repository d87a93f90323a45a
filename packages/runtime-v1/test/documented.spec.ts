import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  callTool,
  collectRun,
  listenOnLoopback,
  modelAnswers,
  ModelFaultServer,
  runBodySaying,
  sayText,
  textOf,
  type LoopbackServer,
} from '@flightdeck/testing';
import express from 'express';
import OpenAI from 'openai';
import {
  CopilotRuntime,
  copilotRuntimeNodeExpressEndpoint,
  OpenAIAdapter,
  type OnAfterRequestOptions,
} from '../src/index.js';

/** The quickstart of the documentation, with its actions and middleware: all that is made for each request. */
const documented = (model: ModelFaultServer, told: OnAfterRequestOptions[]) => {
  const openai = new OpenAI({ apiKey: 'key', baseURL: model.v1 });
  const serviceAdapter = new OpenAIAdapter({ openai, model: 'gpt-4o' });
  const app = express();
  app.use('/copilotkit', (req, res, next) => {
    const runtime = new CopilotRuntime({
      actions: ({ properties }) => [
        {
          name: 'updateUser',
          description: 'Updates user data',
          parameters: [{ name: 'userId', type: 'string', description: 'The user', required: true }],
          handler: async ({ userId }: { userId: string }) => ({ userId, by: properties['admin'] }),
        },
      ],
      middleware: {
        onAfterRequest: (options) => {
          told.push(options);
        },
      },
    });
    const handler = copilotRuntimeNodeExpressEndpoint({
      endpoint: '/copilotkit',
      runtime,
      serviceAdapter,
    });
    return handler(req, res, next);
  });
  return app;
};

const here = (path: string) => new URL(path, import.meta.url);

let model: ModelFaultServer;
let server: LoopbackServer;
const told: OnAfterRequestOptions[] = [];

beforeAll(async () => {
  model = await ModelFaultServer.start(
    modelAnswers([callTool('updateUser', { userId: '7' })]),
    modelAnswers([sayText('User 7 is up to date.')]),
  );
  server = await listenOnLoopback(createServer(documented(model, told)));
});

afterAll(async () => {
  await server.close();
  await model.close();
});

it('the documented server runs its model, its actions and its middleware [api.v1]', async () => {
  const body = { ...runBodySaying('Update user 7'), forwardedProps: { admin: 'ada' } };
  const response = await fetch(`${server.origin}/copilotkit`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ method: 'agent/run', params: { agentId: 'default' }, body }),
  });
  const { events } = await collectRun(response);
  expect(textOf(events)).toBe('User 7 is up to date.');
  const result = events.find(({ type }) => type === 'TOOL_CALL_RESULT');
  expect(result).toMatchObject({ content: '{"userId":"7","by":"ada"}' });
  expect(model.requests.map(({ path }) => path)).toEqual([
    '/v1/chat/completions',
    '/v1/chat/completions',
  ]);
  expect(told).toMatchObject([{ threadId: body.threadId, properties: { admin: 'ada' } }]);
  expect(told[0]?.outputMessages.at(-1)).toMatchObject({ content: 'User 7 is up to date.' });
});

describe('the README', () => {
  it('shows the application that this test runs', async () => {
    const readme = await readFile(here('../README.md'), 'utf8');
    const example = await readFile(here('./readme/app.ts'), 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it('shows an application that serves', async () => {
    const { app } = await import('./readme/app.js');
    const readmeServer = await listenOnLoopback(createServer(app));
    const url = `${readmeServer.origin}/copilotkit`;
    const info = (await (await fetch(`${url}/info`)).json()) as { readonly agents: object };
    expect(Object.keys(info.agents)).toEqual(['default']);
    process.env['OPENAI_API_KEY'] = 'key';
    process.env['OPENAI_BASE_URL'] = model.v1;
    model.script(
      modelAnswers([callTool('fetchUser', { userId: '7' })]),
      modelAnswers([sayText('That is Ada.')]),
    );
    const response = await fetch(`${url}/agent/default/run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(runBodySaying('Who is user 7?')),
    });
    expect(textOf((await collectRun(response)).events)).toBe('That is Ada.');
    await readmeServer.close();
  });
});
