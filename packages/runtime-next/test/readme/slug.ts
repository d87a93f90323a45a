import { CopilotRuntime } from '@flightdeck/core';
import { createCopilotNextPagesHandler } from '@flightdeck/runtime-next';

import { myAgent } from './my-agent.js';

const copilot = new CopilotRuntime({ agents: { default: myAgent } });

export default createCopilotNextPagesHandler({ runtime: copilot });

export const config = { api: { bodyParser: false, responseLimit: false } };
