import assert from 'node:assert/strict';
import { ScriptedAgent } from '../agents/scripted-agent.js';
import { conformanceTranscription } from '../conformance/conformance-transcription.js';
import { runBodySaying } from '../http/run-input.js';
import { jsonOf } from '../http/runtime-client.js';
import { collectRun } from '../sse/collect-run.js';
import type { ContractSuite, Mounted } from './contract-suite.js';

const LIMIT = 2_000;

/** protocol.md 4, with a limit. */
export function describeLimits(suite: ContractSuite): void {
  const { api } = suite;
  const limited = (body: (server: Mounted) => Promise<void>): Promise<void> =>
    suite.use(
      {
        agents: { default: new ScriptedAgent() },
        maxBodyBytes: LIMIT,
        maxAudioBytes: 2 * LIMIT,
        transcriptionService: conformanceTranscription(),
      },
      {},
      body,
    );
  const tooLarge = {
    error: 'Request body too large',
    code: 'payload_too_large',
    limitBytes: LIMIT,
  };

  api.describe('limits', () => {
    api.it('a body that is too large is refused with 413 and the limit', () =>
      limited(async ({ rest }) => {
        const body = runBodySaying('x'.repeat(LIMIT));
        assert.deepEqual(await jsonOf(await rest.run('default', body), 413), tooLarge);
      }),
    );

    api.it('an envelope that is too large is refused with 413', () =>
      limited(async ({ single }) => {
        const body = runBodySaying('x'.repeat(LIMIT));
        assert.deepEqual(await jsonOf(await single.run('default', body), 413), tooLarge);
      }),
    );

    api.it('a body of exactly the limit is accepted', () =>
      limited(async ({ rest }) => {
        const size = JSON.stringify(runBodySaying('')).length;
        const body = runBodySaying('x'.repeat(LIMIT - size));
        assert.equal(JSON.stringify(body).length, LIMIT);
        await collectRun(await rest.run('default', body));
      }),
    );

    api.it('a refused body does not spoil the next request', () =>
      limited(async ({ rest }) => {
        await jsonOf(await rest.run('default', runBodySaying('x'.repeat(500_000))), 413);
        await collectRun(await rest.run('default', runBodySaying('hello')));
      }),
    );

    api.it('a body without an announced length is limited, too', () =>
      limited(async ({ rest }) => {
        const chunk = new TextEncoder().encode(' '.repeat(1_000));
        let left = 10;
        const body = new ReadableStream<Uint8Array>({
          pull(controller) {
            left -= 1;
            if (left < 0) controller.close();
            else controller.enqueue(chunk);
          },
        });
        const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' };
        assert.deepEqual(
          await jsonOf(await rest.request('/agent/default/run', init), 413),
          tooLarge,
        );
      }),
    );

    api.it('a recording may be larger than other bodies', () =>
      limited(async ({ rest }) => {
        const body = new FormData();
        body.append('audio', new File(['x'.repeat(LIMIT + 500)], 'a.webm', { type: 'audio/webm' }));
        const response = await rest.request('/transcribe', { method: 'POST', body });
        assert.equal((await jsonOf(response)).size, LIMIT + 500);
      }),
    );

    api.it('a recording that is too large is refused with 413 and a text for the user', () =>
      limited(async ({ rest }) => {
        const form = new FormData();
        form.append('audio', new File(['x'.repeat(3 * LIMIT)], 'a.webm', { type: 'audio/webm' }));
        // Encoded beforehand: Node 24 leaves a rejection behind when a form's own stream is cancelled.
        const encoded = new Response(form);
        const headers = { 'content-type': encoded.headers.get('content-type') ?? '' };
        const body = await encoded.arrayBuffer();
        const response = await rest.request('/transcribe', { method: 'POST', headers, body });
        const { error, retryable } = await jsonOf(response, 413);
        assert.deepEqual([error, retryable], ['audio_too_long', false]);
      }),
    );

    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      api.it(`a cookie on a POST of ${type}, which any site can make, is refused with 415`, () =>
        limited(async ({ rest }) => {
          for (const path of ['/agent/default/run', '/agent/default/stop/a', '/threads/clear']) {
            const headers = { cookie: 'session=1', 'content-type': type };
            const response = await rest.request(path, { method: 'POST', headers, body: '{}' });
            assert.equal((await jsonOf(response, 415)).code, 'unsupported_media_type', path);
          }
        }),
      );
    }
  });
}
