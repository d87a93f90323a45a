import { describe, expect, it } from '@jest/globals';
import { memoryThreads } from '@flightdeck/store';
import { collectRun, runBodySaying, ScriptedAgent } from '@flightdeck/testing';
import { AgentRunner, CopilotRuntime, type ThreadOwner } from '../src/index.js';
import { createFaultBench } from './support/fault-bench.js';

/** A runtime in which two users of a tenant have talked. */
async function bench() {
  const bench = createFaultBench({
    agents: { default: new ScriptedAgent() },
    threads: memoryThreads(),
    identifyUser: (request) => ({
      id: request.headers.get('x-user') ?? 'nobody',
      tenantId: 'acme',
    }),
  });
  for (const user of ['alice', 'bob']) {
    const body = runBodySaying(`I am ${user}`, { threadId: `thread of ${user}` });
    await collectRun(await bench.rest.run('default', body, { headers: { 'x-user': user } }));
  }
  return bench;
}

async function exported(runtime: CopilotRuntime, owner: ThreadOwner): Promise<string> {
  let text = '';
  for await (const line of runtime.exportThreads(owner)) text += line;
  return text;
}

describe('the administration of threads', () => {
  it('hands out what is stored of one user, or of a whole tenant [threads.export]', async () => {
    const { runtime } = await bench();
    const alice = await exported(runtime, { userId: 'alice', tenantId: 'acme' });
    expect(alice).toContain('I am alice');
    expect(alice).not.toContain('bob');
    expect(await exported(runtime, { userId: null, tenantId: 'acme' })).toContain('I am bob');
    expect(await exported(runtime, { userId: 'alice' })).toBe('');
  });

  it('reads a thread of whom it belongs to', async () => {
    const { runtime } = await bench();
    const read = (userId: string | null, tenantId?: string) =>
      runtime.readThread('thread of alice', { userId, ...(tenantId && { tenantId }) });
    const told = await read('alice', 'acme');
    expect(told?.messages.map(({ content }) => content)).toEqual(['I am alice', 'Hello']);
    expect(await read(null, 'acme')).toEqual(told);
    expect(await read('bob', 'acme')).toBeNull();
    expect(await read('alice')).toBeNull();
    expect(await runtime.readThread('thread of alice')).toBeNull();
  });

  it('forgets one user, and nobody else [threads.erase]', async () => {
    const { runtime } = await bench();
    await expect(runtime.eraseUser({ userId: 'alice', tenantId: 'acme' })).resolves.toBe(1);
    const rest = await exported(runtime, { userId: null, tenantId: 'acme' });
    expect(rest).not.toContain('alice');
    expect(rest).toContain('I am bob');
  });

  it('forgets nobody unless it is said whom', async () => {
    const { runtime } = await bench();
    const typo = { id: 'alice', tenantId: 'acme' } as unknown as ThreadOwner;
    // Nobody's id, and in the store the mark of threads that belong to nobody.
    const blank = { userId: '', tenantId: 'acme' };
    for (const owner of [typo, blank]) {
      await expect(runtime.eraseUser(owner)).rejects.toThrow('userId');
      await expect(exported(runtime, owner)).rejects.toThrow('userId');
    }
    expect(await exported(runtime, { userId: null, tenantId: 'acme' })).toContain('I am alice');
  });

  it('is the affair of a custom runner where there is one', async () => {
    class Custom extends AgentRunner {
      override run = () => never();
      override connect = () => never();
      override isRunning = () => never();
      override stop = () => never();
    }
    const runtime = new CopilotRuntime({ agents: {}, runner: new Custom() });
    await expect(runtime.eraseUser({ userId: 'alice' })).rejects.toThrow('runner');
    await expect(exported(runtime, { userId: 'alice' })).rejects.toThrow('runner');
  });
});

function never(): never {
  throw new Error('not to be called');
}
