import { Cluster } from './support/cluster.js';
import { elapse } from './support/elapse.js';
import { RecordingClient } from './support/recording-client.js';

const MEMORY = { store: { kind: 'memory' } } as const;

/** The tools of this suite, on servers that share nothing. */
describe('the harness', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.start({ servers: 2, options: MEMORY });
  });
  afterAll(() => cluster.close());

  it('records what a server streams, in numbers without gaps', async () => {
    const client = new RecordingClient();
    const stream = await client.run(cluster.server(0).baseUrl, {
      plan: { count: 30, kind: 'mixed', perSecond: 0 },
    });
    await stream.ended();
    expect(stream.terminal?.type).toBe('RUN_FINISHED');
    expect(stream.events.map(({ seq }) => seq)).toEqual(stream.events.map((_, index) => index + 1));
    await cluster.verify(client);
  });

  it('sees a frozen server do nothing, and go on when it is thawed', async () => {
    const server = cluster.server(0);
    const client = new RecordingClient();
    const stream = await client.run(server.baseUrl, { plan: { count: 100, perSecond: 200 } });
    await stream.untilEvents(10);
    server.freeze();
    let answered = false;
    void server.stats().then(() => {
      answered = true;
    });
    await elapse(200);
    expect(answered).toBe(false);
    server.thaw();
    expect((await stream.ended()).terminal?.type).toBe('RUN_FINISHED');
  });

  it('sees a killed server end everything at once', async () => {
    const server = cluster.server(1);
    const client = new RecordingClient();
    const stream = await client.run(server.baseUrl, { runId: 'killed', plan: { count: 1_000 } });
    await stream.untilEvents(10);
    await server.kill();
    expect((await stream.ended()).end).toBe('broken');
    expect(server.agentOf('killed')).toMatchObject({ how: 'killed' });
  });
});
