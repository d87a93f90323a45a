import { CopilotRuntime } from '@flightdeck/core';

import { myAgent } from './my-agent.js';
import { userOfToken } from './sessions.js';

export const runtime = new CopilotRuntime({
  agents: { default: myAgent },
  identifyUser: (request) => userOfToken(request.headers.get('authorization')),
});
