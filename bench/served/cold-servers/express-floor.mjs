import { createServer } from 'node:http';

import { serve } from './serve.mjs';

const begun = performance.now();
const { default: express } = await import('express');
const { default: cors } = await import('cors');
const importMs = performance.now() - begun;

const app = express();
app.use(cors());
app.get('/api/copilotkit/info', (req, res) => res.json({ version: '0.1.0', agents: {} }));
serve(createServer(app), importMs);
