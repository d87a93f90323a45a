import { createServer } from 'node:http';

import { serve } from './serve.mjs';

const info = JSON.stringify({ version: '0.1.0', agents: {} });
const answer = (req, res) => res.writeHead(200, { 'content-type': 'application/json' }).end(info);
serve(createServer(answer), 0);
