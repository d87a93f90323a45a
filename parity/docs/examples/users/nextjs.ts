import { CopilotRuntime } from '@flightdeck/core';

import { myAgent } from './my-agent.js';
import { userOfToken } from './sessions.js';

interface WithCookies {
  readonly cookies: { get(name: string): { readonly value: string } | undefined };
}

export const copilot = new CopilotRuntime({
  agents: { default: myAgent },
  identifyUser(_request, { nativeRequest }) {
    const { cookies } = nativeRequest as WithCookies; // in the Pages Router: a record of texts
    return userOfToken(cookies.get('session')?.value);
  },
});
