import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { ChatPage, watchForTrouble } from './support/chat-page.js';
import { browserExpected, launchChromium } from './support/chromium.js';
import {
  buildDemo,
  outputFolder,
  type DemoBuild,
  type DemoProcess,
} from './support/demo-process.js';

const describeInBrowser = browserExpected ? describe : describe.skip;

let build: DemoBuild;
beforeAll(async () => {
  build = await buildDemo('browser');
}, 180_000);

function post({ url }: DemoProcess, route: 'run' | 'connect', content?: string): Promise<Response> {
  const messages = content === undefined ? [] : [{ id: '1', role: 'user', content }];
  return fetch(`${url}/api/copilotkit/agent/default/${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ threadId: 'thread', runId: 'run', messages }),
  });
}

describe('the demo process', () => {
  it('announces its address in the first line and ends cleanly on SIGTERM', async () => {
    const demo = await build.start();
    expect(demo.firstLine).toMatch(/^Flightdeck demo: http:\/\/localhost:[1-9]\d*$/);
    const response = await fetch(`${demo.url}/api/copilotkit/info`);
    expect(response.status).toBe(200);
    expect(await demo.stop()).toEqual({ code: 0, signal: null, stderr: '' });
  });

  it('brings an answer that streams to an orderly end on SIGTERM', async () => {
    const demo = await build.start();
    const response = await post(demo, 'run', 'long');
    const [stream, end] = await Promise.all([response.text(), demo.stop()]);
    expect(stream).toMatch(/"type":"TEXT_MESSAGE_END".*"type":"RUN_(ERROR|FINISHED)"[^\n]*\n\n$/s);
    expect(end).toEqual({ code: 0, signal: null, stderr: '' });
  });

  it('keeps its threads in DATA_DIR over a restart', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'flightdeck-demo-'));
    try {
      const first = await build.start({ DATA_DIR: join(dataDir, 'new') });
      expect(await (await post(first, 'run', 'Hello')).text()).toContain('RUN_FINISHED');
      expect(await first.stop()).toEqual({ code: 0, signal: null, stderr: '' });
      const second = await build.start({ DATA_DIR: join(dataDir, 'new') });
      expect(await (await post(second, 'connect')).text()).toContain('RUN_FINISHED');
      expect(await second.stop()).toEqual({ code: 0, signal: null, stderr: '' });
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it('refuses a port that is none', async () => {
    await expect(build.start({ PORT: 'tower' })).rejects.toThrow(/PORT must be a whole number/);
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
    demo = await build.start();
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
    await chat.delete(topic);
    await chat.thread(topic).waitFor({ state: 'detached' });
    await chat.page.getByTestId('copilot-welcome-screen').waitFor();

    await chat.open(address);
    expect(await chat.transcript()).toEqual([]);
  });
});
