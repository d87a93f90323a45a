import { McpTestServer, toolCall } from '@flightdeck/testing';
import type { AnyEvent } from '../support/clients.js';
import { eventsOf, postJson, runInput } from '../support/raw-calls.js';
import {
  AGENT_MAKES,
  plainAgent,
  type Script,
  type ScriptedRun,
} from '../support/scripted-agent.js';
import { serveRuntime, type ServedRuntime, type ServeOptions } from '../support/serve-runtime.js';
import { verifies } from '../verifies.js';

const CATALOG = { a2uiCatalogAvailable: true };
const SURFACE = {
  surfaceId: 's1',
  components: [{ id: 'root', component: 'Text', text: 'Hello' }],
};

type Build = (typeof AGENT_MAKES)[number][1];

let served: ServedRuntime | null = null;
const inputs: ScriptedRun['input'][] = [];
afterEach(async () => {
  inputs.length = 0;
  await served?.close();
  served = null;
});

/** Draws a surface and a user interface, and shows a map. */
const everything: Script = ({ started, finished, emit }) => {
  started();
  const calls = [
    { id: 'surface', name: 'render_a2ui', args: SURFACE },
    { id: 'page', name: 'generateSandboxedUi', args: { initialHeight: 200, html: '<p>Hi</p>' } },
    { id: 'map', name: 'show_map', args: {} },
  ];
  for (const event of calls.flatMap(toolCall)) emit(event as AnyEvent);
  finished();
};

async function serve(options: ServeOptions = {}, build: Build = plainAgent): Promise<void> {
  const agent = build((run) => {
    inputs.push(run.input);
    return everything(run);
  });
  served = await serveRuntime({ agents: { default: agent, other: agent }, ...options });
}

async function run(
  fields: Partial<Parameters<typeof runInput>[0]> = {},
  path = 'default/run',
): Promise<AnyEvent[]> {
  const input = runInput({ threadId: 't', runId: `r${inputs.length}`, ...fields });
  return eventsOf(await postJson(`${served?.url}/agent/${path}`, input));
}

function activitiesOf(events: readonly AnyEvent[]): unknown[] {
  const shown = events.filter(({ type }) => type === 'ACTIVITY_SNAPSHOT');
  return [...new Set(shown.map(({ activityType }) => activityType))];
}

function toolsOf(input: ScriptedRun['input'] | undefined): string[] {
  return (input?.tools ?? []).map(({ name }) => name);
}

describe('A2UI', () => {
  verifies('run.a2ui', 'is on for the runs whose client has a catalog', async () => {
    await serve();
    const [without, within] = [await run(), await run({ forwardedProps: CATALOG })];
    expect(activitiesOf(without)).toEqual([]);
    expect(activitiesOf(within)).toEqual(['a2ui-surface']);
    expect(inputs.map(toolsOf)).toEqual([[], ['render_a2ui']]);
  });

  verifies('run.a2ui', 'is on for all runs of an agent that is named', async () => {
    await serve({ a2ui: { agents: ['other'], injectA2UITool: true } });
    expect(activitiesOf(await run())).toEqual([]);
    expect(activitiesOf(await run({}, 'other/run'))).toEqual(['a2ui-surface']);
    expect(inputs.map(toolsOf)).toEqual([[], ['render_a2ui']]);
  });

  verifies('run.a2ui', 'is off for all if it is turned off', async () => {
    await serve({ a2ui: { enabled: false } });
    expect(activitiesOf(await run({ forwardedProps: CATALOG }))).toEqual([]);
  });

  verifies('middlewares.runs-only', 'is no part of suggestions', async () => {
    await serve({ a2ui: { injectA2UITool: true } });
    expect(activitiesOf(await run({}, 'default/suggest'))).toEqual([]);
    expect(inputs.map(toolsOf)).toEqual([[]]);
  });

  verifies(
    'middlewares.input',
    'tells the agent alone what a user has done on a surface',
    async () => {
      await serve({ a2ui: {} });
      const userAction = {
        name: 'book',
        surfaceId: 's1',
        sourceComponentId: 'button',
        context: { seat: '12A' },
        timestamp: '2026-01-01T00:00:00Z',
      };
      const events = await run({ forwardedProps: { a2uiAction: { userAction } } });
      expect(inputs[0]?.messages.map(({ role }) => role)).toEqual(['assistant', 'tool']);
      expect(JSON.stringify(inputs[0]?.messages)).toContain('12A');
      expect(JSON.stringify(events)).not.toContain('12A');
      const again = await run({ runId: 'again' }, 'default/connect');
      expect(activitiesOf(again)).toEqual(['a2ui-surface']);
      expect(JSON.stringify(again)).not.toContain('12A');
    },
  );
});

describe('all middlewares at once', () => {
  it.each(AGENT_MAKES)(
    'show what each is for, live and replayed, around an agent of %s [middlewares.own] [middlewares.mcp-calls]',
    async (_, build) => {
      const server = await McpTestServer.start({
        tools: [{ name: 'show_map', _meta: { ui: { resourceUri: 'ui://map' } } }],
      });
      try {
        const mcpApps = { servers: [{ type: 'http', url: server.url }] } as const;
        await serve({ a2ui: {}, openGenerativeUI: true, mcpApps }, build);
        const events = await run();
        const kinds = ['a2ui-surface', 'open-generative-ui', 'mcp-apps'];
        expect(activitiesOf(events)).toEqual(kinds);
        expect(events.at(-1)?.type).toBe('RUN_FINISHED');
        expect(toolsOf(inputs[0])).toEqual(['show_map']);
        expect(activitiesOf(await run({ runId: 'again' }, 'default/connect'))).toEqual(kinds);
        const answered = events.filter(({ type }) => type === 'TOOL_CALL_RESULT');
        expect(new Set(answered.map(({ toolCallId }) => toolCallId))).toEqual(
          new Set(['surface', 'map']),
        );
      } finally {
        await server.close();
      }
    },
  );
});
