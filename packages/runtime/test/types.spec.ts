import { describe, expect, it } from '@jest/globals';
import { HttpAgent, type AbstractAgent } from '@ag-ui/client';
import { CopilotRuntime as RootRuntime } from '@flightdeck/runtime';
import { CopilotRuntime, createCopilotRuntimeHandler } from '@flightdeck/runtime/v2';
import type * as v2 from '@flightdeck/runtime/v2';

const agents: Record<string, AbstractAgent> = {
  remote: new HttpAgent({ url: 'http://a.example' }),
};

describe('the types of the drop-in', () => {
  it.each([CopilotRuntime, RootRuntime])('take what users write', async (Runtime) => {
    const make: v2.CopilotRuntimeConstructor = Runtime;
    const runtime: v2.CopilotRuntimeLike = new make({ agents });
    const handle: v2.CopilotRuntimeFetchHandler = createCopilotRuntimeHandler({ runtime });
    const response = await handle(new Request('http://localhost/info'));
    expect(await response.json()).toMatchObject({ agents: { remote: {} } });
  });
});
