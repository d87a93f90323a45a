import { folded, start, text, end, call, args, think } from '../../test/support/event-builders.js';

describe('open items', () => {
  it('tell what to begin again, in the order of the beginnings', () => {
    const fold = folded(
      start('a'),
      text('a', 'Hel'),
      call('t', { parentMessageId: 'a' }),
      think('r'),
      args('t', '{'),
      text('a', 'lo'),
    );
    expect(fold.openItems()).toEqual([
      { kind: 'text', id: 'a', start: start('a'), text: 'Hello' },
      { kind: 'tool', id: 't', start: call('t', { parentMessageId: 'a' }), text: '{' },
      { kind: 'reasoning', id: 'r', start: think('r'), text: '' },
    ]);
  });

  it('go when they end', () => {
    const fold = folded(start('a'), call('t'), think('r'), end('a'));
    fold.apply({ type: 'TOOL_CALL_END', toolCallId: 't' });
    fold.apply({ type: 'REASONING_MESSAGE_END', messageId: 'r' });
    expect(fold.openItems()).toEqual([]);
  });

  it.each(['RUN_FINISHED', 'RUN_ERROR'])('go with %s', (type) => {
    expect(folded(start('a'), call('t'), { type }).openItems()).toEqual([]);
  });

  it('have a start of their own when a chunk began them', () => {
    const fold = folded({
      type: 'TOOL_CALL_CHUNK',
      toolCallId: 't',
      toolCallName: 'search',
      parentMessageId: 'p',
      delta: '{',
    });
    expect(fold.openItems()).toEqual([
      { kind: 'tool', id: 't', start: call('t', { parentMessageId: 'p' }), text: '{' },
    ]);
    fold.apply({ type: 'TEXT_MESSAGE_CHUNK', messageId: 'a', delta: 'x' });
    expect(fold.openItems()).toEqual([{ kind: 'text', id: 'a', start: start('a'), text: 'x' }]);
    fold.apply({ type: 'CUSTOM', name: 'ends it' });
    expect(fold.openItems()).toEqual([]);
  });

  it.each([
    { type: 'RAW', event: {} },
    { type: 'ACTIVITY_SNAPSHOT', messageId: 'p', activityType: 'plan', content: {} },
    { type: 'REASONING_ENCRYPTED_VALUE', entityId: 'm', encryptedValue: 'x' },
  ])('stay when $type comes between the chunks of one', (between) => {
    const chunk = (delta: string) => ({ type: 'TEXT_MESSAGE_CHUNK', messageId: 'a', delta });
    const fold = folded(chunk('x'), between);
    expect(fold.openItems()).toEqual([{ kind: 'text', id: 'a', start: start('a'), text: 'x' }]);
    fold.apply(chunk('y'));
    expect(fold.openItems()).toEqual([{ kind: 'text', id: 'a', start: start('a'), text: 'xy' }]);
  });
});
