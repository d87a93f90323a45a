import { beforeAll, describe, expect, it } from '@jest/globals';
import type { MiddlewareFunction } from '@ag-ui/client';
import type { MiddlewareFunction as MiddlewareFunction1 } from 'ag-ui-client-1';
import type { MiddlewareFunction as MiddlewareFunction57 } from 'ag-ui-client-57';
import { Observable } from 'rxjs';
import {
  a2ui,
  asAguiMiddleware,
  composeMiddlewares,
  openGenerativeUI,
  transformRecordedEvents,
} from '../src/index.js';
import { activitiesAfter } from './support/activities.js';
import { CLIENT_VERSIONS, replay } from './support/agui-clients.js';
import {
  FINISHED,
  pieces,
  runInput,
  STARTED,
  toolCall,
  toolResult,
  type Cut,
} from './support/script.js';

const SANDBOX = {
  initialHeight: 300,
  placeholderMessages: ['one', 'two'],
  css: 'body { color: red }',
  html: '<p class="a">Grüße 😀 "quoted"</p>',
  jsFunctions: 'function f() { return 1 }',
  jsExpressions: ['f()', 'g("x")'],
};
const SURFACE = {
  surfaceId: 'team',
  components: [
    { id: 'root', component: 'Column', children: { componentId: 'member', path: '/members' } },
    { id: 'member', component: 'Text', text: { path: 'name' } },
  ],
  data: { members: [{ name: 'Ada' }, { name: 'Grace' }], title: 'Team' },
};
const OPERATIONS = {
  a2ui_operations: ['one', 'two'].map((surfaceId) => ({
    createSurface: { surfaceId, catalogId: 'catalog' },
  })),
};

function everything(cut: Cut) {
  return [
    STARTED,
    { type: 'TEXT_MESSAGE_START', messageId: 'text', role: 'assistant' },
    { type: 'TEXT_MESSAGE_CONTENT', messageId: 'text', delta: 'Look:' },
    { type: 'TEXT_MESSAGE_END', messageId: 'text' },
    ...toolCall('sandbox', 'generateSandboxedUi', SANDBOX, cut),
    ...toolCall('outer', 'make_surface', {}, cut),
    ...toolCall('bad', 'render_a2ui', { surfaceId: 'team', components: [{ id: 'x' }] }, cut),
    ...toolCall('good', 'render_a2ui', SURFACE, cut),
    toolResult('outer', { a2ui_operations: [{ createSurface: { surfaceId: 'team' } }] }),
    ...toolCall('other', 'look_up', {}, cut),
    toolResult('other', OPERATIONS),
    ...toolCall('spent', 'make_surface', {}, cut),
    toolResult('spent', { code: 'a2ui_recovery_exhausted', error: 'No luck', attempts: [1, 2] }),
    ...toolCall('own', 'render_a2ui', { ...SURFACE, surfaceId: 'own' }, cut),
    FINISHED,
  ];
}

/** The same calls as chunks, with the id and the name on the first of each only. */
function asChunks(cut: Cut) {
  const chunks = (id: string, name: string, args: object) =>
    cut(JSON.stringify(args)).map((delta, index) => ({
      type: 'TOOL_CALL_CHUNK',
      delta,
      ...(index === 0 && { toolCallId: id, toolCallName: name }),
    }));
  return [
    STARTED,
    ...chunks('sandbox', 'generateSandboxedUi', SANDBOX),
    ...chunks('plain', 'look_up', { a: 'b' }),
    ...chunks('own', 'render_a2ui', SURFACE),
    FINISHED,
  ];
}

beforeAll(() => {
  process.env.SUPPRESS_TRANSFORMATION_WARNINGS = 'true';
});

it('fits the type of what agents of the other versions use', () => {
  const used = asAguiMiddleware(openGenerativeUI(true), Observable);
  const old: MiddlewareFunction57 = used;
  const recent: MiddlewareFunction1 = used;
  expect([typeof old, typeof recent]).toEqual(['function', 'function']);
});

describe.each(CLIENT_VERSIONS)('a client %s', (version) => {
  it.each([
    ['in pieces', everything(pieces(5))],
    ['in one piece', everything(pieces(10_000))],
    ['in chunks', asChunks(pieces(5))],
  ])(
    'takes what the middlewares make of calls %s, without a warning [middlewares.transforms]',
    async (_, events) => {
      const out = transformRecordedEvents(runInput(), events, { openGenerativeUI: true, a2ui: {} });
      const { messages, warnings } = await replay(version, out);
      expect(warnings).toEqual([]);
      const shown = messages.filter(({ role }) => role === 'activity');
      expect(Object.fromEntries(shown.map(({ id, content }) => [id, content]))).toEqual(
        activitiesAfter(out),
      );
      expect(shown.length).toBeGreaterThanOrEqual(2);
    },
  );

  it('uses middlewares with agent.use [middlewares.agui]', async () => {
    const both = composeMiddlewares([a2ui({}), openGenerativeUI(true)]);
    const events = everything(pieces(5));
    const used: MiddlewareFunction = asAguiMiddleware(both, Observable);
    const { messages, warnings } = await replay(version, events, used);
    const direct = transformRecordedEvents(runInput(), events, {
      openGenerativeUI: true,
      a2ui: {},
    });
    expect(warnings).toEqual([]);
    expect(messages).toEqual((await replay(version, direct)).messages);
  });
});
