import type { ModelPart } from '../model/model-part.js';
import type { AgentEvent } from './agent-event.js';
import { CallIds } from './call-ids.js';
import type { StepScope } from './step-scope.js';
import { StepTranscript } from './step-transcript.js';
import { StepWriter } from './step-writer.js';

function subject(options: Partial<StepScope> = {}) {
  const events: AgentEvent[] = [];
  let count = 0;
  const newId = () => `id-${String((count += 1))}`;
  const writer = new StepWriter({
    emit: (event) => events.push(event),
    newId,
    messageId: 'step',
    transcript: new StepTranscript(),
    callIds: new CallIds([], newId),
    seal: (metadata) => JSON.stringify(metadata),
    sealBare: () => undefined,
    showReasoning: true,
    showSources: true,
    ...options,
  });
  return {
    events,
    writer,
    write: (...parts: readonly ModelPart[]) => {
      for (const part of parts) writer.write(part);
      writer.finish();
      return events;
    },
  };
}

const meta = { scripted: { itemId: 'i' } };
const start = { type: 'TOOL_CALL_START', toolCallId: 'c', toolCallName: 'find' } as const;

describe('StepWriter', () => {
  it('begins a text with its first words, and seals what the provider said of it', () => {
    const events = subject().write(
      { type: 'text-start', id: '0' },
      { type: 'text-delta', id: '0', delta: '' },
      { type: 'text-delta', id: '0', delta: 'A' },
      { type: 'text-end', id: '0', providerMetadata: meta },
    );
    expect(events).toEqual([
      { type: 'TEXT_MESSAGE_START', messageId: 'step', role: 'assistant' },
      { type: 'TEXT_MESSAGE_CONTENT', messageId: 'step', delta: 'A' },
      { type: 'TEXT_MESSAGE_END', messageId: 'step' },
      {
        type: 'REASONING_ENCRYPTED_VALUE',
        subtype: 'message',
        entityId: 'step',
        encryptedValue: JSON.stringify(meta),
      },
    ]);
  });

  it('tells nothing of a text without words', () => {
    const { write, writer } = subject();
    expect(write({ type: 'text-start', id: '0' }, { type: 'text-end', id: '0' })).toEqual([]);
    expect(writer.message()).toBeUndefined();
  });

  it('tells reasoning as a span with one message, whose metadata of all parts is sealed', () => {
    const events = subject().write(
      { type: 'reasoning-start', id: 'r', providerMetadata: meta },
      { type: 'reasoning-delta', id: 'r', delta: 'Hm' },
      { type: 'reasoning-end', id: 'r', providerMetadata: { scripted: { signature: 's' } } },
    );
    expect(events).toEqual([
      { type: 'REASONING_START', messageId: 'id-1' },
      { type: 'REASONING_MESSAGE_START', messageId: 'id-1', role: 'reasoning' },
      { type: 'REASONING_MESSAGE_CONTENT', messageId: 'id-1', delta: 'Hm' },
      { type: 'REASONING_MESSAGE_END', messageId: 'id-1' },
      { type: 'REASONING_END', messageId: 'id-1' },
      {
        type: 'REASONING_ENCRYPTED_VALUE',
        subtype: 'message',
        entityId: 'id-1',
        encryptedValue: JSON.stringify({ scripted: { itemId: 'i', signature: 's' } }),
      },
    ]);
  });

  it('keeps reasoning without words for the provider only', () => {
    const types = subject()
      .write(
        { type: 'reasoning-start', id: 'r', providerMetadata: meta },
        { type: 'reasoning-end', id: 'r' },
        { type: 'reasoning-start', id: 's' },
        { type: 'reasoning-end', id: 's' },
      )
      .map(({ type }) => type);
    expect(types).toEqual([
      'REASONING_START',
      'REASONING_MESSAGE_START',
      'REASONING_MESSAGE_END',
      'REASONING_END',
      'REASONING_ENCRYPTED_VALUE',
    ]);
  });

  it('begins another message for reasoning after the end of its block', () => {
    const events = subject().write(
      { type: 'reasoning-start', id: 'r' },
      { type: 'reasoning-delta', id: 'r', delta: 'A' },
      { type: 'reasoning-end', id: 'r' },
      { type: 'reasoning-delta', id: 'r', delta: 'B' },
    );
    const contents = events.filter(({ type }) => type === 'REASONING_MESSAGE_CONTENT');
    expect(contents.map(({ messageId, delta }) => [messageId, delta])).toEqual([
      ['id-1', 'A'],
      ['id-2', 'B'],
    ]);
  });

  it('shows no reasoning where it is switched off, and still gives it back in the same run', () => {
    const { write, writer } = subject({ showReasoning: false });
    const events = write(
      { type: 'reasoning-start', id: 'r', providerMetadata: meta },
      { type: 'reasoning-delta', id: 'r', delta: 'A' },
      { type: 'file', mediaType: 'image/png', data: 'AQID', isReasoning: true },
    );
    expect(events).toEqual([]);
    expect(writer.message()).toEqual({
      role: 'assistant',
      content: [{ type: 'reasoning', text: 'A', providerOptions: meta }],
    });
  });

  it('seals nothing where nothing is to travel', () => {
    const events = subject({ seal: () => undefined }).write(
      { type: 'text-delta', id: '0', delta: 'A' },
      { type: 'text-end', id: '0', providerMetadata: meta },
      {
        type: 'tool-call',
        toolCallId: 'c',
        toolName: 'find',
        input: '{}',
        providerMetadata: meta,
      },
    );
    expect(events.map(({ type }) => type)).not.toContain('REASONING_ENCRYPTED_VALUE');
  });

  it('tells the arguments of a call as they come, and ends it when it is complete', () => {
    const { write, writer } = subject();
    const events = write(
      { type: 'tool-input-start', id: 'c', toolName: 'find' },
      { type: 'tool-input-delta', id: 'c', delta: '{"a"' },
      { type: 'tool-input-delta', id: 'c', delta: '' },
      { type: 'tool-input-delta', id: 'c', delta: ':1}' },
      { type: 'tool-input-end', id: 'c' },
      {
        type: 'tool-call',
        toolCallId: 'c',
        toolName: 'find',
        input: '{"a":1}',
        providerMetadata: meta,
      },
    );
    expect(events).toEqual([
      { ...start, parentMessageId: 'step' },
      { type: 'TOOL_CALL_ARGS', toolCallId: 'c', delta: '{"a"' },
      { type: 'TOOL_CALL_ARGS', toolCallId: 'c', delta: ':1}' },
      { type: 'TOOL_CALL_END', toolCallId: 'c' },
      {
        type: 'REASONING_ENCRYPTED_VALUE',
        subtype: 'tool-call',
        entityId: 'c',
        encryptedValue: JSON.stringify(meta),
      },
    ]);
    const encryptedValue = '{"scripted":{"itemId":"i"}}';
    expect(writer.calls).toEqual([
      { toolCallId: 'c', toolName: 'find', input: '{"a":1}', encryptedValue },
    ]);
  });

  it.each([
    ['{"a":1}', '{"a":1}'],
    ['', '{}'],
  ])('tells the arguments %p of a call that came at once as %p', (input, delta) => {
    const { write, writer } = subject();
    const events = write({ type: 'tool-call', toolCallId: 'c', toolName: 'find', input });
    expect(events).toEqual([
      { ...start, parentMessageId: 'step' },
      { type: 'TOOL_CALL_ARGS', toolCallId: 'c', delta },
      { type: 'TOOL_CALL_END', toolCallId: 'c' },
    ]);
    expect(writer.calls).toEqual([{ toolCallId: 'c', toolName: 'find', input: delta }]);
  });

  it('takes a call that was only streamed for complete when the model has finished', () => {
    const { write, writer } = subject();
    write(
      { type: 'tool-input-start', id: 'c', toolName: 'find' },
      { type: 'tool-input-delta', id: 'c', delta: '{}' },
    );
    expect(writer.calls).toEqual([{ toolCallId: 'c', toolName: 'find', input: '{}' }]);
  });

  it('answers a call that was cut off', () => {
    const { events, writer } = subject();
    writer.write({ type: 'tool-input-start', id: 'c', toolName: 'find' });
    writer.abandon();
    expect(events.map(({ type }) => type)).toEqual([
      'TOOL_CALL_START',
      'TOOL_CALL_END',
      'TOOL_CALL_RESULT',
    ]);
    expect(events.at(-1)?.['content']).toContain('cancelled');
    expect(writer.calls).toEqual([]);
  });

  it('tells what the provider ran itself, marked, and leaves it to nobody', () => {
    const { write, writer } = subject();
    const events = write(
      {
        type: 'tool-call',
        toolCallId: 'c',
        toolName: 'find',
        input: '{}',
        providerExecuted: true,
      },
      { type: 'tool-result', toolCallId: 'c', toolName: 'find', result: 1, preliminary: true },
      { type: 'tool-result', toolCallId: 'c', toolName: 'find', result: [1] },
      { type: 'tool-result', toolCallId: 'nobody', toolName: 'find', result: [2] },
    );
    const metadata = { providerExecuted: true };
    expect(events).toEqual([
      { ...start, parentMessageId: 'step', metadata },
      { type: 'TOOL_CALL_ARGS', toolCallId: 'c', delta: '{}' },
      { type: 'TOOL_CALL_END', toolCallId: 'c' },
      {
        type: 'REASONING_ENCRYPTED_VALUE',
        subtype: 'tool-call',
        entityId: 'c',
        encryptedValue: JSON.stringify({ flightdeck: { providerExecuted: true } }),
      },
      {
        type: 'TOOL_CALL_RESULT',
        messageId: 'id-1',
        toolCallId: 'c',
        role: 'tool',
        content: '[1]',
        metadata,
      },
    ]);
    expect(writer.calls).toEqual([]);
    expect(writer.message()).toMatchObject({
      content: [
        { type: 'tool-call', toolCallId: 'c', providerExecuted: true },
        { type: 'tool-result', toolCallId: 'c', output: { type: 'json', value: [1] } },
      ],
    });
  });

  it('tells files and sources as CUSTOM events that name the message [agent.sources]', () => {
    const events = subject().write(
      { type: 'file', mediaType: 'image/png', data: new Uint8Array([1, 2, 3]) },
      { type: 'file', mediaType: 'image/png', data: new URL('https://example.com/a.png') },
      { type: 'source', id: 's', sourceType: 'url', url: 'https://example.com/' },
    );
    expect(events).toEqual([
      {
        type: 'CUSTOM',
        name: 'file',
        value: { messageId: 'step', mediaType: 'image/png', data: 'AQID' },
      },
      {
        type: 'CUSTOM',
        name: 'file',
        value: { messageId: 'step', mediaType: 'image/png', url: 'https://example.com/a.png' },
      },
      {
        type: 'CUSTOM',
        name: 'source',
        value: { messageId: 'step', id: 's', sourceType: 'url', url: 'https://example.com/' },
      },
    ]);
  });

  it('tells no sources where they are switched off', () => {
    const { write } = subject({ showSources: false });
    expect(write({ type: 'source', id: 's', sourceType: 'url' })).toEqual([]);
  });

  it('keeps what was said in its order for the next step', () => {
    const { write, writer } = subject();
    write(
      { type: 'text-start', id: '0' },
      { type: 'text-delta', id: '0', delta: 'A' },
      { type: 'tool-call', toolCallId: 'c', toolName: 'find', input: '{"a":1}' },
      { type: 'text-delta', id: '0', delta: 'a' },
      { type: 'text-delta', id: '1', delta: 'B' },
    );
    expect(writer.message()).toEqual({
      role: 'assistant',
      content: [
        { type: 'text', text: 'Aa' },
        { type: 'tool-call', toolCallId: 'c', toolName: 'find', input: { a: 1 } },
        { type: 'text', text: 'B' },
      ],
    });
  });
});
