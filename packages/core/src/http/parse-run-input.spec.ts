import { createRequire } from 'node:module';
import { describe, expect, it, jest } from '@jest/globals';
import * as client57 from 'ag-ui-client-57';
import * as client59 from '@ag-ui/client';
import { RuntimeError } from '../errors/runtime-error.js';
import { parseRunInput, readResumeFields, readThreadId } from './parse-run-input.js';

interface Schema {
  safeParse(value: unknown): { readonly success: boolean };
}

const fromHere = createRequire(import.meta.url);
const fromClient1 = createRequire(fromHere.resolve('ag-ui-client-1'));
const core1 = fromClient1('@ag-ui/core/schemas') as { readonly RunAgentInputSchema: Schema };
const SCHEMAS: readonly Schema[] = [
  client57.RunAgentInputSchema,
  client59.RunAgentInputSchema,
  core1.RunAgentInputSchema,
];

const newId = (): string => 'minted';
const parse = (body: unknown): ReturnType<typeof parseRunInput> => parseRunInput(body, newId);

const MINIMAL = { threadId: 't', runId: 'r', messages: [] };
const FULL = {
  threadId: 't',
  runId: 'r',
  parentRunId: 'p',
  state: { count: 1 },
  messages: [
    { id: '1', role: 'system', content: 'be brief', name: 'sys' },
    { id: '2', role: 'developer', content: 'x' },
    {
      id: '3',
      role: 'user',
      content: [
        { type: 'text', text: 'look' },
        { type: 'image', source: { type: 'data', value: 'AA', mimeType: 'image/png' } },
        { type: 'document', source: { type: 'url', value: 'https://x' }, metadata: null },
        { type: 'binary', mimeType: 'image/png', url: 'https://x', filename: 'x.png' },
      ],
    },
    {
      id: '4',
      role: 'assistant',
      toolCalls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
      metadata: { a: 1 },
    },
    { id: '5', role: 'tool', toolCallId: 'c', content: 'ok', error: 'none' },
    { id: '6', role: 'activity', activityType: 'a', content: { a: 1 } },
    { id: '7', role: 'reasoning', content: 'hm', encryptedValue: 'e', subagentRunId: 's' },
  ],
  tools: [{ name: 'f', description: 'd', parameters: { type: 'object' }, metadata: {} }],
  context: [{ description: 'd', value: 'v' }],
  forwardedProps: { token: 'x' },
  resume: [{ interruptId: 'i', status: 'resolved', payload: null, metadata: {} }],
};

function rejectionOf(body: unknown): RuntimeError {
  try {
    parse(body);
  } catch (error) {
    if (RuntimeError.is(error)) return error;
    throw error;
  }
  throw new Error(`accepted ${JSON.stringify(body)}`);
}

