import { mkdir } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { ChatPage, watchForTrouble } from './chat-page.js';
import { launchChromium } from './chromium.js';
import { outputFolder, type DemoProcess } from './demo-process.js';

export interface ChatPageOptions {
  /** Starts the demo that all tests of the suite share. */
  readonly start: () => Promise<DemoProcess>;
  /** More arguments for the browser, known when it starts. */
  readonly browserArguments?: () => readonly string[];
}

/** A demo with one page in front of it. */
export interface OneChatPage {
  readonly chat: () => ChatPage;
  /** What a test expects to go wrong: everything else fails it. */
  readonly allowTrouble: (pattern: RegExp) => void;
}

/** Opens a page of the demo before each test, and closes everything behind it. */
export function useChatPage({ start, browserArguments }: ChatPageOptions): OneChatPage {
  let demo: DemoProcess;
  let browser: Browser;
  let context: BrowserContext;
  let chat: ChatPage;
  let trouble: string[] = [];
  let allowed: RegExp[] = [];

  beforeAll(async () => {
    await mkdir(outputFolder, { recursive: true });
    [browser, demo] = await Promise.all([launchChromium(browserArguments?.()), start()]);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });
  beforeEach(async () => {
    allowed = [];
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(15_000);
    trouble = watchForTrouble(context, demo.url);
    chat = new ChatPage(await context.newPage());
    await chat.open(demo.url);
  });
  afterEach(async () => {
    await context.close();
    const unexpected = trouble.filter((line) => !allowed.some((each) => each.test(line)));
    expect(unexpected).toEqual([]);
  });

  return { chat: () => chat, allowTrouble: (pattern) => void allowed.push(pattern) };
}
