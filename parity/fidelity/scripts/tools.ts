import { call, result, text, turn, type FidelityScript } from '../script.js';

const FRONTEND = [{ name: 'lookup', description: 'Looks up', parameters: { type: 'object' } }];
const chunk = (delta: string, more: Readonly<Record<string, unknown>> = {}) => ({
  type: 'TOOL_CALL_CHUNK',
  delta,
  ...more,
});

export const TOOLS: readonly FidelityScript[] = [
  {
    name: 'a tool of the server',
    runs: [
      turn(
        'u1',
        ...text('m1', 'One moment'),
        ...call('c1', ['{"q"', ':1}'], { parentMessageId: 'm1' }),
        result('c1', '{"found":true}'),
        ...text('m2', 'Found'),
      ),
      turn('u2', ...text('m3', 'More?')),
    ],
  },
  {
    name: 'parallel calls whose results come in another order',
    runs: [
      turn(
        'u1',
        { type: 'TOOL_CALL_START', toolCallId: 'c1', toolCallName: 'a', parentMessageId: 'm1' },
        { type: 'TOOL_CALL_START', toolCallId: 'c2', toolCallName: 'b', parentMessageId: 'm1' },
        { type: 'TOOL_CALL_ARGS', toolCallId: 'c2', delta: '{"x":' },
        { type: 'TOOL_CALL_ARGS', toolCallId: 'c1', delta: '{}' },
        { type: 'TOOL_CALL_ARGS', toolCallId: 'c2', delta: '2}' },
        { type: 'TOOL_CALL_END', toolCallId: 'c1' },
        { type: 'TOOL_CALL_END', toolCallId: 'c2' },
        result('c2', 'second'),
        result('c1', 'first'),
        ...text('m2', 'Both'),
      ),
    ],
  },
  {
    name: 'calls in chunks',
    runs: [
      turn(
        'u1',
        chunk('{"q"', { toolCallId: 'c1', toolCallName: 'lookup', parentMessageId: 'm1' }),
        chunk(':1}'),
        chunk('{}', { toolCallId: 'c2', toolCallName: 'lookup', parentMessageId: 'm1' }),
      ),
    ],
  },
  {
    name: 'a call without a message, and one without arguments',
    runs: [turn('u1', ...call('c1', ['{"a":1}']), ...call('c2', []), result('c1', ''))],
  },
  {
    name: 'a tool of the client that is answered with the next run',
    tools: FRONTEND,
    runs: [
      turn('u1', ...text('m1', 'Choose'), ...call('c1', ['{}'], { parentMessageId: 'm1' })),
      turn(
        [{ id: 't1', role: 'tool', toolCallId: 'c1', content: 'blue' }],
        ...text('m2', 'Blue it is'),
      ),
    ],
  },
  {
    name: 'a tool of the client that nobody answers',
    tools: FRONTEND,
    runs: [turn('u1', ...call('c1', ['{"shade":"dark"}'], { parentMessageId: 'm1' }))],
  },
  {
    name: 'a call that is cut off by a failure',
    runs: [
      turn(
        'u1',
        { type: 'TOOL_CALL_START', toolCallId: 'c1', toolCallName: 'a', parentMessageId: 'm1' },
        { type: 'TOOL_CALL_ARGS', toolCallId: 'c1', delta: '{"x":' },
        { type: 'RUN_ERROR', message: 'The model hung up', code: 'HUNG_UP' },
      ),
      turn('u2', ...text('m2', 'Again')),
    ],
  },
];
