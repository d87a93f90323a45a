import { expect } from '@jest/globals';
import { uniqueId } from '@flightdeck/testing';
import { ClientPage, type PageOptions, type Sight } from './client-page.js';
import { ModelTalk } from './model-talk.js';
import type { Mount } from './mount.js';
import type { ClientVersion } from './versions.js';

/** What the tests of one version have in common. */
export class ClientFixture {
  /** What the model was asked in this test. */
  model: ModelTalk;
  readonly #version: ClientVersion;
  readonly #mount: Mount;
  #page: ClientPage | null = null;

  constructor(version: ClientVersion, mount: Mount) {
    this.#version = version;
    this.#mount = mount;
    this.model = new ModelTalk(mount.model);
  }

  get page(): ClientPage {
    if (this.#page === null) throw new Error('The client is not loaded');
    return this.#page;
  }

  /** Loads the client. */
  async start(): Promise<void> {
    this.#page = await ClientPage.start(this.#version.alias);
  }

  async stop(): Promise<void> {
    await this.#page?.stop();
  }

  /** A fresh page on a thread of its own, ready for its user. */
  async open(options: Partial<PageOptions> = {}): Promise<void> {
    this.model = new ModelTalk(this.#mount.model);
    const { url: runtimeUrl } = this.#mount;
    await this.page.open({ runtimeUrl, threadId: uniqueId('thread'), ...options });
    await this.page.untilSeen('a page that is ready', ({ available }) => available === 'true');
  }

  /** Leaves the page, which must not have tried to reach anybody else, nor have left out a turn of the model. */
  async leave(): Promise<void> {
    const { attempts } = await this.page.see();
    await this.page.close();
    expect(attempts).toEqual([]);
    expect(this.#mount.model.turnsLeft).toBe(0);
  }

  /** Looks until so many lines are shown and nothing is loading any more. */
  settled(lines: number): Promise<Sight> {
    return this.page.untilSeen(
      `${lines} lines`,
      ({ messages, loading }) => messages.length >= lines && loading === 'false',
    );
  }

  /** Fails on whatever the console was told beyond what the version says by itself, and what is allowed. */
  expectSilence({ said }: Sight, ...allowed: readonly RegExp[]): void {
    const known = [...this.#version.chatter, ...allowed];
    expect(said.filter((line) => !known.some((pattern) => pattern.test(line)))).toEqual([]);
  }
}
