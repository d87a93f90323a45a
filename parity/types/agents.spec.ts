import { describe, expect, it } from '@jest/globals';
import * as line57 from 'ag-ui-client-57';
import * as line59 from '@ag-ui/client';
import * as line1 from 'ag-ui-client-1';
import {
  CopilotRuntime,
  InMemoryAgentRunner,
  type AgentEventSubscriber,
  type RunAgentInput,
} from '@flightdeck/core';

// What this file proves, it proves by compiling: no cast between an agent and a runtime.
const url = 'http://127.0.0.1/agent';
const plain = {
  clone: () => plain,
  async runAgent(_input: RunAgentInput, { onEvent }: AgentEventSubscriber): Promise<void> {
    onEvent({ event: { type: 'RUN_FINISHED' } });
  },
};

describe('[api.agents.any-version] a runtime', () => {
  it('takes agents of every AG-UI line, plain objects, promises and factories', () => {
    const agents = {
      line57: new line57.HttpAgent({ url }),
      line59: new line59.HttpAgent({ url }),
      line1: new line1.HttpAgent({ url }),
      plain,
    };
    const runtimes = [
      new CopilotRuntime({ agents }),
      new CopilotRuntime({ agents: Promise.resolve(agents) }),
      new CopilotRuntime({ agents: () => agents }),
      new CopilotRuntime({ agents: async ({ identity }) => (identity === null ? {} : agents) }),
      new CopilotRuntime({ agents, runner: new InMemoryAgentRunner({ onConcurrentRun: 'throw' }) }),
    ];
    expect(runtimes.map(({ mode }) => mode)).toEqual(runtimes.map(() => 'sse'));
  });
});
