import { describe, expect, it } from '@jest/globals';

import { listen, streamReply } from './support/dispatch.js';
import { EndlessFrames, ManualFrames } from './support/manual-frames.js';
import { serve } from './support/serve.js';
import { until } from './support/until.js';

describe('a stream that says more than a word per millisecond', () => {
  it('is written as the same bytes, whatever its pieces are made of', async () => {
    const halves = ['\ud83d', '\ude00'];
    const round = ['data: a\n\n', 'ä', 'ÿĀ', '😀', ...halves, 'z'.repeat(40_000), ''];
    const pieces = [...round, ...round, ...round];
    const frames = new ManualFrames();
    frames.push(...pieces, null);
    const { url } = await serve(listen(() => streamReply(frames)));
    const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect(bytes.equals(Buffer.concat(pieces.map((piece) => Buffer.from(piece))))).toBe(true);
  });

  it('ends cleanly when the server shuts down', async () => {
    const frames = new EndlessFrames('data: 1\n\n');
    const shutdown = new AbortController();
    const answer = listen(() => streamReply(frames), { shutdownSignal: shutdown.signal });
    const { url } = await serve(answer);
    const response = await fetch(url);
    await until(() => frames.pulls > 10);
    shutdown.abort();
    expect(await response.text()).toMatch(/^(data: 1\n\n)+$/);
    expect(frames.closes).toBe(1);
  });
});
