import { createRecordingLogger } from '../../test/support/recording-logger.js';
import type { SupportedUrls } from '../model/language-model.js';
import { MAX_DOWNLOADS, type DownloadAttachment } from './attachment-loader.js';
import { parseMessages } from './parse-messages.js';
import { toPrompt } from './to-prompt.js';

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1]);
const PNG_BASE64 = 'iVBORwE=';

interface Setup {
  readonly supportedUrls?: SupportedUrls;
  readonly download?: DownloadAttachment;
  readonly provider?: string;
}

async function load(parts: readonly unknown[], setup: Setup = {}) {
  const logger = createRecordingLogger();
  const messages = parseMessages([{ id: 'u', role: 'user', content: parts }], logger);
  const [message] = await toPrompt(messages, {
    provider: 'google.generative-ai',
    forwardSystemMessages: false,
    forwardDeveloperMessages: false,
    reasoningRoundTrip: true,
    supportedUrls: {},
    download: () => Promise.reject(new Error('No network')),
    logger,
    ...setup,
  });
  return { content: message?.content, lines: logger.lines };
}

const image = (source: object) => ({ type: 'image', source });
const url = (value: string, mimeType?: string) => ({ type: 'url', value, mimeType });
const missing = (reason: string) => [{ type: 'text', text: expect.stringContaining(reason) }];

