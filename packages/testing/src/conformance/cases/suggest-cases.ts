import assert from 'node:assert/strict';
import { runBodySaying, type RunBody } from '../../http/run-input.js';
import { jsonOf } from '../../http/runtime-client.js';
import { collectRun, only, terminalOf, textOf, type CollectedRun } from '../../sse/collect-run.js';
import type { ConformanceCase } from '../conformance-case.js';
import type { ConformanceContext } from '../conformance-context.js';

async function suggest(
  { client, agentId }: ConformanceContext,
  command: string,
): Promise<CollectedRun & { readonly body: RunBody }> {
  const body = runBodySaying(command);
  return { ...(await collectRun(await client.suggest(agentId, body))), body };
}

/** How clients ask for suggestions where they know one endpoint only. */
const DISGUISED = {
  tools: [{ name: 'copilotkitSuggest', description: 'Suggests', parameters: {} }],
  forwardedProps: { toolChoice: { type: 'function', function: { name: 'copilotkitSuggest' } } },
};

/** protocol.md 5.5 */
export const suggestCases: readonly ConformanceCase[] = [
  {
    name: 'a suggestion is a run with a start and an end',
    async run(context) {
      const { events } = await suggest(context, 'say hello');
      assert.equal(textOf(events), 'hello');
      assert.equal(terminalOf(events).type, 'RUN_FINISHED');
    },
  },
  {
    name: 'a suggestion does not repeat its input',
    async run(context) {
      const { events } = await suggest(context, 'say hello');
      assert.equal('input' in only(events, 'RUN_STARTED'), false);
    },
  },
  {
    name: 'a suggestion leaves no thread behind',
    async run(context) {
      const { body } = await suggest(context, 'say hello');
      assert.deepEqual((await context.connect(body.threadId)).events, []);
    },
  },
  {
    name: 'a suggestion that comes as a run leaves no thread behind',
    async run(context) {
      const { threadId } = await context.run('say hello', DISGUISED);
      assert.deepEqual((await context.connect(threadId)).events, []);
    },
  },
  {
    name: 'a suggestion whose agent fails ends in RUN_ERROR',
    async run(context) {
      const { events } = await suggest(context, 'fail-late');
      assert.equal(terminalOf(events).code, 'INCOMPLETE_STREAM');
    },
  },
  {
    name: 'a suggestion can be asked for while its thread is busy',
    async run(context) {
      const held = await context.hold('hold');
      const body = runBodySaying('say hello', { threadId: held.threadId });
      const { events } = await collectRun(await context.client.suggest(context.agentId, body));
      await context.release(held.key);
      await held.reader.rest();
      assert.equal(textOf(events), 'hello');
    },
  },
  {
    name: 'a suggestion of an unknown agent is answered 404',
    async run({ client }) {
      await jsonOf(await client.suggest('nobody', runBodySaying('say hello')), 404);
    },
  },
  {
    name: 'a suggestion with an invalid body is refused with 400',
    async run({ client, agentId }) {
      const body = await jsonOf(await client.suggest(agentId, { threadId: 7 }), 400);
      assert.equal(body.error, 'Invalid request body');
    },
  },
];
