import { describe, expect, it } from '@jest/globals';
import { ToolCallChunkExpander } from './expand-tool-call-chunks.js';
import type { AguiEvent } from './run-middleware.js';

function chunk(fields: object): AguiEvent {
  return { type: 'TOOL_CALL_CHUNK', ...fields };
}

function expand(...events: readonly AguiEvent[]): string[] {
  const expander = new ToolCallChunkExpander((toolName) => toolName === 'ours');
  const out = [...events.flatMap((event) => expander.expand(event)), ...expander.end()];
  return out.map(({ type, toolCallId, delta }) =>
    [type.replace('TOOL_CALL_', ''), toolCallId, delta]
      .filter((part) => typeof part === 'string')
      .join(' '),
  );
}

const OURS = chunk({ toolCallId: 'a', toolCallName: 'ours', delta: '1' });
const MORE = chunk({ delta: '2' });

describe('ToolCallChunkExpander', () => {
  it.each<[string, readonly AguiEvent[], readonly string[]]>([
    ['one chunk', [OURS], ['START a', 'ARGS a 1', 'END a']],
    ['more of it', [OURS, MORE], ['START a', 'ARGS a 1', 'ARGS a 2', 'END a']],
    [
      'more by its id',
      [OURS, chunk({ toolCallId: 'a', toolCallName: 'ours', delta: '2' })],
      ['START a', 'ARGS a 1', 'ARGS a 2', 'END a'],
    ],
    [
      'a chunk without arguments',
      [chunk({ toolCallId: 'a', toolCallName: 'ours' })],
      ['START a', 'END a'],
    ],
    [
      'another call',
      [OURS, chunk({ toolCallId: 'b', toolCallName: 'ours', delta: '3' })],
      ['START a', 'ARGS a 1', 'END a', 'START b', 'ARGS b 3', 'END b'],
    ],
    [
      'a call of another tool, with more of it',
      [OURS, chunk({ toolCallId: 'b', toolCallName: 'other', delta: '3' }), MORE],
      ['START a', 'ARGS a 1', 'END a', 'CHUNK b 3', 'CHUNK 2'],
    ],
    [
      'activities and states between',
      [OURS, { type: 'ACTIVITY_DELTA' }, { type: 'STATE_DELTA' }, MORE],
      ['START a', 'ARGS a 1', 'ACTIVITY_DELTA', 'STATE_DELTA', 'ARGS a 2', 'END a'],
    ],
    [
      'the end of the run',
      [OURS, { type: 'RUN_FINISHED' }],
      ['START a', 'ARGS a 1', 'END a', 'RUN_FINISHED'],
    ],
    ['a chunk of nothing', [MORE], ['CHUNK 2']],
  ])('writes out %s', (_, events, out) => {
    expect(expand(...events)).toEqual(out);
  });

  it('keeps the other fields of a chunk', () => {
    const expander = new ToolCallChunkExpander(() => true);
    const event = chunk({
      toolCallId: 'a',
      toolCallName: 'x',
      delta: '1',
      parentMessageId: 'm',
      timestamp: 5,
    });
    expect(expander.expand(event)).toEqual([
      {
        type: 'TOOL_CALL_START',
        toolCallId: 'a',
        toolCallName: 'x',
        parentMessageId: 'm',
        timestamp: 5,
      },
      { type: 'TOOL_CALL_ARGS', toolCallId: 'a', delta: '1', timestamp: 5 },
    ]);
  });
});
