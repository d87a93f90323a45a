import assert from 'node:assert/strict';
import { ScriptedAgent } from '../agents/scripted-agent.js';
import { runBodySaying } from '../http/run-input.js';
import { collectRun } from '../sse/collect-run.js';
import { SseReader } from '../sse/sse-reader.js';
import type { ContractSuite } from './contract-suite.js';

/** protocol.md 5.8: the debug feed. */
export function describeDebugFeed(suite: ContractSuite): void {
  const { api } = suite;
  const agents = (): Record<string, ScriptedAgent> => ({ default: new ScriptedAgent() });

  api.describe('debug feed', () => {
    api.it('it is not there in production', () =>
      suite.use({ agents: agents() }, {}, async ({ rest }) => {
        const response = await rest.request('/cpk-debug-events');
        assert.equal(response.status, 404);
        assert.match(response.headers.get('content-type') ?? '', /^text\/plain/);
        assert.equal(await response.text(), 'Not Found');
      }),
    );

    api.it('it tells every event of every run to whom they belong', () =>
      suite.use({ agents: agents(), debug: true }, {}, async ({ rest }) => {
        const feed = new SseReader(await rest.request('/cpk-debug-events'));
        for (;;) if ((await feed.next())?.comment === 'connected') break;
        const body = runBodySaying('hello');
        const { events } = await collectRun(await rest.run('default', body));
        for (const event of events) {
          const { timestamp, ...told } = (await feed.nextEvent()) ?? {};
          const { threadId, runId } = body;
          assert.equal(typeof timestamp, 'number');
          assert.deepEqual(told, { agentId: 'default', threadId, runId, event });
        }
        await feed.cancel();
      }),
    );
  });
}
