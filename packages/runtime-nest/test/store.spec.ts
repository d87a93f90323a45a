import { CopilotRuntime, type CopilotRuntimeOptions } from '@flightdeck/core';
import { CopilotRuntimeModule } from '@flightdeck/runtime-nest';
import { ScriptedAgent } from '@flightdeck/testing';

import { PLATFORMS } from './support/platforms.js';
import { BASE, run } from './support/requests.js';
import { bootApp, listen, startApp } from './support/start-app.js';

type Store = NonNullable<CopilotRuntimeOptions['threads']>;
type Start = Store['coordinator']['start'];

/** A store that does not open the first `failures` times, and how often that was tried. */
function shutStore(failures: number): { readonly store: Store; readonly tries: () => number } {
  const memory = new CopilotRuntime({ agents: {} }).engine?.store;
  if (memory === undefined) throw new Error('no store');
  let tries = 0;
  const start: Start = async (handlers) => {
    tries += 1;
    if (tries <= failures) throw new Error('The password is wrong');
    return memory.coordinator.start(handlers);
  };
  const coordinator = new Proxy(memory.coordinator, {
    get(target, name) {
      const value: unknown = name === 'start' ? start : Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { store: { ...memory, coordinator }, tries: () => tries };
}

const agents = { default: new ScriptedAgent() };

describe.each(PLATFORMS)('the store of an application on %s', (platform) => {
  it('is open before the first request, so that runs of a former life are ended', async () => {
    const { store: threads, tries } = shutStore(0);
    await startApp(platform, { imports: [CopilotRuntimeModule.forRoot({ agents, threads })] });
    expect(tries()).toBe(1);
  });

  it('keeps the application from coming up if it cannot be opened, and says why', async () => {
    const { store: threads } = shutStore(1);
    const imports = [CopilotRuntimeModule.forRoot({ agents, threads })];
    const app = await bootApp(platform, { imports });
    await expect(listen(app)).rejects.toThrow('The password is wrong');
  });

  it('is tried again with every request, if the application is not to wait for it', async () => {
    const { store: threads } = shutStore(2);
    const options = { agents, threads, waitForStore: false };
    const { url } = await startApp(platform, { imports: [CopilotRuntimeModule.forRoot(options)] });
    const statuses = [];
    for (let request = 0; request < 2; request += 1) {
      const response = await run(`${url}${BASE}`);
      await response.text();
      statuses.push(response.status);
    }
    expect(statuses).toEqual([503, 200]);
  });
});
