import { call, result, text, thought, turn, type FidelityScript } from '../script.js';

export const THOUGHTS: readonly FidelityScript[] = [
  {
    name: 'reasoning before an answer',
    runs: [
      turn('u1', ...thought('r1', 'Let me ', 'see'), ...text('m1', 'Four')),
      turn('u2', ...thought('r2', 'Hm'), ...text('m2', 'Five')),
    ],
  },
  {
    name: 'reasoning in chunks',
    runs: [
      turn(
        'u1',
        { type: 'REASONING_START', messageId: 's1' },
        { type: 'REASONING_MESSAGE_CHUNK', messageId: 'r1', delta: 'Let ' },
        { type: 'REASONING_MESSAGE_CHUNK', messageId: 'r1', delta: 'me see' },
        { type: 'REASONING_END', messageId: 's1' },
        ...text('m1', 'Four'),
      ),
    ],
  },
  {
    name: 'encrypted reasoning',
    runs: [
      turn(
        'u1',
        ...thought('r1', 'Secret'),
        {
          type: 'REASONING_ENCRYPTED_VALUE',
          subtype: 'message',
          entityId: 'r1',
          encryptedValue: 'x1',
        },
        ...call('c1', ['{}'], { parentMessageId: 'm1' }),
        {
          type: 'REASONING_ENCRYPTED_VALUE',
          subtype: 'tool-call',
          entityId: 'c1',
          encryptedValue: 'x2',
        },
        result('c1', 'ok'),
        ...text('m2', 'Done'),
      ),
    ],
  },
  {
    name: 'reasoning between calls and texts',
    runs: [
      turn(
        'u1',
        ...thought('r1', 'First'),
        ...call('c1', ['{}'], { parentMessageId: 'm1' }),
        result('c1', 'one'),
        ...thought('r2', 'Then', ' that'),
        ...text('m2', 'So'),
        ...thought('r3', 'And'),
        ...text('m3', 'there'),
      ),
    ],
  },
  {
    name: 'thinking, as it was called before',
    until59: true,
    runs: [
      turn(
        'u1',
        { type: 'THINKING_START', title: 'Plan' },
        { type: 'THINKING_TEXT_MESSAGE_START' },
        { type: 'THINKING_TEXT_MESSAGE_CONTENT', delta: 'Hm' },
        { type: 'THINKING_TEXT_MESSAGE_END' },
        { type: 'THINKING_END' },
        ...text('m1', 'Four'),
      ),
    ],
  },
];