describe('attachments', () => {
  it.each<[title: string, part: object, expected: object]>([
    [
      'a picture',
      image({ type: 'data', value: PNG_BASE64, mimeType: 'image/png' }),
      { mediaType: 'image/png', data: PNG },
    ],
    [
      'a picture of a vague type',
      image({ type: 'data', value: PNG_BASE64, mimeType: 'application/octet-stream' }),
      { mediaType: 'image/png', data: PNG },
    ],
    [
      'base64url',
      image({ type: 'data', value: '-_8', mimeType: 'image/webp' }),
      { mediaType: 'image/webp', data: new Uint8Array([0xfb, 0xff]) },
    ],
    [
      'a data URL',
      image(url(`data:image/gif;base64,${PNG_BASE64}`, 'image/gif')),
      { mediaType: 'image/gif', data: PNG },
    ],
    [
      'a data URL with an escaped body',
      image(url('data:image/png;base64,iVBORwE%3D')),
      { mediaType: 'image/png', data: PNG },
    ],
    [
      'a data URL in the place of data',
      image({ type: 'data', value: `data:image/png;base64,${PNG_BASE64}`, mimeType: 'image/png' }),
      { mediaType: 'image/png', data: PNG },
    ],
    [
      'audio',
      { type: 'audio', source: { type: 'data', value: 'AAE=', mimeType: 'audio/wav' } },
      { mediaType: 'audio/wav', data: new Uint8Array([0, 1]) },
    ],
    [
      'a video',
      { type: 'video', source: { type: 'data', value: 'AAE=', mimeType: 'video/mp4' } },
      { mediaType: 'video/mp4', data: new Uint8Array([0, 1]) },
    ],
    [
      'a named document',
      {
        type: 'document',
        filename: 'a.pdf',
        source: { type: 'data', value: 'AAE=', mimeType: 'application/pdf' },
      },
      { mediaType: 'application/pdf', data: new Uint8Array([0, 1]), filename: 'a.pdf' },
    ],
    [
      'legacy binary data',
      { type: 'binary', mimeType: 'image/png', data: PNG_BASE64 },
      { mediaType: 'image/png', data: PNG },
    ],
    [
      "a provider's file",
      { type: 'document', source: { type: 'file', value: 'file-1', mimeType: 'application/pdf' } },
      { mediaType: 'application/pdf', data: { reference: 'file-1' } },
    ],
    [
      "the provider's own file",
      {
        type: 'document',
        source: { type: 'file', value: 'file-1', provider: 'google', mimeType: 'application/pdf' },
      },
      { mediaType: 'application/pdf', data: { reference: 'file-1' } },
    ],
  ])('are sent as files: %s [history.conversion]', async (_, part, expected) => {
    expect((await load([part])).content).toEqual([{ type: 'file', ...expected }]);
  });

  it.each<[title: string, part: object, expected: string]>([
    [
      'text',
      { type: 'document', source: { type: 'data', value: btoa('a,b'), mimeType: 'text/csv' } },
      'a,b',
    ],
    [
      'JSON with a name',
      {
        type: 'document',
        filename: 'a.json',
        source: { type: 'data', value: btoa('{}'), mimeType: 'application/json; charset=utf-8' },
      },
      'a.json:\n{}',
    ],
    [
      'a data URL of text',
      { type: 'document', source: url('data:text/plain,Gr%C3%BC%C3%9Fe') },
      'Grüße',
    ],
  ])(
    'are sent as text if they are readable: %s [history.conversion]',
    async (_, part, expected) => {
      expect((await load([part])).content).toEqual([{ type: 'text', text: expected }]);
    },
  );

  it.each<[title: string, part: object, reason: string]>([
    [
      'broken base64',
      image({ type: 'data', value: 'SECRET*', mimeType: 'image/png' }),
      'could not be read',
    ],
    ['a data URL without data', image(url('data:image/png')), 'could not be read'],
    ['an empty data URL', image(url('data:image/png;base64,')), 'could not be read'],
    [
      "another provider's file",
      image({ type: 'file', value: 'file-1', provider: 'anthropic' }),
      'another provider',
    ],
    ['a failing download', image(url('https://a.example/x?key=SECRET')), 'could not be loaded'],
  ])(
    'become a text when they are not available: %s [history.attachments]',
    async (_, part, reason) => {
      const { content, lines } = await load([part]);
      expect(content).toEqual(missing(reason));
      expect(JSON.stringify(lines)).not.toContain('SECRET');
    },
  );

  it.each([
    ['openai.responses', 'video/mp4', false],
    ['openai.responses', 'audio/wav', false],
    ['openai.chat', 'audio/wav', true],
    ['azure.responses', 'application/zip', false],
    ['anthropic.messages', 'video/mp4', false],
    ['anthropic.messages', 'image/bmp', false],
    ['anthropic.messages', 'image/jpg', true],
    ['vertex.anthropic.messages', 'audio/wav', false],
    ['groq.chat', 'application/pdf', false],
    ['mistral.chat', 'application/pdf', true],
    ['google.generative-ai', 'video/mp4', true],
    ['google.vertex.chat', 'video/mp4', true],
    ['my-own', 'video/mp4', true],
  ])('reach %s of the type %s: %j [history.attachments]', async (provider, mimeType, reaches) => {
    const part = { type: 'document', source: { type: 'data', value: 'AAE=', mimeType } };
    const { content } = await load([part], { provider });
    const file = [expect.objectContaining({ type: 'file' })];
    expect(content).toEqual(reaches ? file : missing('does not take files of the type'));
  });

  it.each(['image/*', 'application/octet-stream', ''])(
    'are told when nobody knows what they are: %j',
    async (mimeType) => {
      const part = { type: 'image', source: { type: 'data', value: 'AAE=', mimeType } };
      expect((await load([part])).content).toEqual(missing('its type is not known'));
    },
  );

  it('are left out with a warning when their URL is malformed', async () => {
    const { content, lines } = await load([
      { type: 'text', text: 'See' },
      image(url('not a URL SECRET')),
    ]);
    expect(content).toEqual([{ type: 'text', text: 'See' }]);
    expect(lines.map(({ level }) => level)).toEqual(['warn']);
    expect(JSON.stringify(lines)).not.toContain('SECRET');
  });

  it.each<[title: string, supportedUrls: SupportedUrls]>([
    ['the type', { 'image/png': [/^https:/] }],
    ['its family', { 'image/*': [/^https:/] }],
    ['every type', { '*': [/^https:/] }],
    ['every type, as a pair', { '*/*': [/^https:/] }],
  ])('stay URLs where the provider fetches them: %s', async (_, supportedUrls) => {
    const part = image(url('https://a.example/x.png', 'image/png'));
    const { content } = await load([part, part], { supportedUrls });
    const file = { type: 'file', mediaType: 'image/png', data: new URL('https://a.example/x.png') };
    expect(content).toEqual([file, file]);
  });

  it.each<[title: string, supportedUrls: SupportedUrls]>([
    ['no type', {}],
    ['other types', { 'application/pdf': [/^https:/], 'image/jpeg': [/^https:/] }],
    ['other URLs', { 'image/*': [/^https:\/\/b\.example/] }],
  ])('are downloaded where the provider fetches %s', async (_, supportedUrls) => {
    const download: DownloadAttachment = () =>
      Promise.resolve({ data: PNG, mediaType: 'image/png' });
    const { content } = await load([image(url('https://a.example/x'))], {
      supportedUrls,
      download,
    });
    expect(content).toEqual([{ type: 'file', mediaType: 'image/png', data: PNG }]);
  });

  it('have the type that their server tells, where nothing else does', async () => {
    const data = new Uint8Array([1, 2]);
    const download: DownloadAttachment = () => Promise.resolve({ data, mediaType: 'audio/mpeg' });
    const { content } = await load([{ type: 'audio', source: url('https://a.example/x') }], {
      download,
    });
    expect(content).toEqual([{ type: 'file', mediaType: 'audio/mpeg', data }]);
  });

  it('are downloaded once for each URL, four at a time', async () => {
    let active = 0;
    let most = 0;
    const seen: string[] = [];
    const download: DownloadAttachment = async ({ href }) => {
      seen.push(href);
      active += 1;
      most = Math.max(most, active);
      await new Promise((resolve) => setImmediate(resolve));
      active -= 1;
      return { data: PNG };
    };
    const urls = Array.from({ length: 12 }, (_, at) => `https://a.example/${String(at)}`);
    const { content } = await load(
      [...urls, ...urls].map((each) => image(url(each))),
      { download },
    );
    expect(content).toHaveLength(24);
    expect(seen.toSorted()).toEqual(urls.toSorted());
    expect(most).toBe(4);
  });

  it('are not downloaded without end', async () => {
    let downloads = 0;
    const download: DownloadAttachment = () => {
      downloads += 1;
      return Promise.resolve({ data: PNG });
    };
    const urls = Array.from(
      { length: MAX_DOWNLOADS + 3 },
      (_, at) => `https://a.example/${String(at)}`,
    );
    const { content } = await load(
      urls.map((each) => image(url(each))),
      { download },
    );
    expect(downloads).toBe(MAX_DOWNLOADS);
    expect(content?.slice(MAX_DOWNLOADS)).toEqual(
      [1, 2, 3].flatMap(() => missing('could not be loaded')),
    );
  });
});
