import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { browserExpected } from './support/chromium.js';
import { buildDemo, outputFolder, type DemoBuild } from './support/demo-process.js';
import { useChatPage } from './support/use-chat-page.js';

const describeInBrowser = browserExpected ? describe : describe.skip;

let build: DemoBuild;
beforeAll(async () => {
  build = await buildDemo('agent');
}, 180_000);

describeInBrowser('what the agent and the page do together', () => {
  let processId = 0;
  const { chat, allowTrouble } = useChatPage({
    start: async () => {
      const demo = await build.start();
      processId = demo.processId;
      return demo;
    },
  });
  const screenshot = (name: string) =>
    chat().page.screenshot({ path: join(outputFolder, `${name}.png`) });

  it('shows what a tool of the server has told as a card, also after a reload', async () => {
    await chat().send('Which server answers?');
    const card = chat().card('Server');
    await card.getByText(String(processId)).waitFor();
    await chat().idleAfter(2);
    expect((await chat().transcript()).at(-1)).toContain(`Process ${processId} on Node v`);
    await screenshot('server-tool');
    await chat().reload();
    await card.getByText(String(processId)).waitFor();
  });

  it('shows at once what the agent puts on the shared list', async () => {
    await chat().send('Add milk to my list');
    await chat().todo('milk').waitFor();
    await chat().idleAfter(2);
    expect((await chat().transcript()).at(-1)).toContain('milk is on our list, with 1 open');
    await chat().reload();
    await chat().todo('milk').waitFor();
  });

  it('lets the agent see what the page has changed, and keeps it', async () => {
    await chat().send('Add milk to my list');
    await chat().idleAfter(2);
    await chat().todo('milk').check();
    await chat().todos.getByLabel('New to-do').fill('bread');
    await chat().todos.getByRole('button', { name: 'Add' }).click();
    await chat().send('What is on my list?');
    await chat().page.getByText('bread: open').waitFor();
    await chat().idleAfter(3);
    expect((await chat().transcript()).at(-1)).toMatch(/milk: done\s+bread: open/);
    await screenshot('shared-state');
    await chat().reload();
    await chat().todo('bread').waitFor();
    expect(await chat().todo('milk').isChecked()).toBe(true);
  });

  it('books after a yes, and is ready for the next message [pending.own-run-id]', async () => {
    await chat().send('Book a table for 4 at 19:30');
    const card = chat().card('Decision');
    await card.getByText('A table for 4 at 19:30').waitFor();
    await screenshot('interrupt');
    await card.getByRole('button', { name: 'Approve' }).click();
    await chat().page.getByText('Booked: a table for 4 at 19:30.').waitFor();
    await card.waitFor({ state: 'detached' });
    await chat().page.getByText('You approved').waitFor();
    await chat().idleAfter(2);
    await chat().send('Hello');
    await chat().page.getByText('Hello! I am a scripted agent').waitFor();
  });

  it('asks again after a reload, and books nothing after a no', async () => {
    await chat().send('Book a table');
    const card = chat().card('Decision');
    await card.waitFor();
    await chat().page.reload();
    await card.getByText('A table for 2 at 19:00').waitFor();
    expect(await chat().page.getByRole('alert').count()).toBe(0);
    await card.getByRole('button', { name: 'Decline' }).click();
    await chat().page.getByText('All right, I have booked nothing.').waitFor();
    await chat().page.getByText('You declined').waitFor();
    await chat().reload();
    await chat().page.getByText('You declined').waitFor();
    expect(await card.count()).toBe(0);
  });

  it('answers what was said before the decision, afterwards', async () => {
    await chat().send('Book a table');
    await chat().card('Decision').waitFor();
    await chat().send('Hello');
    await chat().page.getByRole('alert').getByText('waits for your decision').waitFor();
    await chat().card('Decision').getByRole('button', { name: 'Approve' }).click();
    await chat().page.getByText('Hello! I am a scripted agent').waitFor();
    expect(await chat().page.getByRole('alert').count()).toBe(0);
  });

  it('draws in a sandboxed frame without scripts, also after a reload', async () => {
    // The client's frame brings a script of its own, which the policy of the page forbids.
    allowTrouble(/Executing inline script violates/);
    await chat().send('Draw a clock');
    const clock = chat().page.frameLocator('iframe').getByRole('img', { name: 'A clock' });
    await clock.waitFor();
    await chat().idleAfter(2);
    await screenshot('generative-ui');
    await chat().reload();
    await clock.waitFor();
  });

  it('fits a narrow window', async () => {
    const { page } = chat();
    await page.setViewportSize({ width: 390, height: 800 });
    await chat().send('Add milk to my list');
    await chat().todo('milk').waitFor();
    await chat().idleAfter(2);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
    await screenshot('narrow');
  });
});
