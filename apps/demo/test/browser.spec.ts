import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { ChatPage, watchForTrouble } from './support/chat-page.js';
import { browserExpected, launchChromium } from './support/chromium.js';
import { buildDemo, outputFolder, startDemo, type DemoProcess } from './support/demo-process.js';

const describeInBrowser = browserExpected ? describe : describe.skip;

beforeAll(buildDemo, 180_000);

describe('the demo process', () => {
  it('announces its address in the first line and ends cleanly on SIGTERM', async () => {
    const demo = await startDemo();
    expect(demo.firstLine).toMatch(/^Flightdeck demo: http:\/\/localhost:[1-9]\d*$/);
    const response = await fetch(`${demo.url}/api/copilotkit/info`);
    expect(response.status).toBe(200);
    expect(await demo.stop()).toEqual({ code: 0, signal: null, stderr: '' });
  });

  it('brings an answer that streams to an orderly end on SIGTERM', async () => {
    const demo = await startDemo();
    const response = await fetch(`${demo.url}/api/copilotkit/agent/default/run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        threadId: 'thread',
        runId: 'run',
        messages: [{ id: '1', role: 'user', content: 'long' }],
        tools: [],
        context: [],
        state: {},
        forwardedProps: {},
      }),
    });
    const [stream, end] = await Promise.all([response.text(), demo.stop()]);
    expect(stream).toMatch(/"type":"TEXT_MESSAGE_END".*"type":"RUN_(ERROR|FINISHED)"[^\n]*\n\n$/s);
    expect(end).toEqual({ code: 0, signal: null, stderr: '' });
  });

  it('accepts DATA_DIR quietly', async () => {
    const demo = await startDemo({ DATA_DIR: join(outputFolder, 'data') });
    expect(await demo.stop()).toEqual({ code: 0, signal: null, stderr: '' });
  });

  it('refuses a port that is none', async () => {
    await expect(startDemo({ PORT: 'tower' })).rejects.toThrow(/PORT must be a whole number/);
  });
});

describeInBrowser('the chat page', () => {
  let demo: DemoProcess;
  let browser: Browser;
  let context: BrowserContext;
  let trouble: string[];
  let chat: ChatPage;
  const cleanUps: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    await mkdir(outputFolder, { recursive: true });
    browser = await launchChromium();
    cleanUps.push(() => browser.close());
    demo = await startDemo();
    cleanUps.push(demo.stop);
  }, 60_000);

  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(15_000);
    trouble = watchForTrouble(context, demo.url);
    chat = new ChatPage(await context.newPage());
    await chat.open(demo.url);
  });

  afterEach(async () => {
    await context.close();
    expect(trouble).toEqual([]);
  });

  afterAll(async () => {
    await Promise.all(cleanUps.map((cleanUp) => cleanUp()));
  });

  it('shows an answer while it streams', async () => {
    await chat.send('What can you do?');
    let length = 0;
    for (let observation = 0; observation < 4; observation += 1) {
      length = await chat.grownBeyond(length);
    }
    await chat.idleAfter(1);
    expect(await chat.transcript()).toEqual([
      'What can you do?',
      expect.stringMatching(/^I show what .* brings the conversation back\.$/s),
    ]);
  });

  it('stops a long answer and leaves the thread free for the next message', async () => {
    await chat.send('Give me a long answer');
    await chat.grownBeyond(150);
    await chat.pressStop();
    await chat.idleAfter(1);
    const [, stopped] = await chat.transcript();
    expect(stopped).not.toContain('reading to the end');

    await chat.send('Hello');
    await chat.idleAfter(2);
    const transcript = await chat.transcript();
    expect(transcript).toHaveLength(4);
    expect(transcript[1]).toBe(stopped);
    expect(transcript[3]).toMatch(/^Hello! I am a scripted agent/);
  });

  it('shows the same conversation after a reload', async () => {
    await chat.send('Hello');
    await chat.idleAfter(1);
    await chat.send('The quick brown fox');
    await chat.idleAfter(2);
    const before = await chat.transcript();
    expect(before).toHaveLength(4);
    expect(chat.threadId).not.toBeNull();

    await chat.reload();
    await chat.idleAfter(2);
    expect(await chat.transcript()).toEqual(before);
  });

  it('follows an answer in another window, and its thread in the list', async () => {
    await chat.send('Hello');
    await chat.idleAfter(1);
    const elsewhere = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    try {
      const otherTrouble = watchForTrouble(elsewhere, demo.url);
      const other = new ChatPage(await elsewhere.newPage());
      await other.open(`${demo.url}/?thread=${chat.threadId}`);
      await other.idleAfter(1);
      await chat.send('Give me a long answer');
      let length = 0;
      for (let observation = 0; observation < 4; observation += 1) {
        length = await other.grownBeyond(Math.max(length, 150));
      }
      await chat.pressStop();
      await chat.idleAfter(2);
      await other.idleAfter(2);
      expect(await other.transcript()).toEqual(await chat.transcript());

      const before = await chat.threads.count();
      await other.page.getByRole('button', { name: 'New chat' }).click();
      await other.send('Hello');
      await other.idleAfter(1);
      await chat.threads.nth(before).waitFor();
      expect(otherTrouble).toEqual([]);
    } finally {
      await elsewhere.close();
    }
  });

  it('follows a running answer after a reload', async () => {
    await chat.send('Give me a long answer');
    const seen = await chat.grownBeyond(150);

    await chat.page.reload();
    await chat.grownBeyond(seen + 20);
    await chat.pressStop();
    await chat.idleAfter(1);
    const transcript = await chat.transcript();
    expect(transcript).toHaveLength(2);
    expect(transcript[1]?.match(/Here is a long answer/g)).toHaveLength(1);
  });

  it('lets the agent change the page through a frontend tool', async () => {
    const { page } = chat;
    await chat.send('Make the page teal');
    await page.locator('html[data-page-colour=teal]').waitFor();
    await page.getByText('Done. Your browser answered: the page is teal now.').waitFor();
    await chat.idleAfter(2);

    await chat.send('Show me code');
    await chat.idleAfter(3);
    await page.screenshot({ path: join(outputFolder, 'chat.png') });
  });

  it('lists threads and switches between them', async () => {
    const topic = `Notes on ${new Date().toISOString()}`;
    await chat.send(topic);
    await chat.idleAfter(1);
    const first = chat.threadId;
    const listed = chat.threads.filter({ hasText: topic });
    await listed.waitFor();

    await chat.page.getByRole('button', { name: 'New chat' }).click();
    await chat.page.getByTestId('copilot-welcome-screen').waitFor();
    expect(chat.threadId).toBeNull();
    await chat.page.screenshot({ path: join(outputFolder, 'welcome.png') });

    await listed.getByRole('button').first().click();
    await chat.idleAfter(1);
    expect(chat.threadId).toBe(first);
    expect(await chat.transcript()).toEqual([topic, expect.stringContaining(topic)]);
  });

  it('deletes a thread', async () => {
    const topic = `Waste ${new Date().toISOString()}`;
    await chat.send(topic);
    await chat.idleAfter(1);
    const address = chat.page.url();
    const listed = chat.threads.filter({ hasText: topic });
    await listed.hover();

    chat.page.once('dialog', (dialog) => void dialog.accept());
    await listed.getByRole('button', { name: /^Delete/ }).click();
    await listed.waitFor({ state: 'detached' });
    await chat.page.getByTestId('copilot-welcome-screen').waitFor();

    await chat.open(address);
    expect(await chat.transcript()).toEqual([]);
  });
});
