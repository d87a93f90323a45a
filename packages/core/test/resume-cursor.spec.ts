import { describe, expect, it } from '@jest/globals';
import { collectRun, runBodySaying, ScriptedAgent } from '@flightdeck/testing';
import { createFaultBench } from './support/fault-bench.js';

describe('the cursor of a client that resumes', () => {
  it.each([
    [{ header: '1.1', query: 'x', body: 'x' }, 200],
    [{ query: '1.1', body: 'x' }, 200],
    [{ body: '1.1' }, 200],
    [{ header: 'x', query: '1.1', body: '1.1' }, 412],
  ])('is looked for in the header, the query and the body: %j', async (cursors, status) => {
    const { rest } = createFaultBench({
      agents: { default: new ScriptedAgent() },
      environment: 'development',
    });
    const body = runBodySaying('hello');
    await collectRun(await rest.run('default', body));
    const { header, query, body: seen } = cursors as Record<string, string | undefined>;
    const response = await rest.request(
      `/agent/default/connect${query === undefined ? '' : `?cursor=${query}`}`,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'accept-resume': '1',
          ...(header === undefined ? {} : { 'last-event-id': header }),
        },
        body: JSON.stringify({ ...body, lastSeenEventId: seen }),
      },
    );
    await response.text();
    expect(response.status).toBe(status);
  });

  it('is refused where there is no such thread, because an empty stream would look like its end', async () => {
    const { rest } = createFaultBench({
      agents: { default: new ScriptedAgent() },
      environment: 'development',
    });
    const headers = { 'last-event-id': '1.1', 'accept-resume': '1' };
    const response = await rest.connect('default', runBodySaying('hello'), { headers });
    expect(response.status).toBe(412);
    expect(await response.json()).toEqual({ error: 'cursor_invalid', reason: 'ahead' });
  });
});
