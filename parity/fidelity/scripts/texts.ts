import { text, turn, user, type FidelityScript } from '../script.js';

const chunk = (messageId: string | undefined, delta: string) => ({
  type: 'TEXT_MESSAGE_CHUNK',
  ...(messageId === undefined ? {} : { messageId, role: 'assistant' }),
  delta,
});

export const TEXTS: readonly FidelityScript[] = [
  { name: 'a short answer', runs: [turn('u1', ...text('m1', 'Hello ', 'world'))] },
  {
    name: 'several turns',
    runs: [
      turn('u1', ...text('m1', 'One')),
      turn('u2', ...text('m2', 'Two'), ...text('m3', 'and a half')),
      turn('u3', ...text('m4', 'Three')),
    ],
  },
  {
    name: 'every kind of character, cut anywhere',
    runs: [
      turn(
        [user('u1', 'Grüße, 世界 👩‍👩‍👧 \u0000 \u2028 "quoted" \\ \r\n\n data: x')],
        ...text(
          'm1',
          '\ud83d',
          '\ude80 é e\u0301',
          '\n\ndata: {"a"',
          ':1}\r\n',
          'مرحبا \u0000\u001f',
        ),
      ),
    ],
  },
  {
    name: 'texts in chunks',
    runs: [
      turn(
        'u1',
        chunk('m1', 'Hel'),
        chunk(undefined, 'lo'),
        chunk('m2', 'Second '),
        chunk('m2', 'text'),
      ),
      turn('u2', chunk('m3', 'Third')),
    ],
  },
  {
    name: 'two texts at once',
    runs: [
      turn(
        'u1',
        { type: 'TEXT_MESSAGE_START', messageId: 'm1', role: 'assistant' },
        { type: 'TEXT_MESSAGE_START', messageId: 'm2', role: 'assistant' },
        { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'left ' },
        { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm2', delta: 'right ' },
        { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'side' },
        { type: 'TEXT_MESSAGE_END', messageId: 'm1' },
        { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm2', delta: 'side' },
        { type: 'TEXT_MESSAGE_END', messageId: 'm2' },
      ),
    ],
  },
  {
    name: 'texts of other roles, and one without any text',
    runs: [
      turn(
        'u1',
        ...['system', 'developer', 'user'].flatMap((role) => [
          { type: 'TEXT_MESSAGE_START', messageId: `m-${role}`, role },
          { type: 'TEXT_MESSAGE_CONTENT', messageId: `m-${role}`, delta: role },
          { type: 'TEXT_MESSAGE_END', messageId: `m-${role}` },
        ]),
        ...text('m-empty'),
      ),
    ],
  },
  {
    name: 'a message with a file as it was told before',
    until59: true,
    runs: [
      turn(
        [
          user('u1', [
            { type: 'text', text: 'And this?' },
            { type: 'binary', mimeType: 'image/png', data: 'iVBORw0KGgo=', filename: 'b.png' },
          ]),
        ],
        ...text('m1', 'A file'),
      ),
    ],
  },
  {
    name: 'a message with pictures and files',
    runs: [
      turn(
        [
          user('u1', [
            { type: 'text', text: 'What is this?' },
            { type: 'image', source: { type: 'url', value: 'https://example.org/a.png' } },
            {
              type: 'document',
              source: { type: 'data', value: 'JVBERi0=', mimeType: 'application/pdf' },
            },
          ]),
        ],
        ...text('m1', 'A picture'),
      ),
    ],
  },
  {
    name: 'an agent that speaks first, to instructions and several questions',
    runs: [
      turn([], ...text('m1', 'How can I help?')),
      turn(
        [{ id: 's1', role: 'system', content: 'Be brief' }, user('u1'), user('u2')],
        ...text('m2', 'Ok'),
      ),
    ],
  },
];
