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
import { activitiesAfter, outline } from '../../test/support/activities.js';
import { FINISHED, STARTED, toolCall, toolResult } from '../../test/support/script.js';
import type { AguiEvent } from '../run-middleware.js';

describe('a tool result', () => {
  const create = (surfaceId: string) => ({ createSurface: { surfaceId, catalogId: 'x' } });
  const versioned = (surfaceId: string) => ({ version: 'v0.9', ...create(surfaceId) });

  function activities(content: unknown, before: readonly AguiEvent[] = []) {
    const call = toolCall('o', 'other', {});
    return activitiesAfter(
      transform([STARTED, ...call, ...before, toolResult('o', content), FINISHED]),
    );
  }

  it.each([
    ['an object', { a2ui_operations: [create('s')] }],
    ['JSON in JSON', JSON.stringify(JSON.stringify({ a2ui_operations: [create('s')] }))],
    ['versioned operations', { a2ui_operations: [versioned('s')] }],
    ['operations and others', { a2ui_operations: [create('s'), 'x', { other: 1 }, null] }],
  ])('with the operations of a surface shows it: %s [middlewares.a2ui-results]', (_, content) => {
    expect(activities(content)).toEqual({
      'a2ui-surface-o': { a2ui_operations: [versioned('s')] },
    });
  });

  it('in parts shows its surface', () => {
    const text = JSON.stringify({ a2ui_operations: [create('s')] });
    const content = [{ type: 'text', text }];
    const result = { type: 'TOOL_CALL_RESULT', messageId: 'r', toolCallId: 'o', content };
    expect(activitiesAfter(transform([STARTED, result]))).toEqual({
      'a2ui-surface-o': { a2ui_operations: [versioned('s')] },
    });
  });

  it('with several surfaces shows each in an activity of its own, after the result', () => {
    const content = {
      a2ui_operations: [create('s'), create('t'), { deleteSurface: { surfaceId: 's' } }],
    };
    expect(activities(content)).toEqual({
      'a2ui-surface-s-o': {
        a2ui_operations: [versioned('s'), { version: 'v0.9', deleteSurface: { surfaceId: 's' } }],
      },
      'a2ui-surface-t-o': { a2ui_operations: [versioned('t')] },
    });
    const out = transform([STARTED, toolResult('o', content)]);
    expect(outline(out)).toEqual(['RUN_STARTED', 'TOOL_CALL_RESULT o', 'snapshot', 'snapshot']);
  });

  it('does not show again what its call has painted [middlewares.a2ui-results]', () => {
    const inner = toolCall('c', TOOL, SURFACE);
    const contents = activities({ a2ui_operations: [create('s'), create('t')] }, inner);
    expect(contents).toEqual({
      'a2ui-surface-o': operations('s', BASIC, LIST, DATA),
      'a2ui-surface-t-o': { a2ui_operations: [versioned('t')] },
    });
  });

  it('of a later tool changes a surface that was painted before', () => {
    const update = { version: 'v0.9', updateDataModel: { surfaceId: 's', path: '/a', value: 1 } };
    const out = transform([
      STARTED,
      ...toolCall('c', TOOL, SURFACE),
      toolResult('c', 'ok'),
      ...toolCall('u', 'update', {}),
      toolResult('u', { a2ui_operations: [update] }),
    ]);
    expect(activitiesAfter(out)['a2ui-surface-u']).toEqual({ a2ui_operations: [update] });
  });

  it('takes the place of a surface that could not be painted', () => {
    const inner = toolCall('c', TOOL, BROKEN);
    const contents = activities({ a2ui_operations: [create('s'), create('t')] }, inner);
    expect(contents).toEqual({
      'a2ui-surface-o': { a2ui_operations: [versioned('s')] },
      'a2ui-surface-t-o': { a2ui_operations: [versioned('t')] },
    });
  });

  it('that says that recovery is exhausted shows the failure [middlewares.a2ui-status]', () => {
    const content = { code: 'a2ui_recovery_exhausted', error: 'No luck', attempts: [1, 2] };
    expect(activities(content, toolCall('c', TOOL, BROKEN))).toEqual({
      'a2ui-surface-o': { status: 'failed', error: 'No luck', attempts: [1, 2], maxAttempts: 2 },
    });
  });

  it.each([
    ['text', 'the key a2ui_operations in a sentence'],
    ['no operations', { a2ui_operations: [] }],
    ['operations without a surface', { a2ui_operations: [{ createSurface: {} }, 1] }],
    ['operations that are no list', { a2ui_operations: {} }],
    ['another code', { code: 'other', note: 'a2ui_recovery_exhausted' }],
    ['a number', '12'],
  ])('with %s shows nothing', (_, content) => {
    expect(activities(content)).toEqual({});
  });
});
