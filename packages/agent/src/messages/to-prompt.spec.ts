import { createRecordingLogger } from '../../test/support/recording-logger.js';
import {
  promptOf,
  says,
  user,
  calls,
  call,
  callPart,
  result,
  resultPart,
  text,
} from '../../test/support/prompt-of.js';

describe('a history as a prompt', () => {
  it('is turns of the user, the assistant and tools [history.conversion]', async () => {
    const history = [
      user('A'),
      { ...calls(call('c1'), call('c2')), content: 'B' },
      result('c1'),
      result('c2'),
      says('C'),
      user('D'),
      user('E'),
    ];
    expect(await promptOf(history)).toEqual([
      { role: 'user', content: [text('A')] },
      { role: 'assistant', content: [text('B'), callPart('c1'), callPart('c2')] },
      { role: 'tool', content: [resultPart('c1'), resultPart('c2')] },
      { role: 'assistant', content: [text('C')] },
      { role: 'user', content: [text('D')] },
      { role: 'user', content: [text('E')] },
    ]);
  });

  it('takes messages of one turn together, calls last', async () => {
    const history = [user('A'), says('B'), calls(call('c1')), says('C'), result('c1')];
    expect(await promptOf(history)).toEqual([
      { role: 'user', content: [text('A')] },
      { role: 'assistant', content: [text('B'), text('C'), callPart('c1')] },
      { role: 'tool', content: [resultPart('c1')] },
    ]);
  });

  it('begins with the user where the history does not', async () => {
    const [first, second] = await promptOf([says('How can I help?'), user('A')]);
    expect(first?.role).toBe('user');
    expect(second).toEqual({ role: 'assistant', content: [text('How can I help?')] });
  });

  it('is a first question for an empty history', async () => {
    expect(await promptOf([])).toEqual([
      { role: 'user', content: [text('(the conversation starts)')] },
    ]);
  });

  it.each([[''], [' \n'], [[]], [[{ type: 'text', text: '' }]], [null]])(
    'has a text where a user said nothing: %j',
    async (content) => {
      expect(await promptOf([user(content)])).toEqual([
        { role: 'user', content: [text('(empty message)')] },
      ]);
    },
  );

  it.each([
    ['neither', false, false, []],
    ['system messages', true, false, ['S', 'S2']],
    ['developer messages', false, true, ['D']],
    ['both', true, true, ['S', 'D', 'S2']],
  ])(
    'has in front what is forwarded: %s [history.conversion]',
    async (_, forwardSystemMessages, forwardDeveloperMessages, expected) => {
      const history = [
        { role: 'system', content: 'S' },
        user('A'),
        { role: 'developer', content: 'D' },
        { role: 'system', content: 'S2' },
        { role: 'system', content: ' ' },
      ];
      const prompt = await promptOf(history, { forwardSystemMessages, forwardDeveloperMessages });
      expect(prompt).toEqual([
        ...expected.map((content) => ({ role: 'system', content })),
        { role: 'user', content: [text('A')] },
      ]);
    },
  );

  it.each(['', ' ', '{}', '[1]', '"a"', 'null', '{"city":', 'undefined'])(
    'has empty arguments for %j',
    async (input) => {
      const broken = call('c1', { function: { name: 'weather', arguments: input } });
      const prompt = await promptOf([user('A'), calls(broken), result('c1')]);
      expect(prompt[1]).toEqual({ role: 'assistant', content: [callPart('c1', { input: {} })] });
    },
  );

  it('tells of broken arguments once, without them', async () => {
    const logger = createRecordingLogger();
    const broken = call('c1', { function: { name: 'weather', arguments: 'SECRET' } });
    await promptOf([user('A'), calls(broken), result('c1')], { logger });
    expect(logger.lines.map(({ level }) => level)).toEqual(['debug']);
    expect(JSON.stringify(logger.lines)).not.toContain('SECRET');
  });

  it.each<[title: string, message: object, output: object]>([
    ['text', result('c1', 'R'), { type: 'text', value: 'R' }],
    ['nothing', result('c1', ''), { type: 'text', value: '' }],
    ['parts of text', result('c1', [text('R'), text('S')]), { type: 'text', value: 'R\nS' }],
    ['an error', result('c1', '', { error: 'E' }), { type: 'error-text', value: 'E' }],
    [
      'an error with content',
      result('c1', 'R', { error: 'E' }),
      { type: 'error-text', value: 'E\nR' },
    ],
    [
      'content that says the error',
      result('c1', '{"error":"E"}', { error: 'E' }),
      { type: 'error-text', value: '{"error":"E"}' },
    ],
    [
      'text and a picture',
      result('c1', [
        text('R'),
        { type: 'image', source: { type: 'data', value: 'iVBORw==', mimeType: 'image/png' } },
      ]),
      {
        type: 'content',
        value: [
          text('R'),
          { type: 'file', mediaType: 'image/png', data: new Uint8Array([0x89, 0x50, 0x4e, 0x47]) },
        ],
      },
    ],
  ])('has results of tools: %s [history.tool-parts]', async (_, message, output) => {
    const prompt = await promptOf([user('A'), calls(call('c1')), message]);
    expect(prompt[2]).toEqual({ role: 'tool', content: [resultPart('c1', output)] });
  });

  it('names files in results of tools where the provider takes only text [history.tool-parts]', async () => {
    const picture = {
      type: 'image',
      source: { type: 'data', value: 'iVBORw==', mimeType: 'image/png' },
    };
    const history = [user('A'), calls(call('c1')), result('c1', [text('R'), picture])];
    const prompt = await promptOf(history, { provider: 'openai.chat' });
    const output = { type: 'text', value: 'R\n[a file of the type image/png]' };
    expect(prompt[2]).toEqual({ role: 'tool', content: [resultPart('c1', output)] });
  });

  it('goes on with a thread of upstream [history.repair]', async () => {
    const step = (id: string, content: string, ...ids: string[]) => ({
      id,
      role: 'assistant',
      content,
      toolCalls: ids.map((each) => call(each)),
    });
    const prompt = await promptOf([
      user([text('See'), { type: 'binary', mimeType: 'image/png', data: 'iVBORw==' }]),
      step('1', 'Well', 'c1'),
      result('c1'),
      user('More'),
      // Upstream gives messages of all runs the same ids, and puts two steps into one message.
      step('1', 'Then', 'c2', 'c3'),
      result('c2'),
      result('c3'),
      says('Done'),
      step('2', '', 'c4'),
      user('And?'),
    ]);
    expect(prompt.map(({ role, content }) => `${role} ${String(content.length)}`)).toEqual([
      'user 2',
      'assistant 2',
      'tool 1',
      'user 1',
      'assistant 3',
      'tool 2',
      'assistant 2',
      'tool 1',
      'user 1',
    ]);
  });

  it('answers a dangling call and goes on with the next user message [history.repair]', async () => {
    const prompt = await promptOf([user('A'), calls(call('c1')), user('Never mind')]);
    expect(prompt.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'user']);
    expect(prompt[2]).toEqual({
      role: 'tool',
      content: [
        resultPart('c1', { type: 'error-text', value: expect.stringContaining('not answered') }),
      ],
    });
  });
});
