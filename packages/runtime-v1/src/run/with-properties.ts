import { wrapAgent, type RuntimeAgent } from '@flightdeck/core';

/** The same agent, which is given the properties of its endpoint under those of the request. v1.md 4. */
export function withProperties(
  agent: RuntimeAgent,
  properties: Readonly<Record<string, unknown>>,
  fastPath = true,
): RuntimeAgent {
  if (Object.keys(properties).length === 0) return agent;
  return wrapAgent(agent, {
    fastPath,
    run({ input, drive, emit }) {
      const sent: unknown = input.forwardedProps;
      const forwardedProps = { ...properties, ...(isObject(sent) ? sent : {}) };
      return drive({ ...input, forwardedProps }, emit);
    },
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
