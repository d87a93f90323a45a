import { patch, text, turn, type FidelityScript } from '../script.js';

const snapshot = (value: unknown) => ({ type: 'STATE_SNAPSHOT', snapshot: value });
const activity = (messageId: string, content: unknown, more = {}) => ({
  type: 'ACTIVITY_SNAPSHOT',
  messageId,
  activityType: 'SEARCH',
  content,
  ...more,
});
const activityDelta = (messageId: string, ...operations: readonly unknown[]) => ({
  type: 'ACTIVITY_DELTA',
  messageId,
  activityType: 'SEARCH',
  patch: operations,
});

export const STATES: readonly FidelityScript[] = [
  {
    name: 'a state and its changes',
    runs: [
      turn(
        'u1',
        snapshot({ steps: ['a'], done: false }),
        patch(
          { op: 'add', path: '/steps/-', value: 'b' },
          { op: 'replace', path: '/done', value: true },
        ),
        ...text('m1', 'Done'),
        patch({ op: 'test', path: '/done', value: true }, { op: 'remove', path: '/steps/0' }),
      ),
    ],
  },
  {
    name: 'a state that grows over runs',
    runs: [
      turn('u1', snapshot({ count: 1, list: [] })),
      turn('u2', patch({ op: 'replace', path: '/count', value: 2 })),
      turn(
        'u3',
        patch({ op: 'add', path: '/list/0', value: { a: 1 } }),
        patch(
          { op: 'copy', from: '/list/0', path: '/list/1' },
          { op: 'move', from: '/list/0', path: '/kept' },
        ),
      ),
    ],
  },
  {
    name: 'a state of odd keys, replaced as a whole',
    runs: [
      turn('u1', snapshot({ 'a/b': 1, 'm~n': 2, ключ: '🚀', '': null })),
      turn(
        'u2',
        patch(
          { op: 'replace', path: '/a~1b', value: 3 },
          { op: 'replace', path: '/m~0n', value: [1, [2]] },
        ),
        snapshot({ only: 'this' }),
        patch({ op: 'add', path: '/and', value: 'that' }),
      ),
    ],
  },
  {
    name: 'an activity and its changes',
    runs: [
      turn(
        'u1',
        activity('a1', { hits: 1, list: [] }),
        ...text('m1', 'Searching'),
        activityDelta('a1', { op: 'replace', path: '/hits', value: 2 }),
        activityDelta('a1', { op: 'add', path: '/list/-', value: 'x' }),
      ),
    ],
  },
  {
    name: 'activities that are replaced or left as they are',
    runs: [
      turn(
        'u1',
        activity('a1', { version: 1 }),
        activity('a2', { version: 1 }),
        activity('a1', { version: 2 }, { replace: true }),
        activity('a2', { version: 2 }, { replace: false }),
      ),
      turn(
        'u2',
        activity('a1', { version: 3 }),
        activityDelta('a2', { op: 'add', path: '/late', value: true }),
      ),
    ],
  },
];
