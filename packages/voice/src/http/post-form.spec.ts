import { describe, expect, it } from '@jest/globals';
import { createGate, until, withDeadline } from '@flightdeck/testing';
import { withCallDeadline } from './call-deadline.js';
import { postForm, type FetchFunction } from './post-form.js';

const CALL = {
  provider: 'The server',
  url: 'http://voice.example/',
  form: new FormData(),
  headers: new Headers(),
};

/** A body that goes on until somebody cancels it. */
function endlessBody(): { readonly body: ReadableStream<Uint8Array>; cancelled: boolean } {
  const endless = {
    cancelled: false,
    body: new ReadableStream<Uint8Array>({
      cancel() {
        endless.cancelled = true;
      },
    }),
  };
  return endless;
}

const json = (body: BodyInit): Response =>
  new Response(body, { headers: { 'content-type': 'application/json' } });

/** Posts until the time is up. */
function post(fetch: FetchFunction): Promise<unknown> {
  return withCallDeadline({ provider: 'The server', timeoutMs: 30 }, (signal) =>
    postForm({ ...CALL, fetch, signal }),
  );
}

describe('a fetch that does not care for its signal', () => {
  it('has its body let go when the time is up', async () => {
    const endless = endlessBody();
    const posting = post(async () => json(endless.body));
    await expect(withDeadline(posting, 'the failure')).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    await until(() => endless.cancelled, 'the body to be let go');
  });

  it.each([200, 500])('has a reply with status %s let go that comes too late', async (status) => {
    const endless = endlessBody();
    const late = createGate();
    const posting = post(async () => {
      await late.opened;
      return new Response(endless.body, { status });
    });
    await expect(posting).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    late.open();
    await until(() => endless.cancelled, 'the body to be let go');
  });
});
