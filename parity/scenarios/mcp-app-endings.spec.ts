import { McpTestServer, toolCall, withDeadline, type Gate } from '@flightdeck/testing';
import type { AnyEvent } from '../support/clients.js';
import { closeOpened, opens } from '../support/mcp-apps-bench.js';
import { eventsOf, postJson, runInput } from '../support/raw-calls.js';
import { plainAgent } from '../support/scripted-agent.js';
import { serveRuntime, type ServedRuntime, type ServeOptions } from '../support/serve-runtime.js';
import { until } from '../support/until.js';

afterEach(closeOpened);

interface Bench {
  readonly served: ServedRuntime;
  readonly server: McpTestServer;
  readonly gate: Gate;
  /** The run whose call the server is holding. */
  readonly running: Promise<AnyEvent[]>;
  run(runId: string): Promise<AnyEvent[]>;
}

/** A run that is over for its agent, while its call of a tool with a user interface is not. */
async function holding(options: ServeOptions = {}): Promise<Bench> {
  const tools = [{ name: 'show_map', _meta: { ui: { resourceUri: 'ui://map' } } }];
  const server = opens(await McpTestServer.start({ tools }));
  const agent = plainAgent(({ started, finished, emit, input }) => {
    started();
    const call = toolCall({ id: `call-${input.runId}`, name: 'show_map', args: {} });
    for (const event of call) emit(event as AnyEvent);
    finished();
  });
  const served = opens(
    await serveRuntime({
      agents: { default: agent },
      mcpApps: { servers: [{ type: 'http', url: server.url }] },
      ...options,
    }),
  );
  const run: Bench['run'] = async (runId) =>
    eventsOf(await postJson(`${served.url}/agent/default/run`, runInput({ threadId: 't', runId })));
  const gate = server.hold('tools/call');
  const running = run('first');
  await until('the call', () => server.received('tools/call').length === 1);
  return { served, server, gate, running, run };
}

function expectOneEnd(events: readonly AnyEvent[]): AnyEvent | undefined {
  const ends = events.filter(({ type }) => type === 'RUN_FINISHED' || type === 'RUN_ERROR');
  expect(ends).toHaveLength(1);
  expect(events.at(-1)).toBe(ends[0]);
  return ends[0];
}

describe('a run whose tool with a user interface is still at work', () => {
  it('ends when it is stopped, the server hears of that, and its thread goes on [middlewares.stop]', async () => {
    const { served, server, gate, running, run } = await holding();
    await postJson(`${served.url}/agent/default/stop/t`);
    const events = await withDeadline(running, 'the end');
    expect(expectOneEnd(events)?.type).toBe('RUN_FINISHED');
    expect(JSON.stringify(events)).not.toContain('mcp-apps');
    await until('the cancellation', () => server.received('notifications/cancelled').length === 1);
    gate.open();
    const next = await withDeadline(run('second'), 'the next run');
    expect(expectOneEnd(next)?.type).toBe('RUN_FINISHED');
    expect(JSON.stringify(next)).toContain('mcp-apps');
  });

  it('ends with the time of a run', async () => {
    const { gate, running, run } = await holding({ limits: { maxRunDurationMs: 300 } });
    const events = await withDeadline(running, 'the end');
    expect(expectOneEnd(events)?.type).toBe('RUN_ERROR');
    gate.open();
    expect(expectOneEnd(await run('second'))?.type).toBe('RUN_FINISHED');
  });

  it('ends with the server, which leaves no session behind', async () => {
    const { served, server, running } = await holding();
    await withDeadline(served.runtime.shutdown({ graceMs: 20 }), 'the shutdown');
    const end = expectOneEnd(await withDeadline(running, 'the end'));
    expect(end).toMatchObject({ type: 'RUN_ERROR', code: 'SERVER_SHUTDOWN' });
    await until('the session to be ended', () => server.sessions.size === 0);
  });

  it('is waited for by runs that are queued behind it', async () => {
    const { server, gate, running, run } = await holding({ onConcurrentRun: 'enqueue' });
    const second = run('second');
    gate.open();
    const [one, two] = await withDeadline(Promise.all([running, second]), 'both ends');
    for (const events of [one, two]) {
      expect(expectOneEnd(events)?.type).toBe('RUN_FINISHED');
      expect(events.filter(({ type }) => type === 'ACTIVITY_SNAPSHOT')).toHaveLength(1);
    }
    expect(server.received('tools/call')).toHaveLength(2);
  });

  it('gives way to a run that supersedes it', async () => {
    const { gate, running, run } = await holding({ onConcurrentRun: 'supersede' });
    const second = run('second');
    expectOneEnd(await withDeadline(running, 'the end'));
    gate.open();
    const events = await withDeadline(second, 'the second end');
    expect(expectOneEnd(events)?.type).toBe('RUN_FINISHED');
    expect(events.filter(({ type }) => type === 'ACTIVITY_SNAPSHOT')).toHaveLength(1);
  });
});
