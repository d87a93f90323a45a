import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { ChatPage } from './chat-page.js';
import { outputFolder } from './demo-process.js';
import type { TwoBrowsers } from './use-two-browsers.js';

/** What the unmodified React client shows of one conversation in two browsers, on any storage. */
export function conversationCases(name: string, { demo, chat, other }: TwoBrowsers): void {
  const openSame = () => other().open(`${demo().url}/?thread=${chat().threadId}`);

  it('keeps a conversation over a reload [client.browser]', async () => {
    await chat().send('Hello');
    await chat().idleAfter(1);
    await chat().send('The quick brown fox');
    await chat().idleAfter(2);
    const before = await chat().transcript();
    expect(before).toHaveLength(4);
    await chat().reload();
    await chat().idleAfter(2);
    expect(await chat().transcript()).toEqual(before);
  });

  it('shows a running answer in a second browser, word by word', async () => {
    await chat().send('Give me a long answer');
    await chat().grownBeyond(100);
    await openSame();
    let length = 100;
    for (let observation = 0; observation < 5; observation += 1) {
      length = await other().grownBeyond(length);
    }
    await screenshot(other(), `${name}-second-browser`);
    await chat().pressStop();
    await chat().idleAfter(1);
    await other().idleAfter(1);
    expect(await other().transcript()).toEqual(await chat().transcript());
  });

  it('shows what is said in an open conversation elsewhere', async () => {
    await chat().send('Hello');
    await chat().idleAfter(1);
    await openSame();
    await other().idleAfter(1);
    await chat().send('Give me a long answer');
    let length = 150;
    for (let observation = 0; observation < 4; observation += 1) {
      length = await other().grownBeyond(length);
    }
    await chat().pressStop();
    await chat().idleAfter(2);
    await other().idleAfter(2);
    expect(await other().transcript()).toEqual(await chat().transcript());
  });

  it('stops an answer from the second browser', async () => {
    await chat().send('Give me a long answer');
    await chat().grownBeyond(100);
    await openSame();
    await other().grownBeyond(150);
    await other().pressStop();
    await chat().idleAfter(1);
    await other().idleAfter(1);
    const transcript = await chat().transcript();
    expect(transcript[1]).not.toContain('reading to the end');
    expect(await other().transcript()).toEqual(transcript);
  });
}

/** What becomes of the lists of threads in both. */
export function threadListCases(name: string, { chat, other }: TwoBrowsers): void {
  it('changes the list of the second browser by itself', async () => {
    const topic = `Topic ${Date.now()}`;
    await chat().send(topic);
    await other().thread(topic).waitFor();
    await chat().idleAfter(1);

    await chat().rename(topic, `Renamed ${topic}`);
    await other().thread(`Renamed ${topic}`).waitFor();
    await screenshot(other(), `${name}-threads`);

    await chat().archive(topic);
    await other().thread(topic).waitFor({ state: 'detached' });

    const waste = `Waste ${Date.now()}`;
    await chat().send(waste);
    await other().thread(waste).waitFor();
    await chat().idleAfter(1);
    await chat().delete(waste);
    await other().thread(waste).waitFor({ state: 'detached' });
    expect(await chat().thread(waste).count()).toBe(0);
  });

  it('brings an archived conversation back', async () => {
    const topic = `Kept ${Date.now()}`;
    await chat().send(topic);
    await chat().idleAfter(1);
    await chat().thread(topic).waitFor();
    await chat().archive(topic);
    await chat().thread(topic).waitFor({ state: 'detached' });
    await chat().page.getByLabel('Archived threads, too').check();
    const row = chat().thread(topic);
    await row.hover();
    await screenshot(chat(), `${name}-archived`);
    await row.getByRole('button', { name: /^Bring/ }).click();
    await chat().page.getByLabel('Archived threads, too').uncheck();
    await chat().thread(topic).waitFor();
  });
}

async function screenshot({ page }: ChatPage, name: string): Promise<void> {
  await page.screenshot({ path: join(outputFolder, `${name}.png`) });
}
