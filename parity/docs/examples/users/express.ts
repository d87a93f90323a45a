import { CopilotRuntime } from '@flightdeck/core';
import type { Request as ExpressRequest } from 'express';

import { myAgent } from './my-agent.js';

type WithSession = ExpressRequest & { readonly session: { readonly userId?: string } };

export const runtime = new CopilotRuntime({
  agents: { default: myAgent },
  identifyUser(_request, { nativeRequest }) {
    const { userId } = (nativeRequest as WithSession).session;
    return userId === undefined ? null : { id: userId };
  },
});
