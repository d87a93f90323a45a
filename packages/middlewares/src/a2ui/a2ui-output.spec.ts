import { describe, expect, it } from '@jest/globals';
import {
  BASIC,
  BROKEN,
  DATA,
  LIST,
  operations,
  SURFACE,
  TOOL,
  transform,
} from '../../test/support/a2ui-run.js';
import { activitiesAfter, outline, snapshotsOf } from '../../test/support/activities.js';
import { seededRandom } from '../../test/support/random.js';
import {
  FINISHED,
  pieces,
  randomPieces,
  runContext,
  runInput,
  STARTED,
  toolCall,
  toolResult,
} from '../../test/support/script.js';
import type { AguiEvent, RunInput } from '../run-middleware.js';
import { a2ui } from './a2ui.js';
import type { A2UIOptions } from './a2ui-options.js';
import { SCHEMA_DESCRIPTION } from './a2ui-wire.js';

/** What one call of the tool shows in the end. */
function shown(args: unknown, options?: A2UIOptions, input?: Partial<RunInput>): unknown {
  const out = transform([STARTED, ...toolCall('c', TOOL, args), FINISHED], options, input);
  return activitiesAfter(out)['a2ui-surface-c'];
}

describe('a render call', () => {
  it('becomes an activity with the operations of its surface [middlewares.a2ui-paint]', () => {
    const out = transform([STARTED, ...toolCall('c', TOOL, SURFACE), FINISHED]);
    expect(out[3]).toEqual({
      type: 'ACTIVITY_SNAPSHOT',
      messageId: 'a2ui-surface-c',
      activityType: 'a2ui-surface',
      content: operations('s', BASIC, LIST, DATA),
      replace: true,
    });
    expect(outline(out)).toEqual([
      'RUN_STARTED',
      'building',
      'TOOL_CALL_START c',
      'snapshot',
      'TOOL_CALL_ARGS c',
      'TOOL_CALL_END c',
      'TOOL_CALL_RESULT c',
      'RUN_FINISHED',
    ]);
  });

  it('shows the same in the end, however its arguments are cut and ordered [middlewares.a2ui-paint]', () => {
    const random = seededRandom(11);
    const catalogId = 'late';
    const variants = [
      SURFACE,
      { data: DATA, components: LIST, surfaceId: 's' },
      { components: LIST, data: DATA, surfaceId: 's', catalogId },
      BROKEN,
      { surfaceId: 's', components: [{ id: 'root', component: 'Text' }] },
    ].map((args) => JSON.stringify(args));
    for (const text of [
      ...variants,
      variants[0]?.slice(0, 200) ?? '',
      '{"surfaceId":"s","x":nope',
    ]) {
      const whole = shown(text);
      for (let round = 0; round < 100; round += 1) {
        const call = toolCall('c', TOOL, text, randomPieces(random));
        const out = transform([STARTED, ...call, FINISHED]);
        const content = activitiesAfter(out)['a2ui-surface-c'];
        // A cut text ends with the items that were complete, and these come in any portions.
        expect(content).toEqual(whole);
      }
    }
  });

  it('is painted once its components are complete, and grows with every item of its list [middlewares.a2ui-paint]', () => {
    const out = transform([STARTED, ...toolCall('c', TOOL, SURFACE, pieces(1)), FINISHED]);
    const painted = snapshotsOf(out).filter((content) => content.status === undefined);
    const { items } = DATA;
    expect(painted).toEqual([
      operations('s', BASIC, LIST),
      ...[1, 2, 3].map((count) => operations('s', BASIC, LIST, { items: items.slice(0, count) })),
      operations('s', BASIC, LIST, DATA),
    ]);
  });

  it('tells a long list in few snapshots', () => {
    const items = Array.from({ length: 2_000 }, (_, name) => ({ name }));
    const call = toolCall('c', TOOL, { ...SURFACE, data: { items } }, pieces(5));
    const painted = snapshotsOf(transform([STARTED, ...call, FINISHED])).slice(2);
    expect(painted.length).toBeLessThan(80);
    expect(painted.at(-1)).toEqual(operations('s', BASIC, LIST, { items }));
  });

  it('shows all complete items of a list that is cut off', () => {
    const items = Array.from({ length: 100 }, (_, name) => ({ name }));
    const text = JSON.stringify({ ...SURFACE, data: { items } }).slice(0, -5);
    const out = transform([STARTED, ...toolCall('c', TOOL, text, pieces(3)), FINISHED]);
    expect(activitiesAfter(out)['a2ui-surface-c']).toEqual(
      operations('s', BASIC, LIST, { items: items.slice(0, 99) }),
    );
  });

  it('tells how much has been written about every twenty tokens until it is painted', () => {
    const components = [{ id: 'root', component: 'Text', text: 'x'.repeat(400) }];
    const call = toolCall('c', TOOL, { surfaceId: 's', components }, pieces(4));
    const contents = snapshotsOf(transform([STARTED, ...call, FINISHED]));
    expect(contents.slice(0, -1)).toEqual([
      { status: 'building' },
      ...[20, 40, 60, 80, 100].map((progressTokens) => ({ status: 'building', progressTokens })),
    ]);
  });

  it('tells no progress and how much to expose as the options say', () => {
    const options = { recovery: { showProgressTokens: false, debugExposure: 'verbose' } } as const;
    const call = toolCall('c', TOOL, BROKEN, pieces(5));
    const contents = snapshotsOf(transform([STARTED, ...call, FINISHED], options));
    expect(contents.map(({ status, debugExposure }) => [status, debugExposure])).toEqual([
      ['building', 'verbose'],
      ['retrying', 'verbose'],
      ['failed', 'verbose'],
    ]);
  });

  it('has any of the tool names of the options, and always the injected one', () => {
    const names = (options: A2UIOptions): string[] =>
      ['render_a2ui', 'draw', 'paint'].filter((name) => {
        const out = transform([STARTED, ...toolCall('c', name, SURFACE)], options);
        return snapshotsOf(out).length > 0;
      });
    expect(names({})).toEqual(['render_a2ui']);
    expect(names({ a2uiToolNames: ['draw'] })).toEqual(['draw']);
    expect(names({ a2uiToolNames: ['draw'], injectA2UITool: 'paint' })).toEqual(['draw', 'paint']);
    expect(names({ injectA2UITool: 'paint' })).toEqual(['render_a2ui', 'paint']);
  });

  const own = { schema: { catalogId: 'own', components: { Column: {}, Text: {} } } };

  it.each<[string, A2UIOptions, { frontend?: string; streamed?: string }, string]>([
    [
      'the configured one',
      { defaultCatalogId: 'fixed' },
      { frontend: 'frontend', streamed: 'streamed' },
      'fixed',
    ],
    ['the frontend’s', own, { frontend: 'frontend', streamed: 'streamed' }, 'frontend'],
    ['the streamed one', {}, { streamed: 'streamed' }, 'streamed'],
    ['never one called basic', {}, { streamed: 'basic' }, BASIC],
    ['that of the schema', own, {}, 'own'],
    ['the basic one', {}, {}, BASIC],
  ])(
    'has a catalog: %s [middlewares.a2ui-catalog]',
    (_, options, { frontend, streamed }, expected) => {
      const value = JSON.stringify({ catalogId: frontend });
      const context = frontend === undefined ? [] : [{ description: SCHEMA_DESCRIPTION, value }];
      const args = { surfaceId: 's', catalogId: streamed, components: LIST };
      expect(shown(args, options, { context })).toEqual(operations('s', expected, LIST));
    },
  );

  it('is not painted but tried again when its components are invalid [middlewares.a2ui-status]', () => {
    const outer = toolCall('o', 'make', {});
    const attempts = ['a', 'b', 'c'].flatMap((id) => toolCall(id, TOOL, BROKEN));
    const last = toolCall('d', TOOL, SURFACE);
    const out = transform([STARTED, ...outer, ...attempts, ...last, FINISHED]);
    const told = snapshotsOf(out).map(({ status, attempt, maxAttempts }) => [
      status,
      attempt,
      maxAttempts,
    ]);
    expect(told).toEqual([
      ['building', undefined, undefined],
      ['retrying', 2, 3],
      ['retrying', 3, 3],
      ['retrying', 3, 3],
      [undefined, undefined, undefined],
    ]);
    expect(Object.keys(activitiesAfter(out))).toEqual(['a2ui-surface-o']);
    expect(snapshotsOf(out)[1]?.errors).toMatchObject([{ code: 'no_root' }]);
  });

  it.each([
    ['no surface id', { components: LIST }],
    ['no components', { surfaceId: 's' }],
    ['components that are none', { surfaceId: 's', components: 'none' }],
    ['garbage', 'no JSON'],
  ])('with %s has failed when the run ends [middlewares.a2ui-status]', (_, args) => {
    expect(shown(args)).toEqual({
      status: 'failed',
      error: 'The surface was not completed',
      attempts: [],
      maxAttempts: 3,
    });
  });

  it.each([
    ['fails', [{ type: 'RUN_ERROR', message: 'broken' }], ['failed', 'RUN_ERROR']],
    ['is left without an end', [], ['TOOL_CALL_ARGS c', 'failed']],
  ])('that was being written has failed when the run %s', (_, last, told) => {
    const call = toolCall('c', TOOL, '{"surfaceId":"s"').slice(0, -1);
    expect(outline(transform([STARTED, ...call, ...last])).slice(-2)).toEqual(told);
  });

  it('beside another one of the same message has an activity of its own', () => {
    const [start, ...rest] = toolCall('c', TOOL, SURFACE);
    const other = toolCall('o', 'other', {}).map((event) => ({ ...event, parentMessageId: 'm' }));
    const out = transform([
      STARTED,
      ...other,
      { ...start, type: 'TOOL_CALL_START', parentMessageId: 'm' },
      ...rest,
    ]);
    expect(Object.keys(activitiesAfter(out))).toEqual(['a2ui-surface-c']);
  });

  it('within a call that has its result already has an activity of its own', () => {
    const outer = [...toolCall('o', 'other', {}), toolResult('o', 'done')];
    const out = transform([STARTED, ...outer, ...toolCall('c', TOOL, SURFACE)]);
    expect(Object.keys(activitiesAfter(out))).toEqual(['a2ui-surface-c']);
  });

  it('is read from chunks', () => {
    const [first = '', ...others] = pieces(20)(JSON.stringify(SURFACE));
    const out = transform([
      STARTED,
      { type: 'TOOL_CALL_CHUNK', toolCallId: 'c', toolCallName: TOOL, delta: first },
      ...others.map((delta) => ({ type: 'TOOL_CALL_CHUNK', delta })),
      FINISHED,
    ]);
    expect(activitiesAfter(out)['a2ui-surface-c']).toEqual(shown(SURFACE));
    expect(outline(out).slice(-3)).toEqual([
      'TOOL_CALL_END c',
      'TOOL_CALL_RESULT c',
      'RUN_FINISHED',
    ]);
  });
});

