import { describe, expect, it } from '@jest/globals';

import type { PromptMessage, ToolOutput } from './prompt.js';
import { promptOfVersion } from './prompt-of-version.js';

const bytes = new Uint8Array([1, 2, 3]);
const url = new URL('https://files.example/a.png');
const image = { type: 'file', mediaType: 'image/png' } as const;
const pdf = { type: 'file', mediaType: 'application/pdf', filename: 'a.pdf' } as const;

function asked(version: string, prompt: readonly PromptMessage[]): unknown {
  return promptOfVersion({ specificationVersion: version, provider: 'openai.responses' }, prompt);
}

function filesOf(version: string): unknown {
  const content = [bytes, 'AQID', url, { reference: 'file-1' }].map((data) => ({ ...image, data }));
  const [message] = asked(version, [{ role: 'user', content }]) as {
    content: { data: unknown }[];
  }[];
  return message?.content.map(({ data }) => data);
}

function outputOf(version: string, output: ToolOutput): unknown {
  const part = { type: 'tool-result', toolCallId: 'c', toolName: 't', output } as const;
  const [message] = asked(version, [{ role: 'tool', content: [part] }]) as {
    content: { output: unknown }[];
  }[];
  return message?.content[0]?.output;
}

const rich: ToolOutput = {
  type: 'content',
  value: [
    { type: 'text', text: 'see' },
    { ...image, data: bytes },
    { ...pdf, data: 'AQID' },
    { ...image, data: url },
    { ...pdf, data: url },
    { ...pdf, data: { reference: 'file-1' } },
  ],
};

describe('promptOfVersion', () => {
  it.each(['v2', 'v3'])(
    'gives %s the bytes, address or id of a file as it is [model.versions]',
    (version) => {
      expect(filesOf(version)).toEqual([bytes, 'AQID', url, 'file-1']);
    },
  );

  it('tags the data of files for v4 [model.versions]', () => {
    expect(filesOf('v4')).toEqual([
      { type: 'data', data: bytes },
      { type: 'data', data: 'AQID' },
      { type: 'url', url },
      { type: 'reference', reference: { openai: 'file-1' } },
    ]);
  });

  it('gives v2 results of text and media [model.versions]', () => {
    expect(outputOf('v2', rich)).toEqual({
      type: 'content',
      value: [
        { type: 'text', text: 'see' },
        { type: 'media', data: 'AQID', mediaType: 'image/png' },
        { type: 'media', data: 'AQID', mediaType: 'application/pdf' },
        { type: 'text', text: url.href },
        { type: 'text', text: url.href },
        { type: 'text', text: '[file file-1]' },
      ],
    });
  });

  it('tells images from files in results for v3 [model.versions]', () => {
    expect(outputOf('v3', rich)).toEqual({
      type: 'content',
      value: [
        { type: 'text', text: 'see' },
        { type: 'image-data', data: 'AQID', mediaType: 'image/png' },
        { type: 'file-data', data: 'AQID', mediaType: 'application/pdf', filename: 'a.pdf' },
        { type: 'image-url', url: url.href },
        { type: 'file-url', url: url.href, mediaType: 'application/pdf' },
        { type: 'file-id', fileId: 'file-1' },
      ],
    });
  });

  it('gives v4 results with tagged files [model.versions]', () => {
    expect(outputOf('v4', rich)).toEqual({
      type: 'content',
      value: [
        { type: 'text', text: 'see' },
        { ...image, data: { type: 'data', data: bytes } },
        { ...pdf, data: { type: 'data', data: 'AQID' } },
        { ...image, data: { type: 'url', url } },
        { ...pdf, data: { type: 'url', url } },
        { ...pdf, data: { type: 'reference', reference: { openai: 'file-1' } } },
      ],
    });
  });

  it.each(['v2', 'v3', 'v4'])(
    'leaves text, reasoning, calls and plain results alone for %s',
    (version) => {
      const providerOptions = { anthropic: { signature: 's' } };
      const prompt: PromptMessage[] = [
        { role: 'system', content: 'be brief', providerOptions },
        { role: 'user', content: [{ type: 'text', text: 'hi' }] },
        {
          role: 'assistant',
          content: [
            { type: 'reasoning', text: 'hm', providerOptions },
            {
              type: 'tool-call',
              toolCallId: 'c',
              toolName: 't',
              input: {},
              providerExecuted: true,
            },
          ],
        },
        {
          role: 'tool',
          content: [
            {
              type: 'tool-result',
              toolCallId: 'c',
              toolName: 't',
              output: { type: 'error-text', value: 'no' },
            },
          ],
        },
      ];
      expect(asked(version, prompt)).toEqual(prompt);
    },
  );

  it('leaves out what is undefined, and makes null of a result that is', () => {
    const prompt: PromptMessage[] = [
      { role: 'user', content: [{ type: 'text', text: 'hi', providerOptions: undefined }] },
    ];
    const [message] = asked('v3', prompt) as { content: object[] }[];
    expect(Object.keys(message?.content[0] ?? {})).toEqual(['type', 'text']);
    expect(outputOf('v3', { type: 'json', value: undefined })).toEqual({
      type: 'json',
      value: null,
    });
  });

  it('encodes more bytes than a call takes arguments', () => {
    const large = new Uint8Array(300_000).fill(7);
    const output = outputOf('v3', { type: 'content', value: [{ ...image, data: large }] });
    const { value } = output as { value: { data: string }[] };
    expect(value[0]?.data).toBe(Buffer.from(large).toString('base64'));
  });
});
