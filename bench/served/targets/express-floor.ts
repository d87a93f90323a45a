import { createServer } from 'node:http';

import cors from 'cors';
import express from 'express';

import { createFloor } from '../floor.js';
import { infoText } from '../info-text.js';
import { BASE_PATH, type TargetFactory } from '../target.js';

/** The floor behind Express and `cors`. */
export const expressFloor: TargetFactory = async ({ agents }) => {
  const floor = createFloor(agents, infoText(agents));
  const app = express();
  app.use(cors());
  app.get(`${BASE_PATH}/info`, (req, res) => floor.info(req, res));
  app.post(BASE_PATH, (req, res) => floor.info(req, res));
  app.post(`${BASE_PATH}/agent/:agentId/run`, (req, res) =>
    floor.run(req.params.agentId, req, res),
  );
  app.post(`${BASE_PATH}/agent/:agentId/connect/:runs`, (req, res) =>
    floor.connect(req.params.agentId, Number(req.params.runs), req, res),
  );
  return { server: createServer(app), activeRuns: () => null };
};
