import assert from 'node:assert/strict';

/** An agent that depends on no AG-UI package: `clone` and `runAgent` are all that a runtime needs. */
export const agent = {
  clone: () => agent,
  async runAgent({ threadId, runId }, subscriber) {
    const messageId = 'm1';
    const events = [
      { type: 'RUN_STARTED', threadId, runId },
      { type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' },
      { type: 'TEXT_MESSAGE_CONTENT', messageId, delta: 'smoke' },
      { type: 'TEXT_MESSAGE_END', messageId },
      { type: 'RUN_FINISHED', threadId, runId },
    ];
    for (const event of events) await subscriber.onEvent({ event });
    return { result: undefined, newMessages: [] };
  },
};

const input = {
  threadId: 't1',
  runId: 'r1',
  messages: [],
  tools: [],
  context: [],
  state: {},
  forwardedProps: {},
};

/** Asks a served runtime for its agents and runs the one that it has. */
export async function exercise(baseUrl) {
  const info = await fetch(`${baseUrl}/info`);
  assert.equal(info.status, 200);
  assert.deepEqual(Object.keys((await info.json()).agents), ['default']);

  const run = await fetch(`${baseUrl}/agent/default/run`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(input),
  });
  const stream = await run.text();
  assert.equal(run.status, 200, stream);
  const frames = stream.split('\n').filter((line) => line.startsWith('data:'));
  const types = frames.map((line) => JSON.parse(line.slice('data:'.length)).type);
  assert.equal(types.at(0), 'RUN_STARTED');
  assert.ok(types.includes('TEXT_MESSAGE_CONTENT'), stream);
  assert.equal(types.at(-1), 'RUN_FINISHED');
}
