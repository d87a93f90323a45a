import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { sqliteThreads } from '@flightdeck/store-sqlite';
import { modelAnswers, sayText } from '@flightdeck/testing';
import { ClientPage } from './support/client-page.js';
import { ModelTalk } from './support/model-talk.js';
import { startMount } from './support/mount.js';
import { versionNamed } from './support/versions.js';

jest.setTimeout(90_000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flightdeck-clients-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a conversation in a durable store', () => {
  it('is begun by react-core 1.10.6 and continued by 1.74.0 [v1.client.continued]', async () => {
    const threads = { threads: sqliteThreads({ file: join(folder, 'threads.db') }) };
    const [old, current] = await Promise.all([
      ClientPage.start(versionNamed('1.10.6').alias),
      ClientPage.start(versionNamed('1.74.0').alias),
    ]);
    let mount = await startMount(threads);
    try {
      mount.model.script(modelAnswers([sayText('Nice to meet you, Ada')]));
      await old.open({ runtimeUrl: mount.url, threadId: 'shared' });
      await old.untilSeen('a page', ({ available }) => available === 'true');
      await old.send('I am Ada');
      await old.untilSeen(
        'an answer',
        ({ messages, loading }) => messages.length === 2 && loading === 'false',
      );
      await mount.close();

      mount = await startMount({ threads: sqliteThreads({ file: join(folder, 'threads.db') }) });
      const model = new ModelTalk(mount.model);
      mount.model.script(modelAnswers([sayText('Ada')]));
      await current.open({ runtimeUrl: mount.url, threadId: 'shared' });
      const restored = await current.untilSeen(
        'the conversation',
        ({ messages }) => messages.length === 2,
      );
      expect(restored.messages).toEqual([
        ['user', 'I am Ada'],
        ['assistant', 'Nice to meet you, Ada'],
      ]);
      await current.send('Who am I?');
      const sight = await current.untilSeen(
        'an answer',
        ({ messages, loading }) => messages.length === 4 && loading === 'false',
      );
      expect(sight.messages.at(-1)).toEqual(['assistant', 'Ada']);
      // The prompt of the old client, with what its page showed then, is not a part of the conversation.
      expect(model.prompt(0)).toMatch(/The page:/);
      expect(model.prompt(0)).not.toMatch(/assistant/);
      expect(model.said(0)).toEqual([
        'user: "I am Ada"',
        'assistant: "Nice to meet you, Ada"',
        'user: "Who am I?"',
      ]);
    } finally {
      await Promise.all([old.stop(), current.stop()]);
      await mount.close();
    }
  });
});
