import { describe, expect, it } from '@jest/globals';
import { FINISHED, runInput, STARTED, toolCall } from '../test/support/script.js';
import { transformRecordedEvents } from './transform-recorded-events.js';

const COMPONENTS = [{ id: 'root', component: 'Text', text: 'a' }];
const EVENTS = [
  STARTED,
  ...toolCall('page', 'generateSandboxedUi', { html: 'a' }),
  ...toolCall('surface', 'render_a2ui', { surfaceId: 's', components: COMPONENTS }),
  FINISHED,
];

/** The types of the activities that were made. */
function activities(options: Parameters<typeof transformRecordedEvents>[2]): unknown[] {
  const out = transformRecordedEvents(runInput(), EVENTS, options);
  return [...new Set(out.flatMap(({ activityType }) => activityType ?? []))];
}

describe('transformRecordedEvents', () => {
  it('applies what it has options for', () => {
    expect(activities({})).toEqual([]);
    expect(activities({ openGenerativeUI: false })).toEqual([]);
    expect(activities({ openGenerativeUI: true })).toEqual(['open-generative-ui']);
    expect(activities({ a2ui: {} })).toEqual(['a2ui-surface']);
    expect(activities({ a2ui: {}, openGenerativeUI: {} })).toEqual([
      'open-generative-ui',
      'a2ui-surface',
    ]);
  });

  it('heeds for which agents the options are', () => {
    const options = { a2ui: { agents: ['painter'] }, openGenerativeUI: { agents: ['other'] } };
    expect(activities(options)).toEqual([]);
    expect(activities({ ...options, agentId: 'painter' })).toEqual(['a2ui-surface']);
  });

  it('makes the same of the same run, takes any iterable and changes nothing that it is given [middlewares.transforms]', () => {
    const options = { a2ui: {}, openGenerativeUI: true };
    const before = JSON.stringify(EVENTS);
    const once = transformRecordedEvents(runInput(), EVENTS, options);
    const again = transformRecordedEvents(runInput(), EVENTS.values(), options);
    expect(again).toEqual(once);
    expect(JSON.stringify(EVENTS)).toBe(before);
  });

  it('gives back a run without a middleware as it is', () => {
    expect(transformRecordedEvents(runInput(), EVENTS, {})).toEqual(EVENTS);
  });
});
