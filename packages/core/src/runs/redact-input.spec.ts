import { describe, expect, it } from '@jest/globals';
import { RunAgentInputSchema as schema57 } from 'ag-ui-client-57';
import { RunAgentInputSchema as schema59 } from '@ag-ui/client';
import { storableInput } from './redact-input.js';

const INPUT = {
  threadId: 't',
  runId: 'r',
  parentRunId: 'p',
  messages: [
    { id: '1', role: 'user', content: 'old' },
    { id: '2', role: 'user', content: 'new' },
  ],
  state: { secret: 1 },
  tools: [{ name: 'secret', description: 'd' }],
  context: [{ description: 'd', value: 'secret' }],
  forwardedProps: { token: 'secret' },
  resume: [{ interruptId: 'i', status: 'resolved' as const, payload: 'secret' }],
};

describe('storableInput', () => {
  it('keeps the ids and the messages that are new, and nothing else', () => {
    const stored = storableInput(INPUT, new Set(['1']));
    expect(stored).toEqual({
      threadId: 't',
      runId: 'r',
      parentRunId: 'p',
      messages: [INPUT.messages[1]],
      tools: [],
      context: [],
    });
    expect(stored.messages).toContain(INPUT.messages[1]);
    expect(JSON.stringify(stored)).not.toContain('secret');
  });

  it('fits the schemas of old clients, whatever a 1.0 client has sent', () => {
    const messages = [
      { id: '1', role: 'tool', toolCallId: 'c', content: [{ type: 'text', text: 'a' }] },
      {
        id: '2',
        role: 'user',
        content: [{ type: 'image', source: { type: 'file', value: 'f', mimeType: 'image/png' } }],
      },
    ];
    const stored = storableInput({ ...INPUT, messages }, new Set());
    expect(schema57.safeParse(stored).success).toBe(true);
    expect(schema59.safeParse(stored).success).toBe(true);
    expect(schema59.safeParse({ ...INPUT, messages }).success).toBe(false);
    expect(stored.messages).toEqual([
      { id: '1', role: 'tool', toolCallId: 'c', content: 'a' },
      { id: '2', role: 'user', content: [{ type: 'binary', mimeType: 'image/png', id: 'f' }] },
    ]);
  });
});
