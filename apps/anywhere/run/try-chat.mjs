import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

const MESSAGES = '[data-testid=copilot-user-message], [data-testid=copilot-assistant-message]';

/**
 * A conversation in the page of a server: what is said, that the next question is answered as well, and
 * that a reload brings all of it back. Throws for whatever a person would take for a fault.
 */
export async function tryChat(browser, { url, runtimeUrl, probes }) {
  const context = await browser.newContext();
  context.setDefaultTimeout(20_000);
  const trouble = watchForTrouble(context, { url, probes });
  try {
    const page = await context.newPage();
    const query = new URLSearchParams({ runtimeUrl, thread: randomUUID() });
    await page.goto(`${url}/chat/index.html?${query}`);
    await say(page, 'Hello from the tower', 1);
    await say(page, 'And **once** more', 2);
    const conversation = [
      'Hello from the tower',
      'You said: Hello from the tower',
      'And **once** more',
      'You said: And once more',
    ];
    assert.deepEqual(await transcript(page), conversation);
    await page.reload();
    await page.locator(MESSAGES).nth(3).waitFor();
    await idle(page);
    assert.deepEqual(await transcript(page), conversation);
    assert.deepEqual(trouble, []);
  } catch (error) {
    throw new Error(`${runtimeUrl}: ${trouble.join('\n')}`, { cause: error });
  } finally {
    await context.close();
  }
}

async function say(page, text, turn) {
  await page.getByTestId('copilot-chat-textarea').fill(text);
  await page.getByTestId('copilot-send-button').click();
  await page
    .getByTestId('copilot-assistant-message')
    .nth(turn - 1)
    .waitFor();
  await idle(page);
}

async function idle(page) {
  await page.locator('[data-testid=copilot-chat][data-copilot-running=false]').waitFor();
}

async function transcript(page) {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  return page.locator(MESSAGES).allInnerTexts();
}

/** Notes what a healthy page never does. `probes`: what a client asks in vain to find out the transport. */
function watchForTrouble(context, { url, probes = [] }) {
  const trouble = [];
  const isProbe = (address) => probes.includes(new URL(address, url).pathname);
  context.on('console', (message) => {
    if (message.type() !== 'error' || isProbe(message.location().url)) return;
    trouble.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => trouble.push(`exception: ${error.error().message}`));
  context.on('request', (request) => {
    if (!request.url().startsWith('data:') && new URL(request.url()).origin !== url) {
      trouble.push(`left: ${request.url()}`);
    }
  });
  context.on('response', (response) => {
    if (response.status() >= 400 && !isProbe(response.url())) {
      trouble.push(`${response.status()}: ${response.url()}`);
    }
  });
  return trouble;
}