describe('the end of a run', () => {
  const RESULT = {
    type: 'TOOL_CALL_RESULT',
    messageId: 'a2ui-result-c',
    toolCallId: 'c',
    role: 'tool',
    content: '{"status":"rendered"}',
  };

  it('is held until the calls without a result have one [middlewares.a2ui-answers]', () => {
    const begun = a2ui({}).begin(runInput(), runContext());
    const call = toolCall('c', TOOL, SURFACE);
    for (const event of [STARTED, ...call]) begun?.push(event);
    expect(begun?.push(FINISHED)).toEqual([]);
    expect([...(begun?.end() ?? [])]).toEqual([RESULT, FINISHED]);
    expect([...(begun?.end() ?? [])]).toEqual([]);
  });

  it('adds no result where there is one', () => {
    const call = [...toolCall('c', TOOL, SURFACE), toolResult('c', 'ok')];
    const snapshot = { type: 'MESSAGES_SNAPSHOT', messages: [{ role: 'tool', toolCallId: 'd' }] };
    const other = [...toolCall('d', TOOL, SURFACE), snapshot];
    const out = transform([STARTED, ...call, ...other, FINISHED]);
    expect(out.filter(({ type }) => type === 'TOOL_CALL_RESULT')).toEqual([toolResult('c', 'ok')]);
  });

  it('answers the calls of earlier runs, too', () => {
    const toolCalls = [{ id: 'c', type: 'function', function: { name: TOOL, arguments: '{}' } }];
    const asked = { id: 'm', role: 'assistant', toolCalls };
    const answered = { id: 'r', role: 'tool', toolCallId: 'c' };
    const endOf = (messages: RunInput['messages']): AguiEvent[] =>
      transform([STARTED, FINISHED], {}, { messages });
    expect(endOf([asked])).toEqual([STARTED, RESULT, FINISHED]);
    expect(endOf([asked, answered])).toEqual([STARTED, FINISHED]);
  });

  it('comes before whatever follows it', () => {
    const second = { ...STARTED, runId: 'second' };
    const call = toolCall('c', TOOL, SURFACE);
    const out = transform([STARTED, ...call, FINISHED, second]);
    expect(out.slice(-3)).toEqual([RESULT, FINISHED, second]);
  });
});
