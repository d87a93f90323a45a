import { describe, expect, it } from '@jest/globals';
import type { AguiEvent } from '../run-middleware.js';
import { OpenCalls } from './open-calls.js';

function openAfter(events: readonly AguiEvent[], messages: readonly unknown[] = []) {
  const calls = new OpenCalls((name) => name.startsWith('ui_'), messages);
  for (const event of events) calls.observe(event);
  return calls.list();
}

function start(toolCallId: string, toolCallName = 'ui_map'): AguiEvent {
  return { type: 'TOOL_CALL_START', toolCallId, toolCallName };
}

function args(toolCallId: string, delta: string): AguiEvent {
  return { type: 'TOOL_CALL_ARGS', toolCallId, delta };
}

function calling(...ids: readonly string[]) {
  const toolCalls = ids.map((id) => ({
    id,
    type: 'function',
    function: { name: 'ui_map', arguments: `{"id":"${id}"}` },
  }));
  return { id: `m-${ids.join('')}`, role: 'assistant', toolCalls };
}

describe('the open calls of a run', () => {
  it('are those of watched tools, with all of their arguments', () => {
    const events = [
      start('a'),
      start('b', 'other'),
      args('a', '{"x"'),
      args('b', '1'),
      args('a', ':1}'),
    ];
    expect(openAfter([...events, { type: 'TOOL_CALL_END', toolCallId: 'a' }])).toEqual([
      { toolCallId: 'a', name: 'ui_map', argumentsText: '{"x":1}', ended: true },
    ]);
  });

  it('are not those that have a result', () => {
    const result = { type: 'TOOL_CALL_RESULT', toolCallId: 'a', content: 'done' };
    expect(openAfter([start('a'), start('b'), result]).map(({ toolCallId }) => toolCallId)).toEqual(
      ['b'],
    );
  });

  it('are not open again because a snapshot leaves their result out', () => {
    const result = { type: 'TOOL_CALL_RESULT', toolCallId: 'a', content: 'done' };
    const snapshot = { type: 'MESSAGES_SNAPSHOT', messages: [calling('a')] };
    expect(openAfter([start('a'), result, snapshot])).toEqual([]);
  });

  it('may be told in chunks', () => {
    const events = [
      { type: 'TOOL_CALL_CHUNK', toolCallId: 'a', toolCallName: 'ui_map', delta: '{' },
      { type: 'TOOL_CALL_CHUNK', delta: '}' },
      { type: 'TOOL_CALL_CHUNK', toolCallId: 'b', toolCallName: 'other', delta: '{' },
      { type: 'TOOL_CALL_CHUNK', delta: '}' },
    ];
    expect(openAfter(events)).toEqual([
      { toolCallId: 'a', name: 'ui_map', argumentsText: '{}', ended: true },
    ]);
  });

  it('may be told by a snapshot alone, but those from before the run are not its own', () => {
    const before = calling('old');
    const messages = [
      before,
      calling('a', 'b'),
      { id: 'r', role: 'tool', toolCallId: 'b', content: 'done' },
    ];
    expect(openAfter([{ type: 'MESSAGES_SNAPSHOT', messages }], [before])).toEqual([
      { toolCallId: 'a', name: 'ui_map', argumentsText: '{"id":"a"}', ended: true },
    ]);
  });

  it('survive fields of the wrong type', () => {
    const events: AguiEvent[] = [
      { type: 'TOOL_CALL_START', toolCallId: 7, toolCallName: 'ui_map' },
      { type: 'TOOL_CALL_ARGS', toolCallId: 'nobody', delta: 'x' },
      { type: 'TOOL_CALL_ARGS', toolCallId: 'a' },
      { type: 'TOOL_CALL_CHUNK', delta: 'x' },
      { type: 'MESSAGES_SNAPSHOT', messages: [null, { toolCalls: [7, { id: 'x' }] }] },
      { type: 'MESSAGES_SNAPSHOT' },
    ];
    expect(openAfter([start('a'), ...events])).toEqual([
      { toolCallId: 'a', name: 'ui_map', argumentsText: '', ended: false },
    ]);
  });
});
