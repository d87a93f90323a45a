import { describe, expect, it } from '@jest/globals';
import { activitiesAfter, outline } from '../../test/support/activities.js';
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
  WHOLE,
  type Cut,
} from '../../test/support/script.js';
import type { AguiEvent } from '../run-middleware.js';
import { openGenerativeUI } from './open-generative-ui.js';

const TOOL = 'generateSandboxedUi';
const ALL = {
  initialHeight: 300,
  placeholderMessages: ['one', 'two 😀'],
  css: 'body { content: "\\2014" }',
  html: '<p class="a">Grüße 😀\n</p>',
  jsFunctions: 'function f() { return "x" }',
  jsExpressions: ['f()', 'g("y")'],
};

function transform(events: readonly AguiEvent[]): AguiEvent[] {
  const begun = openGenerativeUI(true).begin(runInput(), runContext());
  if (begun === null) throw new Error('Not on');
  return [...events.flatMap((event) => begun.push(event)), ...begun.end()];
}

function shown(args: unknown, cut: Cut = WHOLE): Record<string, unknown> | undefined {
  const out = transform([STARTED, ...toolCall('c', TOOL, args, cut), FINISHED]);
  return activitiesAfter(out)['c-activity'];
}

/** The page as one text: how it is cut follows the deltas. */
function joined(content: Record<string, unknown> | undefined): unknown {
  if (!Array.isArray(content?.html)) return content;
  return { ...content, html: content.html.join('') };
}

