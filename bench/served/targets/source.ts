import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { emitInTurns } from '../emit.js';
import { eventsOf, SCENARIOS, type ScenarioName } from '../scenarios.js';
import type { TargetFactory } from '../target.js';

/** An agent behind AG-UI's HTTP: what others relay. It is not measured itself. */
export const source: TargetFactory = async () => ({
  server: createServer((req, res) => void say(req, res)),
  activeRuns: () => null,
});

async function say(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const { threadId, runId } = JSON.parse(Buffer.concat(chunks).toString()) as {
    readonly threadId: string;
    readonly runId: string;
  };
  const scenario = SCENARIOS[(req.url ?? '').slice(1) as ScenarioName];
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  await emitInTurns(eventsOf(scenario, threadId, runId), scenario, (event) => {
    res.write(`data: ${JSON.stringify(event)}\n\n`);
    return !res.closed;
  });
  res.end();
}