describe('parseRunInput', () => {
  it('passes a 0.0.5x input on as it is', () => {
    expect(parse(FULL)).toEqual(FULL);
    expect(SCHEMAS.slice(0, 2).every((schema) => schema.safeParse(FULL).success)).toBe(true);
  });

  it('fills in what 1.0 may leave out', () => {
    expect(parse(MINIMAL)).toEqual({ ...MINIMAL, tools: [], context: [] });
  });

  it('takes the content forms of 1.0', () => {
    const messages = [
      { id: '1', role: 'tool', toolCallId: 'c', content: [{ type: 'text', text: 'x', id: 'p' }] },
      {
        id: '2',
        role: 'user',
        content: [{ type: 'image', source: { type: 'file', value: 'f', provider: 'openai' } }],
      },
    ];
    const body = { ...MINIMAL, messages, tools: [{ name: 'f', description: 'd' }] };
    expect(core1.RunAgentInputSchema.safeParse(body).success).toBe(true);
    expect(parse(body)).toEqual({ ...body, context: [] });
  });

  it('counts null as absent at the top level', () => {
    const nulls = { state: null, tools: null, context: null, forwardedProps: null, resume: null };
    expect(parse({ ...MINIMAL, ...nulls, parentRunId: null })).toEqual(parse(MINIMAL));
    expect(parse({ ...MINIMAL, state: 0 }).state).toBe(0);
  });

  it('drops unknown fields beside messages, and keeps those in messages, tools and context', () => {
    const messages = [{ id: '1', role: 'user', content: 'x', future: { a: 1 } }];
    const tools = [{ name: 'f', description: 'd', future: 1 }];
    const context = [{ description: 'd', value: 'v', future: 1 }];
    const extra = { protocolVersion: '1.0', lastSeenEventId: '1.2', other: 1 };
    expect(parse({ ...MINIMAL, ...extra, messages, tools, context })).toEqual({
      threadId: 't',
      runId: 'r',
      messages,
      tools,
      context,
    });
  });

  it('replaces blank ids, and only those', () => {
    const minted = jest.fn(newId);
    expect(parseRunInput({ ...MINIMAL, threadId: ' ' }, minted).threadId).toBe('minted');
    expect(parseRunInput({ ...MINIMAL, runId: '' }, minted).runId).toBe('minted');
    expect(minted).toHaveBeenCalledTimes(2);
    parseRunInput(MINIMAL, minted);
    expect(minted).toHaveBeenCalledTimes(2);
  });

  it('lets the later of two messages with one id count, in the place of the earlier', () => {
    const first = { id: 'a', role: 'user', content: 'old' };
    const other = { id: 'b', role: 'user', content: 'b' };
    const later = { id: 'a', role: 'user', content: 'new' };
    expect(parse({ ...MINIMAL, messages: [first, other, later] }).messages).toEqual([later, other]);
  });

  it.each<[string, unknown, string]>([
    ['null', null, 'body: expected an object'],
    ['an array', [], 'body: expected an object'],
    ['a numeric id', { ...MINIMAL, threadId: 1 }, 'threadId: expected a string'],
    [
      'a thread id that no index takes',
      { ...MINIMAL, threadId: 'x'.repeat(257) },
      'threadId: expected at most 256 characters',
    ],
    ['no run id', { threadId: 't', messages: [] }, 'runId: expected a string'],
    ['no messages', { threadId: 't', runId: 'r' }, 'messages: expected an array'],
    ['a bad message', { ...MINIMAL, messages: ['x'] }, 'messages[0]: expected an object'],
    [
      'an unknown role',
      { ...MINIMAL, messages: [FULL.messages[0], { id: '1', role: 'wizard' }] },
      'messages[1].role: expected one of developer, system, reasoning, assistant, user, tool, activity',
    ],
    [
      'an inherited role',
      { ...MINIMAL, messages: [{ id: '1', role: 'constructor' }] },
      'messages[0].role: expected one of developer',
    ],
    [
      'a bad part',
      { ...MINIMAL, messages: [{ id: '1', role: 'user', content: [{ type: 'text' }] }] },
      'messages[0].content[0].text: expected a string',
    ],
    [
      'an empty binary part',
      {
        ...MINIMAL,
        messages: [{ id: '1', role: 'user', content: [{ type: 'binary', mimeType: 'a/b' }] }],
      },
      'messages[0].content[0]: expected one of id, url, data',
    ],
    [
      'arguments that are no text',
      {
        ...MINIMAL,
        messages: [
          {
            id: '1',
            role: 'assistant',
            toolCalls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: {} } }],
          },
        ],
      },
      'messages[0].toolCalls[0].function.arguments: expected a string',
    ],
    [
      'null metadata',
      { ...MINIMAL, messages: [{ id: '1', role: 'user', content: '', metadata: null }] },
      'messages[0].metadata: expected an object',
    ],
    ['a tool without text', { ...MINIMAL, tools: [{ name: 'f' }] }, 'tools[0].description'],
    ['context of numbers', { ...MINIMAL, context: [{ description: 'd', value: 1 }] }, 'context[0]'],
    [
      'a resume status',
      { ...MINIMAL, resume: [{ interruptId: 'i', status: 'maybe' }] },
      'resume[0].status: expected one of resolved, cancelled',
    ],
  ])('rejects %s and says where', (_name, body, details) => {
    const error = rejectionOf(body);
    expect(error).toMatchObject({ code: 'invalid_request', status: 400 });
    expect(error.body).toEqual({
      error: 'Invalid request body',
      details: expect.stringContaining(details),
    });
  });

  it('is not impressed by prototype keys', () => {
    const body: unknown = JSON.parse(
      '{"__proto__":{"threadId":"evil"},"threadId":"t","runId":"r","messages":[{"id":"__proto__","role":"user","content":"x"}],"constructor":1}',
    );
    expect(parse(body)).toEqual({
      ...MINIMAL,
      messages: [{ id: '__proto__', role: 'user', content: 'x' }],
      tools: [],
      context: [],
    });
    expect(({} as { threadId?: unknown }).threadId).toBeUndefined();
  });

  it('accepts exactly what one of the real schemas accepts', () => {
    const variants = [
      undefined,
      null,
      1,
      '',
      'x',
      [],
      {},
      ['x'],
      [{}],
      [{ type: 'text', text: 1 }],
    ];
    // What all versions accept, so that each verdict is about the one mutation.
    const parts = [{ type: 'image', source: { type: 'data', value: 'AA', mimeType: 'image/png' } }];
    const common = replaced(
      replaced(FULL, ['messages', 2, 'content'], parts),
      ['resume', 0, 'payload'],
      1,
    );
    for (const [path, variant] of mutations(common, variants)) {
      const body = replaced(common, path, variant);
      const accepted = SCHEMAS.some((schema) => schema.safeParse(body).success);
      // Deliberately more tolerant than all of them: null instead of an optional top-level field.
      if (variant === null && path.length === 1) continue;
      // Deliberately stricter than 0.0.57, which does not know these fields and drops them.
      if (path.includes('metadata') || path.includes('subagentRunId')) continue;
      const outcome = { path, variant, accepted: !throws(() => parse(body)) };
      expect(outcome).toEqual({ path, variant, accepted });
    }
  });
});

