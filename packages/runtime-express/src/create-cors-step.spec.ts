import { createServer, request } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { describe, expect, it } from '@jest/globals';

import { createCorsStep, type CopilotExpressCorsOptions } from './create-cors-step.js';

type Headers = Readonly<Record<string, string>>;

/** The headers of a response that a host has begun and the step gone on with, without those of Node. */
async function headersWith(
  cors: boolean | CopilotExpressCorsOptions,
  sent: { readonly method?: string; readonly headers?: Headers },
  host: Headers,
): Promise<Record<string, unknown>> {
  const step = createCorsStep(cors);
  const server = createServer((req, res) => {
    for (const [name, value] of Object.entries(host)) res.setHeader(name, value);
    step?.(req, res, () => res.end('next'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const asked = request({ host: '127.0.0.1', port, agent: false, ...sent });
  const answered = once(asked, 'response');
  asked.end();
  const [response] = await answered;
  response.resume();
  await once(response, 'end');
  server.close();
  const { date: _date, connection: _connection, ...headers } = response.headers;
  return { status: response.statusCode, ...headers };
}

const ORIGIN = { origin: 'https://page.test' };
const HOSTS: readonly Headers[] = [
  {},
  { 'access-control-allow-origin': 'https://host.test' },
  { 'access-control-allow-credentials': 'true' },
  {
    'access-control-allow-origin': 'https://host.test',
    'access-control-allow-credentials': 'true',
  },
  { 'access-control-expose-headers': 'x-host', vary: 'Accept-Encoding', 'x-powered-by': 'Express' },
];

describe('the CORS step for every origin', () => {
  // Lists that expose nothing change nothing, and are left to the package.
  const byPackage = { exposedHeaders: [] };

  it.each(HOSTS)('says what the package says beside the headers %j', async (host) => {
    for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
      for (const headers of [{}, ORIGIN]) {
        const said = await headersWith(true, { method, headers }, host);
        expect(said).toEqual(await headersWith(byPackage, { method, headers }, host));
      }
    }
  });

  it('exposes what it is asked to', async () => {
    const cors = { exposedHeaders: ['x-run'] };
    expect(await headersWith(cors, { headers: ORIGIN }, {})).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'x-run',
    });
  });
});
