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
  thinks,
} from '../../test/support/prompt-of.js';
import { sealMetadata } from './envelope.js';
import { markProviderExecuted } from './provider-executed.js';

describe('what providers want back', () => {
  const anthropic = (metadata: Record<string, unknown>) =>
    sealMetadata('anthropic.messages', { anthropic: metadata });
  const openai = (metadata: Record<string, unknown>) =>
    sealMetadata('openai.responses', { openai: metadata });
  const google = (metadata: Record<string, unknown>) =>
    sealMetadata('google.generative-ai', { google: metadata });
  const goOn = { role: 'user', content: [text('(go on)')] };
  const claude = { provider: 'anthropic.messages' };
  const gemini = { provider: 'google.generative-ai' };

  it('is reasoning in front of what it led to', async () => {
    const history = [
      user('A'),
      thinks('Hm', anthropic({ signature: 's1' })),
      calls(call('c1')),
      result('c1'),
      thinks('', anthropic({ redactedData: 'd' })),
      says('B'),
    ];
    expect(await promptOf(history, claude)).toEqual([
      { role: 'user', content: [text('A')] },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'Hm', providerOptions: { anthropic: { signature: 's1' } } },
          callPart('c1'),
        ],
      },
      { role: 'tool', content: [resultPart('c1')] },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: '', providerOptions: { anthropic: { redactedData: 'd' } } },
          text('B'),
        ],
      },
      goOn,
    ]);
  });

  it('is reasoning before the calls that a client shows in front of it', async () => {
    const history = [
      user('A'),
      { ...calls(call('c1')), content: 'B' },
      thinks('Hm', anthropic({ signature: 's' })),
      result('c1'),
    ];
    const prompt = await promptOf(history, claude);
    expect(prompt[1]?.content).toEqual([
      text('B'),
      { type: 'reasoning', text: 'Hm', providerOptions: { anthropic: { signature: 's' } } },
      callPart('c1'),
    ]);
  });

  it('is a thought signature of texts and calls', async () => {
    const history = [
      user('A'),
      {
        ...calls(call('c1', { encryptedValue: google({ thoughtSignature: 'x' }) })),
        content: 'B',
        encryptedValue: google({ thoughtSignature: 'y' }),
      },
      result('c1'),
    ];
    const prompt = await promptOf(history, gemini);
    expect(prompt[1]?.content).toEqual([
      text('B', { google: { thoughtSignature: 'y' } }),
      callPart('c1', { providerOptions: { google: { thoughtSignature: 'x' } } }),
    ]);
  });

  it.each<[title: string, value: string | undefined]>([
    ['nothing', undefined],
    ['another family', anthropic({ signature: 's' })],
    ["a provider's own text", 'gAAAA'],
    ['an empty envelope', sealMetadata('openai', {})],
  ])('does not include reasoning with %s', async (_, value) => {
    const prompt = await promptOf([user('A'), thinks('Hm', value), says('B', value), user('C')]);
    const parts = prompt.flatMap(({ content }) =>
      typeof content === 'string' ? [] : [...content],
    );
    expect(parts.map(({ type }) => type)).toEqual(['text', 'text', 'text']);
  });

  it.each([{}, { signature: '' }, { signature: 7 }, { cacheControl: { type: 'ephemeral' } }])(
    'does not include thinking without a proof: %j',
    async (metadata) => {
      const prompt = await promptOf(
        [user('A'), thinks('Hm', anthropic(metadata)), says('B')],
        claude,
      );
      expect(prompt[1]?.content).toEqual([text('B')]);
    },
  );

  it('is nothing when it is switched off', async () => {
    const history = [
      user('A'),
      thinks('Hm', anthropic({ signature: 's' })),
      says('B', anthropic({ a: 1 })),
    ];
    const prompt = await promptOf(history, { ...claude, reasoningRoundTrip: false });
    expect(prompt[1]?.content).toEqual([text('B')]);
  });

  it('does not include reasoning that leads to nothing', async () => {
    const prompt = await promptOf(
      [user('A'), thinks('Hm', anthropic({ signature: 's' })), user('B')],
      claude,
    );
    expect(prompt.map(({ role }) => role)).toEqual(['user', 'user']);
  });

  it('names stored items in the turn that is going on', async () => {
    const history = [
      user('A'),
      thinks('Hm', openai({ itemId: 'rs_1' })),
      calls(call('c1', { encryptedValue: openai({ itemId: 'fc_1' }) })),
      result('c1'),
    ];
    const prompt = await promptOf(history);
    expect(prompt[1]?.content).toEqual([
      { type: 'reasoning', text: 'Hm', providerOptions: { openai: { itemId: 'rs_1' } } },
      callPart('c1', { providerOptions: { openai: { itemId: 'fc_1' } } }),
    ]);
  });

  it('does not name stored items of earlier turns, which may be gone', async () => {
    const history = [
      user('A'),
      thinks('Hm', openai({ itemId: 'rs_1' })),
      says('B', openai({ itemId: 'msg_1' })),
      user('C'),
    ];
    const prompt = await promptOf(history);
    expect(prompt[1]?.content).toEqual([{ ...text('B'), providerOptions: { openai: {} } }]);
  });

  it('is encrypted reasoning of earlier turns, which needs no store', async () => {
    const metadata = { itemId: 'rs_1', reasoningEncryptedContent: 'gAAA' };
    const prompt = await promptOf([
      user('A'),
      thinks('Hm', openai(metadata)),
      says('B', openai({ itemId: 'msg_1' })),
      user('C'),
    ]);
    expect(prompt[1]?.content).toEqual([
      { type: 'reasoning', text: 'Hm', providerOptions: { openai: metadata } },
      text('B', { openai: { itemId: 'msg_1' } }),
    ]);
  });

  it('keeps every part of a reasoning of which one part holds the whole', async () => {
    const [first, last] = [
      { itemId: 'rs_1' },
      { itemId: 'rs_1', reasoningEncryptedContent: 'gAAA' },
    ];
    const history = [
      user('A'),
      thinks('Hm', openai(first)),
      thinks('Aha', openai(last)),
      says('B'),
      user('C'),
    ];
    const prompt = await promptOf(history);
    expect(prompt[1]?.content).toEqual([
      { type: 'reasoning', text: 'Hm', providerOptions: { openai: first } },
      { type: 'reasoning', text: 'Aha', providerOptions: { openai: last } },
      text('B'),
    ]);
  });

  it('does not name an item whose reasoning is lost', async () => {
    const history = [
      user('A'),
      calls(call('c1', { encryptedValue: openai({ itemId: 'fc_1', other: 1 }) })),
      result('c1'),
    ];
    const prompt = await promptOf(history);
    expect(prompt[1]?.content).toEqual([
      callPart('c1', { providerOptions: { openai: { other: 1 } } }),
    ]);
  });

  describe('of tools that the provider ran', () => {
    const marked = sealMetadata(
      'anthropic.messages',
      markProviderExecuted({ anthropic: { a: 1 } }),
    );
    const history = [
      user('A'),
      calls(call('c1', { encryptedValue: marked })),
      result('c1', '[1]'),
      says('B'),
    ];
    const ran = callPart('c1', {
      providerOptions: { anthropic: { a: 1 } },
      providerExecuted: true,
    });

    it('is the result inside of its own message', async () => {
      expect((await promptOf(history, claude)).slice(1)).toEqual([
        {
          role: 'assistant',
          content: [ran, resultPart('c1', { type: 'json', value: [1] }), text('B')],
        },
        goOn,
      ]);
    });

    it('may be marked by the metadata of the call', async () => {
      const value = anthropic({ a: 1 });
      const byMetadata = calls(
        call('c1', { encryptedValue: value, metadata: { providerExecuted: true } }),
      );
      const prompt = await promptOf(
        [user('A'), byMetadata, result('c1', '[1]'), says('B')],
        claude,
      );
      expect(prompt[1]?.content[0]).toEqual(ran);
    });

    it('does not name stored items of earlier turns, which may be gone', async () => {
      const value = sealMetadata('openai.responses', markProviderExecuted({ openai: {} }));
      const search = [
        user('A'),
        calls(call('ws_1', { encryptedValue: value })),
        result('ws_1', '[1]'),
        says('B'),
      ];
      expect((await promptOf([...search, user('C')]))[1]?.content).toEqual([text('B')]);
      expect((await promptOf(search))[1]?.content).toHaveLength(3);
    });

    it('is like any other call for another provider', async () => {
      expect((await promptOf(history)).slice(1)).toEqual([
        { role: 'assistant', content: [callPart('c1')] },
        { role: 'tool', content: [resultPart('c1', { type: 'text', value: '[1]' })] },
        { role: 'assistant', content: [text('B')] },
        goOn,
      ]);
    });
  });
});
