import { CopilotRuntime } from '@flightdeck/core';
import { createCopilotHonoHandler } from '@flightdeck/runtime-hono';
import { Hono, type Context } from 'hono';

import { myAgent } from './my-agent.js';
import { userOfToken } from './sessions.js';

type Env = { Variables: { user: { id: string } | null } };

const runtime = new CopilotRuntime({
  agents: { default: myAgent },
  identifyUser: (_request, { nativeRequest }) => (nativeRequest as Context<Env>).get('user'),
});

export const app = new Hono<Env>();
app.use('/api/copilotkit/*', async (c, next) => {
  c.set('user', await userOfToken(c.req.header('authorization')));
  await next();
});
app.route('/api/copilotkit', createCopilotHonoHandler({ runtime }));