type Path = readonly (string | number)[];

function* mutations(
  value: unknown,
  variants: readonly unknown[],
  path: Path = [],
): Generator<[Path, unknown]> {
  if (path.length > 0) for (const variant of variants) yield [path, variant];
  if (typeof value !== 'object' || value === null) return;
  const opaque = ['state', 'forwardedProps', 'parameters', 'payload'];
  if (opaque.includes(String(path.at(-1)))) return;
  for (const [key, child] of Object.entries(value)) {
    yield* mutations(child, variants, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

function replaced(value: unknown, [key, ...rest]: Path, variant: unknown): unknown {
  if (key === undefined) return variant;
  const copy: unknown = structuredClone(value);
  const holder = copy as Record<string | number, unknown>;
  const child = replaced(holder[key], rest, variant);
  if (child === undefined && !Array.isArray(holder)) delete holder[key];
  else holder[key] = child;
  return copy;
}

function throws(action: () => unknown): boolean {
  try {
    action();
    return false;
  } catch {
    return true;
  }
}

describe('readThreadId', () => {
  it('finds the thread of any body, however broken the rest is', () => {
    expect(readThreadId({ threadId: 't', messages: 'none' })).toBe('t');
    for (const body of [null, 'x', [], {}, { threadId: 1 }, { threadId: ' ' }]) {
      expect(readThreadId(body)).toBeUndefined();
    }
  });
});

describe('readResumeFields', () => {
  it('tells what the client has', () => {
    expect(readResumeFields({ lastSeenEventId: '1.2', messages: [{}] })).toEqual({
      lastSeenEventId: '1.2',
      hasMessages: true,
    });
    expect(readResumeFields({ lastSeenEventId: null, messages: [] })).toEqual({
      hasMessages: false,
    });
    expect(readResumeFields('nothing')).toEqual({ hasMessages: false });
  });
});
