// Runs each compiled sample as it is, and lets its agent answer once. The ports that they ask for may be
// taken, so that each gets one that is free.
import assert from 'node:assert/strict';
import { Server } from 'node:net';

import { ModelFaultServer, modelAnswers, sayText } from '@flightdeck/testing';

/** Samples that export a handler, and those that listen; the others are only compiled. */
const ROUTES = ['v1-app-router', 'v1-app-router-agents', 'root-next-hono', 'v2-fetch', 'langgraph'];
const SERVERS = {
  'v1-express': ['/copilotkit'],
  'v1-node-http': ['/copilotkit'],
  'v1-nest': ['/copilotkit'],
  'root-hono': ['/api/copilotkit'],
  'root-single-route': ['/api/copilotkit'],
  express: ['/api/copilotkit'],
  'express-single-route': ['/api/copilotkit'],
  'nest-express': ['/api/copilotkit'],
  'v2-express': ['/api/copilotkit', '/other'],
  'v2-hono': ['/api/copilotkit', '/other'],
  'v2-node': ['/api/copilotkit'],
};

const LOAD_TIMEOUT_MS = 20_000;
const answer = modelAnswers([sayText('smoke')]);
const model = await ModelFaultServer.start(...Array.from({ length: 40 }, () => answer));
Object.assign(process.env, {
  OPENAI_API_KEY: 'key',
  OPENAI_BASE_URL: model.v1,
  GOOGLE_API_KEY: 'key',
  GOOGLE_GENERATIVE_AI_BASE_URL: model.v1beta,
});
const listening = takeServers();

let failed = false;
for (const name of ROUTES) {
  await trySample(name, async ({ POST }) => expectAnswer(POST, 'http://localhost/api/copilotkit'));
}
for (const [name, paths] of Object.entries(SERVERS)) {
  await trySample(name, async () => {
    const server = await listening.next();
    for (const path of paths) {
      await expectAnswer(fetch, `http://127.0.0.1:${server.address().port}${path}`);
    }
    server.close();
    server.closeAllConnections();
  });
}
await model.close();
// Some of what the samples start has no end.
process.exit(failed ? 1 : 0);

async function trySample(name, exercise) {
  try {
    await exercise(await import(`./dist/${name}.js`));
    console.log(`ok   ${name}`);
  } catch (error) {
    failed = true;
    console.log(`FAIL ${name}`, error);
  }
}

/** One run by the envelope, which every endpoint takes. */
async function expectAnswer(send, url) {
  const body = {
    threadId: crypto.randomUUID(),
    runId: crypto.randomUUID(),
    messages: [{ id: 'm1', role: 'user', content: 'Hello' }],
    tools: [],
    context: [],
    state: {},
    forwardedProps: {},
  };
  const request = new Request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ method: 'agent/run', params: { agentId: 'default' }, body }),
  });
  const response = await send(request);
  const stream = await response.text();
  assert.equal(response.status, 200, stream);
  const frames = stream.split('\n').filter((line) => line.startsWith('data:'));
  const events = frames.map((line) => JSON.parse(line.slice('data:'.length)));
  assert.ok(
    events.some(({ delta }) => delta === 'smoke'),
    stream,
  );
  assert.equal(events.at(-1)?.type, 'RUN_FINISHED', stream);
}

/** The servers that listen from now on, on free ports of the loopback interface. */
function takeServers() {
  const listen = Reflect.get(Server.prototype, 'listen');
  const started = [];
  let wake = () => {};
  Server.prototype.listen = function listenAnywhere(...args) {
    this.once('listening', () => {
      started.push(this);
      wake();
    });
    const callback = args.find((arg) => typeof arg === 'function');
    return Reflect.apply(listen, this, [0, '127.0.0.1', ...(callback ? [callback] : [])]);
  };
  return {
    async next() {
      const ready = new Promise((resolve) => {
        wake = resolve;
      });
      if (started.length === 0) {
        const late = AbortSignal.timeout(LOAD_TIMEOUT_MS);
        const given = new Promise((_resolve, reject) => {
          late.addEventListener('abort', () => reject(new Error('The sample does not listen')));
        });
        await Promise.race([ready, given]);
      }
      return started.shift();
    },
  };
}
