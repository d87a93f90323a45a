import { mkdir } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { ChatPage, watchForTrouble } from './chat-page.js';
import { launchChromium } from './chromium.js';
import { outputFolder, type DemoProcess } from './demo-process.js';

/** A demo with a browser in front of it, and a second browser that shares nothing with the first. */
export interface TwoBrowsers {
  readonly demo: () => DemoProcess;
  readonly chat: () => ChatPage;
  readonly other: () => ChatPage;
  /** What a test expects to go wrong: everything else fails it. */
  readonly allowTrouble: (pattern: RegExp) => void;
}

/** Opens two browsers on a demo before each test, and closes everything behind them. */
export function useTwoBrowsers(start: () => Promise<DemoProcess>): TwoBrowsers {
  let demo: DemoProcess;
  let browser: Browser;
  let pages: ChatPage[] = [];
  let trouble: string[][] = [];
  let allowed: RegExp[] = [];

  beforeAll(async () => {
    await mkdir(outputFolder, { recursive: true });
    [browser, demo] = await Promise.all([launchChromium(), start()]);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });
  beforeEach(async () => {
    allowed = [];
    trouble = [];
    pages = [];
    for (let index = 0; index < 2; index += 1) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      context.setDefaultTimeout(15_000);
      trouble.push(watchForTrouble(context, demo.url));
      const page = new ChatPage(await context.newPage());
      await page.open(demo.url);
      pages.push(page);
    }
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    const unexpected = trouble.flat().filter((line) => !allowed.some((each) => each.test(line)));
    expect(unexpected).toEqual([]);
  });

  const page = (index: number) => (): ChatPage => {
    const found = pages[index];
    if (found === undefined) throw new Error('There is no page outside of a test');
    return found;
  };
  return {
    demo: () => demo,
    chat: page(0),
    other: page(1),
    allowTrouble: (pattern) => void allowed.push(pattern),
  };
}
