import { RemoteServer, type RemoteRoute } from './remote-server.js';
import { serveV1, type V1Server } from './v1-server.js';

/** What tests have to close. */
const closables: (() => Promise<unknown>)[] = [];

export async function closeAll(): Promise<void> {
  await Promise.all(closables.splice(0).map((close) => close()));
}

/** What a remote server of v1 offers. */
export const INFO = {
  actions: [
    {
      name: 'add',
      description: 'Adds numbers',
      parameters: [
        { name: 'a', type: 'number' },
        { name: 'note', type: 'string', required: false },
      ],
    },
  ],
  agents: [
    { name: 'old', description: 'An old graph', type: 'langgraph' },
    { name: 'crew', description: 'A crew', type: 'crewai' },
  ],
  sdkVersion: '0.1.0',
};

/** A server of the remote protocol; `url` has a secret in its query. */
export async function serveRemote(routes: Readonly<Record<string, RemoteRoute>> = {}) {
  const server = await RemoteServer.start({
    '/remote/info': () => INFO,
    '/remote/actions/execute': ({ body }) => ({
      result: { sum: (body as { arguments: { a: number } }).arguments.a + 1 },
    }),
    ...routes,
  });
  closables.push(() => server.close());
  return { server, url: `${server.origin}/remote/?key=secret` };
}

/** As `serveV1`, and shut down after the test. */
export function serve(...[agent, params]: Parameters<typeof serveV1>): V1Server {
  const server = serveV1(agent, params);
  closables.push(() => server.runtime.shutdown({ graceMs: 0 }));
  return server;
}
