import { HttpAgent } from '@ag-ui/client';
import { createGate, McpTestServer, toolCall, type Gate } from '@flightdeck/testing';
import type { AnyEvent } from '../support/clients.js';
import { eventsOf, postJson, runInput } from '../support/raw-calls.js';
import { plainAgent } from '../support/scripted-agent.js';
import { serveRuntime } from '../support/serve-runtime.js';
import { describeStores } from '../support/stores.js';
import { until } from '../support/until.js';

const PAGE = JSON.stringify({
  initialHeight: 200,
  placeholderMessages: ['one', 'two'],
  css: 'p { color: red }',
  html: `<p>${'Hi '.repeat(20)}</p>`,
  jsFunctions: 'function f() {}',
  jsExpressions: ['f()', 'f()'],
});
const SURFACE = JSON.stringify({
  surfaceId: 's1',
  components: [{ id: 'root', component: 'Text', text: 'Hello '.repeat(10) }],
});
const STEPS = 8;

/** A piece of the text for each step. */
function pieceOf(text: string, step: number): string {
  const size = Math.ceil(text.length / STEPS);
  return text.slice(step * size, (step + 1) * size);
}

/** Writes a page and a surface bit by bit, each when its gate is open, and calls a map. */
function writing(gates: readonly Gate[], told: number[]) {
  return plainAgent(async ({ started, finished, emit }) => {
    started();
    const calls = { page: ['generateSandboxedUi', PAGE], surface: ['render_a2ui', SURFACE] };
    for (const [toolCallId, [toolCallName]] of Object.entries(calls)) {
      emit({ type: 'TOOL_CALL_START', toolCallId, toolCallName } as AnyEvent);
    }
    for (let step = 0; step < STEPS; step += 1) {
      for (const [toolCallId, [, text = '']] of Object.entries(calls)) {
        emit({ type: 'TOOL_CALL_ARGS', toolCallId, delta: pieceOf(text, step) } as AnyEvent);
      }
      told.push(step);
      await gates[step]?.opened;
    }
    for (const toolCallId of Object.keys(calls)) {
      emit({ type: 'TOOL_CALL_END', toolCallId } as AnyEvent);
    }
    const map = toolCall({ id: 'map', name: 'show_map', args: {} });
    for (const event of map) emit(event as AnyEvent);
    finished();
  });
}

/** The activities that a client of AG-UI has in the end, by id. */
async function watch(url: string): Promise<Record<string, unknown>> {
  const agent = new HttpAgent({ url, threadId: 't' });
  await agent.runAgent({ runId: 'watch' });
  const activities = agent.messages.filter(({ role }) => role === 'activity');
  return Object.fromEntries(activities.map((message) => [message.id, message.content]));
}

await describeStores('activities', (create) => {
  it('are the same for whoever joins, at any step and afterwards [middlewares.mcp-calls] [middlewares.ogui-activity] [middlewares.a2ui-paint]', async () => {
    const database = await create();
    const server = await McpTestServer.start({
      tools: [{ name: 'show_map', _meta: { ui: { resourceUri: 'ui://map' } } }],
    });
    const gates = Array.from({ length: STEPS }, createGate);
    const told: number[] = [];
    const served = await serveRuntime({
      agents: { default: writing(gates, told) },
      threads: database.engine(),
      a2ui: { injectA2UITool: true },
      openGenerativeUI: true,
      mcpApps: { servers: [{ type: 'http', url: server.url }] },
    });
    const path = `${served.url}/agent/default`;
    const mapped = server.hold('tools/call');
    const running = postJson(`${path}/run`, runInput({ threadId: 't', runId: 'r' })).then(eventsOf);
    const watching: Promise<Record<string, unknown>>[] = [];
    for (const [step, gate] of gates.entries()) {
      await until(`step ${step}`, () => told.length > step);
      const before = served.requests.length;
      watching.push(watch(`${path}/connect`));
      await until('the viewer', () => served.requests.length > before);
      gate.open();
    }
    await until('the call', () => server.received('tools/call').length === 1);
    watching.push(watch(`${path}/connect`));
    mapped.open();
    const events = await running;
    expect(events.at(-1)?.type).toBe('RUN_FINISHED');
    const [first, ...others] = await Promise.all(watching);
    const afterwards = await watch(`${path}/connect`);
    expect(Object.keys(afterwards)).toHaveLength(3);
    expect(JSON.stringify(afterwards)).toContain(JSON.stringify('Hello '.repeat(10)));
    expect(afterwards['page-activity']).toMatchObject({
      generating: false,
      css: 'p { color: red }',
    });
    for (const seen of [first, ...others]) expect(seen).toEqual(afterwards);
    await served.close();
    await server.close();
    await database.dispose();
  });
});