describe('openGenerativeUI', () => {
  it('shows all parameters of a call, and when each is complete [middlewares.ogui-activity]', () => {
    expect(shown(ALL)).toEqual({
      initialHeight: 300,
      generating: false,
      placeholderMessages: ALL.placeholderMessages,
      css: ALL.css,
      cssComplete: true,
      html: [ALL.html],
      htmlComplete: true,
      jsFunctions: ALL.jsFunctions,
      jsFunctionsComplete: true,
      jsExpressions: ALL.jsExpressions,
      jsExpressionsComplete: true,
    });
  });

  it('shows the same in the end, however the arguments are cut', () => {
    const random = seededRandom(3);
    const texts = [
      JSON.stringify(ALL),
      JSON.stringify(ALL, null, 2),
      JSON.stringify({ html: ALL.html, initialHeight: 12, jsExpressions: [] }),
      JSON.stringify(ALL).slice(0, 150),
      JSON.stringify({ css: 'a' }).replace('"a"', 'nonsense'),
    ];
    for (const text of texts) {
      const whole = joined(shown(text));
      for (let round = 0; round < 100; round += 1) {
        expect(joined(shown(text, randomPieces(random)))).toEqual(whole);
      }
    }
  });

  it('holds the events of a call until its activity has been announced [middlewares.ogui-activity]', () => {
    const call = toolCall('c', TOOL, { initialHeight: 20, html: 'ab' }, pieces(16));
    expect(outline(transform([STARTED, ...call, FINISHED]))).toEqual([
      'RUN_STARTED',
      'snapshot',
      'TOOL_CALL_START c',
      'TOOL_CALL_ARGS c',
      'TOOL_CALL_ARGS c',
      'delta /html /html/- /htmlComplete',
      'delta /generating',
      'TOOL_CALL_END c',
      'RUN_FINISHED',
    ]);
  });

  it('announces activities of the type that browsers know, before the height if that is late', () => {
    const [, snapshot] = transform([
      STARTED,
      ...toolCall('c', TOOL, { html: '', initialHeight: 5 }),
    ]);
    expect(snapshot).toEqual({
      type: 'ACTIVITY_SNAPSHOT',
      messageId: 'c-activity',
      activityType: 'open-generative-ui',
      content: { generating: true },
    });
    expect(shown({ html: '', initialHeight: 5 })).toEqual({
      generating: false,
      html: [],
      htmlComplete: true,
      initialHeight: 5,
    });
  });

  it.each([
    ['nothing', {}],
    ['null for everything', { initialHeight: null, css: null, html: null, jsExpressions: null }],
    ['other types', { initialHeight: '3', css: 3, html: ['a'], jsExpressions: 'f()' }],
    ['other parameters', { title: 'a', nested: { html: 'b' } }],
    ['garbage', 'no JSON'],
    ['no text', ''],
  ])('leaves a call with %s as it is', (_, args) => {
    const events = [STARTED, ...toolCall('c', TOOL, args, pieces(7)), FINISHED];
    expect(transform(events)).toEqual(events);
  });

  it('streams html as it is written', () => {
    const out = transform([STARTED, ...toolCall('c', TOOL, { html: 'abcdef' }, pieces(3))]);
    expect(activitiesAfter(out)['c-activity']?.html).toEqual(['abc', 'def']);
  });

  it('follows calls that are written at the same time', () => {
    const first = toolCall('a', TOOL, ALL, pieces(9));
    const second = toolCall('b', TOOL, { ...ALL, initialHeight: 7 }, pieces(9));
    const mixed = first.flatMap((event, index) => {
      const other = second[index];
      return other === undefined ? [event] : [event, other];
    });
    const contents = activitiesAfter(transform([STARTED, ...mixed, FINISHED]));
    expect(joined(contents['a-activity'])).toEqual(joined(shown(ALL)));
    expect(joined(contents['b-activity'])).toEqual(joined(shown({ ...ALL, initialHeight: 7 })));
  });

  it.each([
    ['RUN_FINISHED', [FINISHED]],
    ['RUN_ERROR', [{ type: 'RUN_ERROR', message: 'broken' }]],
    ['nothing at all', []],
  ])('ends what a run that ends with %s was writing [middlewares.ogui-activity]', (_, last) => {
    const call = toolCall('c', TOOL, { html: 'abc' }, pieces(5)).slice(0, -1);
    const out = transform([STARTED, ...call, ...last]);
    expect(activitiesAfter(out)['c-activity']?.generating).toBe(false);
    expect(out.slice(out.length - last.length)).toEqual(last);
  });

  it('lets go of a held call when the run ends', () => {
    const call = toolCall('c', TOOL, '{').slice(0, -1);
    const error = { type: 'RUN_ERROR', message: 'broken' };
    expect(transform([STARTED, ...call, error])).toEqual([STARTED, ...call, error]);
    expect(transform([STARTED, ...call])).toEqual([STARTED, ...call]);
  });

  it('lets go of a held call before its result', () => {
    const call = toolCall('c', TOOL, {}).slice(0, -1);
    const events = [STARTED, ...call, toolResult('c', 'early'), FINISHED];
    expect(transform(events)).toEqual(events);
  });

  it('lets other events pass while it holds a call', () => {
    const [start, ...rest] = toolCall('c', TOOL, { html: 'a' });
    const other = { type: 'CUSTOM', name: 'other', value: 1 };
    const out = transform([STARTED, ...(start === undefined ? [] : [start]), other, ...rest]);
    expect(outline(out).slice(0, 4)).toEqual([
      'RUN_STARTED',
      'CUSTOM',
      'snapshot',
      'TOOL_CALL_START c',
    ]);
  });

  it('reads calls that come in chunks', () => {
    const [first = '', ...rest] = pieces(10)(JSON.stringify(ALL));
    const out = transform([
      STARTED,
      { type: 'TOOL_CALL_CHUNK', toolCallId: 'c', toolCallName: TOOL, delta: first },
      ...rest.map((delta) => ({ type: 'TOOL_CALL_CHUNK', delta })),
      FINISHED,
    ]);
    expect(joined(activitiesAfter(out)['c-activity'])).toEqual(joined(shown(ALL)));
    expect(outline(out).slice(-3)).toEqual([
      'delta /generating',
      'TOOL_CALL_END c',
      'RUN_FINISHED',
    ]);
  });

  it('leaves calls of other tools alone', () => {
    const chunk = { type: 'TOOL_CALL_CHUNK', toolCallId: 'b', toolCallName: 'other', delta: '{}' };
    const events = [STARTED, ...toolCall('a', 'other', ALL), chunk, FINISHED];
    expect(transform(events)).toEqual(events);
  });

  it('is on for the agents that are named, or for all [middlewares.ogui-agents]', () => {
    const isOn = (options: Parameters<typeof openGenerativeUI>[0], agentId: string): boolean =>
      openGenerativeUI(options).begin(runInput(), runContext(agentId)) !== null;
    expect(isOn(true, 'any')).toBe(true);
    expect(isOn({}, 'any')).toBe(true);
    expect(isOn({ agents: ['a'] }, 'a')).toBe(true);
    expect(isOn({ agents: ['a'] }, 'b')).toBe(false);
  });
});
