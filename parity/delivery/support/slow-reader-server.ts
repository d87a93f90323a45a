/*
 * A server whose agent says 50 MB. Prints its port, then, for each line on stdin, the memory that it
 * holds after a collection and whether the run has ended.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CopilotRuntime, type AgentEventSubscriber, type RunAgentInput } from '@flightdeck/core';
import { createCopilotNodeListener } from '@flightdeck/runtime-node';

const EVENTS = 800;
const EVENT_TEXT = 64 * 1024;

let hasSpoken = false;

const talkative = {
  clone: () => talkative,
  async runAgent(_input: RunAgentInput, { onEvent }: AgentEventSubscriber): Promise<void> {
    for (let index = 0; index < EVENTS; index += 1) {
      // A text of its own each time, so that nothing is shared that a real agent would not share.
      const value = String.fromCharCode(97 + (index % 26)).repeat(EVENT_TEXT);
      onEvent({ event: { type: 'CUSTOM', name: 'chunk', value } });
      await nextTurn();
    }
    onEvent({ event: { type: 'RUN_FINISHED' } });
    hasSpoken = true;
  },
};

const runtime = new CopilotRuntime({ agents: { default: talkative } });
const listener = createCopilotNodeListener({ runtime, basePath: '/' });
const server = createServer((req, res) => void listener(req, res));
server.listen(0, '127.0.0.1', () => {
  print({ port: (server.address() as AddressInfo).port });
});

createInterface({ input: process.stdin }).on('line', () => {
  void measure();
});

async function measure(): Promise<void> {
  // Two rounds, as buffers are released only after their wrappers have been collected.
  for (let round = 0; round < 2; round += 1) {
    globalThis.gc?.();
    await nextTurn();
  }
  const { heapUsed, external } = process.memoryUsage();
  const ended = hasSpoken && runtime.engine?.activeRuns === 0;
  print({ bytes: heapUsed + external, ended });
}

function print(message: unknown): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
