import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { createFloor, type Floor } from '../floor.js';
import { infoText } from '../info-text.js';
import { BASE_PATH, type TargetFactory } from '../target.js';

/** Bare `node:http`: the physical limit. */
export const limit: TargetFactory = async ({ agents }) => {
  const floor = createFloor(agents, infoText(agents));
  return {
    server: createServer((req, res) => void route(floor, req, res)),
    activeRuns: () => null,
  };
};

function route(floor: Floor, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const path = (req.url ?? '').slice(BASE_PATH.length);
  if (!path.startsWith('/agent/')) return floor.info(req, res);
  const [, , agentId = '', verb, runs] = path.split('/');
  if (verb === 'run') return floor.run(agentId, req, res);
  return floor.connect(agentId, Number(runs ?? 1), req, res);
}
