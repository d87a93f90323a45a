import { once, type EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';

import { describe, expect, it } from '@jest/globals';

import { server } from './readme/server.js';

const here = (path: string) => new URL(path, import.meta.url);

describe('the README', () => {
  it('shows the server that this test runs', async () => {
    const readme = await readFile(here('../README.md'), 'utf8');
    const example = await readFile(here('./readme/server.ts'), 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it('shows a server that serves, and shuts down on a signal', async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/api/copilotkit/info`);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toMatchObject({ agents: { default: {} } });
    const closed = once(server, 'close');
    (process as EventEmitter).emit('SIGTERM');
    await closed;
  });
});
