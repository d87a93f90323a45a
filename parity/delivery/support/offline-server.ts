/*
 * Serves every route once while it notes each connection and name look-up of the process, then
 * prints those that did not go to this server.
 */
import dns from 'node:dns';
import { createServer } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import {
  CopilotRuntime,
  ROUTES,
  type AgentEventSubscriber,
  type RunAgentInput,
} from '@flightdeck/core';
import { createCopilotNodeListener } from '@flightdeck/runtime-node';

const contacted: string[] = [];
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function noted(this: net.Socket, ...args: unknown[]) {
  contacted.push(JSON.stringify(args));
  return Reflect.apply(connect, this, args) as net.Socket;
} as typeof connect;
const lookup = dns.lookup;
dns.lookup = function noted(...args: unknown[]) {
  contacted.push(`lookup ${String(args[0])}`);
  return Reflect.apply(lookup, dns, args) as void;
} as typeof lookup;

const agent = {
  clone: () => agent,
  async runAgent(_input: RunAgentInput, { onEvent }: AgentEventSubscriber): Promise<void> {
    onEvent({ event: { type: 'RUN_FINISHED' } });
  },
};

const runtime = new CopilotRuntime({ agents: { default: agent }, environment: 'development' });
const listener = createCopilotNodeListener({ runtime, basePath: '/' });
const server = createServer((req, res) => void listener(req, res));
server.listen(0, '127.0.0.1', () => void visitAll());

async function visitAll(): Promise<void> {
  const { port } = server.address() as AddressInfo;
  let visited = 0;
  for (const { path, actions } of ROUTES) {
    const target = path.replace(':agentId', 'default').replace(':threadId', 't');
    for (const method of Object.keys(actions)) {
      const leave = new AbortController();
      const response = await fetch(`http://127.0.0.1:${port}${target}`, {
        method,
        signal: leave.signal,
        ...(method === 'GET' ? {} : { headers: { 'content-type': 'application/json' } }),
        ...(method === 'GET'
          ? {}
          : { body: JSON.stringify({ threadId: 't', runId: 'r', messages: [] }) }),
      });
      if (target !== '/cpk-debug-events') await response.text();
      leave.abort();
      visited += 1;
    }
  }
  const own = [`"port":"${port}"`, `"port":${port}`, 'lookup 127.0.0.1'];
  const foreign = contacted.filter((target) => !own.some((mark) => target.includes(mark)));
  await runtime.shutdown({ graceMs: 0 });
  const seen = contacted.length;
  process.stdout.write(`${JSON.stringify({ visited, seen, foreign })}\n`);
  server.closeAllConnections();
  server.close();
}
