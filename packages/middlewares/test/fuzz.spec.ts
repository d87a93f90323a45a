import { describe, expect, it } from '@jest/globals';
import { transformRecordedEvents, type AguiEvent } from '../src/index.js';
import { activitiesAfter } from './support/activities.js';
import { seededRandom } from './support/random.js';
import { runInput } from './support/script.js';

const TYPES = [
  'RUN_STARTED',
  'RUN_FINISHED',
  'RUN_ERROR',
  'TOOL_CALL_START',
  'TOOL_CALL_ARGS',
  'TOOL_CALL_ARGS',
  'TOOL_CALL_ARGS',
  'TOOL_CALL_END',
  'TOOL_CALL_RESULT',
  'TEXT_MESSAGE_CONTENT',
  'MESSAGES_SNAPSHOT',
  'unknown',
];
const TOOLS = ['render_a2ui', 'generateSandboxedUi', 'other', 'log_a2ui_event', '', 7, null];
const IDS = ['a', 'b', 'c', undefined, 7];
const TEXTS = [
  '{"html":"',
  '{"surfaceId":"s","components":[{"id":"root","component":"T"}]',
  ',"data":{"items":[1,2',
  '"}',
  '{}',
  ']}',
  '\\u00',
  '{"a2ui_operations":[{"createSurface":{"surfaceId":"s"}}]}',
  '{"code":"a2ui_recovery_exhausted"}',
  '',
  undefined,
  7,
];

function randomEvents(random: () => number): AguiEvent[] {
  const pick = <T>(values: readonly T[]): T => {
    const value = values[Math.floor(random() * values.length)];
    // Some of the lists hold `undefined`; an index is never beyond their ends.
    return value as T;
  };
  return Array.from({ length: 30 }, (_, serial) => ({
    type: pick(TYPES),
    serial,
    toolCallId: pick(IDS),
    toolCallName: pick(TOOLS),
    parentMessageId: pick(['m', 'n', undefined]),
    delta: pick(TEXTS),
    content: pick(TEXTS),
    messages: pick([undefined, [], [null, 7, { role: 'tool', toolCallId: 'a' }], 'none']),
  }));
}

describe('open generative UI and A2UI, given events in any order', () => {
  it('lose none, double none, change none, and make activities that can be followed', () => {
    const random = seededRandom(23);
    for (let round = 0; round < 2_000; round += 1) {
      const events = randomEvents(random);
      const options = { a2ui: { injectA2UITool: true }, openGenerativeUI: true };
      const out = transformRecordedEvents(runInput(), events, options);
      const passed = out.filter(({ serial }) => serial !== undefined);
      expect(passed.length).toBe(events.length);
      expect(new Set(passed)).toEqual(new Set(events));
      expect(() => activitiesAfter(out)).not.toThrow();
    }
  });
});
