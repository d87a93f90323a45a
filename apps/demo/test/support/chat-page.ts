import { withDeadline } from '@flightdeck/testing';
import type { BrowserContext, Locator, Page } from 'playwright-core';

/** The demo's page in one tab, as a person uses it. */
export class ChatPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the page, and resolves once it hears of changes that are made elsewhere. */
  async open(address: string): Promise<void> {
    const heard = new Promise((resolve) => {
      this.page.once('websocket', (socket) => socket.once('framereceived', resolve));
    });
    await this.page.goto(address);
    await this.input.waitFor();
    await withDeadline(heard, 'the socket of the page', 15_000);
  }

  async send(text: string): Promise<void> {
    await this.input.fill(text);
    // Enabled only once the client knows the agent: until then, the Enter key would do nothing.
    await this.sendButton.click();
  }

  /** The same button sends a message and stops the answer. */
  async pressStop(): Promise<void> {
    await this.sendButton.click();
  }

  /** Loads the page again and waits until the server has replayed the whole thread. */
  async reload(): Promise<void> {
    // The client asks twice and aborts the first attempt, which counts as failed, not as finished.
    const replayed = this.page.waitForEvent('requestfinished', (request) =>
      request.url().endsWith('/connect'),
    );
    await this.page.reload();
    await replayed;
  }

  /** Waits until the agent has begun and ended to answer `count` user messages in all. */
  async idleAfter(count: number): Promise<void> {
    await this.answers.nth(count - 1).waitFor();
    await this.page.locator('[data-testid=copilot-chat][data-copilot-running=false]').waitFor();
  }

  /** Waits until the newest answer has more than `length` characters and returns how many it has. */
  async grownBeyond(length: number): Promise<number> {
    const handle = await this.page.waitForFunction(
      ([testId, least]) => {
        const answers = document.querySelectorAll<HTMLElement>(`[data-testid="${testId}"]`);
        const current = [...answers].at(-1)?.innerText.length ?? 0;
        return current > least && current;
      },
      ['copilot-assistant-message', length] as const,
    );
    return Number(await handle.jsonValue());
  }

  /** Texts of all messages, oldest first, once the page has drawn what it knows. */
  async transcript(): Promise<string[]> {
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    const messages = this.page.locator(
      '[data-testid=copilot-user-message], [data-testid=copilot-assistant-message]',
    );
    return messages.allInnerTexts();
  }

  get sendButton(): Locator {
    return this.page.getByTestId('copilot-send-button');
  }

  get input(): Locator {
    return this.page.getByTestId('copilot-chat-textarea');
  }

  get answers(): Locator {
    return this.page.getByTestId('copilot-assistant-message');
  }

  /** A card in the chat. */
  card(name: string): Locator {
    return this.page.getByRole('region', { name });
  }

  /** The list beside the chat. */
  get todos(): Locator {
    return this.page.getByRole('complementary', { name: 'To-do list' });
  }

  /** The box of a line of that list. */
  todo(title: string): Locator {
    return this.todos.getByRole('checkbox', { name: title });
  }

  get threads(): Locator {
    return this.page.getByRole('navigation', { name: 'Threads' }).getByRole('listitem');
  }

  /** The row of a thread in the list. */
  thread(title: string): Locator {
    return this.threads.filter({ hasText: title });
  }

  async rename(title: string, name: string): Promise<void> {
    this.page.once('dialog', (dialog) => void dialog.accept(name));
    await this.#act(title, /^Rename/);
  }

  async archive(title: string): Promise<void> {
    await this.#act(title, /^Archive/);
  }

  async delete(title: string): Promise<void> {
    this.page.once('dialog', (dialog) => void dialog.accept());
    await this.#act(title, /^Delete/);
  }

  async #act(title: string, action: RegExp): Promise<void> {
    const row = this.thread(title);
    await row.hover();
    await row.getByRole('button', { name: action }).click();
  }

  get threadId(): string | null {
    return new URL(this.page.url()).searchParams.get('thread');
  }
}

/** Notes everything that a healthy page never does: errors, refused requests, requests to anywhere else. */
export function watchForTrouble(context: BrowserContext, ownOrigin: string): string[] {
  const trouble: string[] = [];
  const { host: ownHost } = new URL(ownOrigin);
  context.on('console', (message) => {
    if (message.type() === 'error') trouble.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => trouble.push(`exception: ${error.error().message}`));
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== ownOrigin && protocol.startsWith('http')) trouble.push(`left: ${request.url()}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) trouble.push(`${response.status()}: ${response.url()}`);
  });
  context.on('page', (page) => {
    page.on('websocket', (socket) => {
      if (new URL(socket.url()).host !== ownHost) trouble.push(`socket: ${socket.url()}`);
    });
  });
  return trouble;
}
