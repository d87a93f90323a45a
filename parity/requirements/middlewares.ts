import type { Requirement } from './requirement.js';

/** What is between runs and agents: A2UI, MCP Apps, open generative UI, and middlewares of the application. */
export const MIDDLEWARES = {
  'middlewares.own': {
    source: 'agent 12, 18.10',
    behaviour:
      '`middlewares` go around the built-in ones, the first outermost; the order of those is A2UI, MCP Apps, open generative UI.',
    difference: 'Upstream has no such option: one attaches AG-UI middlewares to agents.',
  },
  'middlewares.none': {
    source: 'agent 12.5, 18.10',
    behaviour:
      'A run that asks for no middleware is run by its agent’s clone, with nothing around it.',
  },
  'middlewares.input': {
    source: 'agent 12.1',
    behaviour:
      'What middlewares add to an input (messages, tools, context) reaches the agent alone: it is neither stored nor echoed.',
  },
  'middlewares.info': {
    source: 'protocol 5.1',
    behaviour: '`/info` tells of A2UI and open generative UI just what runs will do.',
  },
  'middlewares.runs-only': {
    source: 'agent 12',
    behaviour: 'Suggestions and connects go without middlewares.',
  },
  'middlewares.custom-runner': {
    source: 'agent 12, protocol 13.4',
    behaviour:
      'The agent that a custom runner gets is behind the middlewares, and of its own class.',
  },
  'middlewares.stop': {
    source: 'agent 18.10',
    behaviour: 'A run that is stopped does not wait for its middlewares.',
  },
  'middlewares.failure': {
    source: 'agent 18.10',
    behaviour:
      'A middleware that throws ends the run with RUN_ERROR, and its agent is asked to end.',
  },
  'middlewares.recovery': {
    source: 'durability 9, agent 18.10',
    behaviour: 'A run that another server takes over has its middlewares there.',
    difference: 'Upstream does not take runs over.',
  },
  'middlewares.mcp-options': {
    source: 'agent 12.2',
    behaviour:
      'MCP servers that are ambiguous, hold credentials in their URL, or limit tools in upstream’s refused way, fail the construction.',
  },
  'middlewares.mcp-visibility': {
    source: 'agent 12.2, 18.10',
    behaviour:
      'Tools with user interface metadata, new or old, are offered to models and callable by interfaces as their visibility says.',
    difference: 'Upstream lets interfaces call every tool of a server.',
  },
  'middlewares.mcp-calls': {
    source: 'agent 12.2',
    behaviour:
      'Open calls of tools with user interfaces are carried out before RUN_FINISHED: a result, and an activity `mcp-apps` that is replayed.',
  },
  'middlewares.mcp-failure': {
    source: 'agent 12.2',
    behaviour:
      'A call that cannot be carried out has the result `{"error"}`, and the run finishes.',
  },
  'middlewares.mcp-discovery': {
    source: 'agent 12.2, 18.10',
    behaviour:
      'Servers are asked at the same time and once for many runs; a run goes on without those that do not answer, and says so.',
    difference:
      'Upstream connects to every server in every run, one after the other, without a timeout.',
  },
  'middlewares.mcp-agents': {
    source: 'agent 12.2',
    behaviour: 'A server with an `agentId` is for that agent alone.',
  },
  'middlewares.mcp-headers': {
    source: 'agent 12.2, 18.8',
    behaviour:
      'Headers of a request reach an MCP server only by name, and never another user’s calls.',
    difference: 'Upstream’s digest of a server included its credentials up to 0.0.x.',
  },
} as const satisfies Record<string, Requirement>;
