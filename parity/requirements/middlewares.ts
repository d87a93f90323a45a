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
      'Tools with user interface metadata, new or old, are offered to models and callable by interfaces as their visibility says; interfaces read `ui://` resources, and others by option.',
    difference: 'Upstream lets interfaces call every tool and read every resource of a server.',
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
  'middlewares.ogui-activity': {
    source: 'agent 12.3',
    behaviour:
      'A call of `generateSandboxedUi` is an activity `open-generative-ui` from its first parameter on, announced before the call, and ends with `generating: false`.',
    difference:
      'What one event adds is one ACTIVITY_DELTA; a call or run that is cut off ends its activity, too, and a call without parameters gets none.',
  },
  'middlewares.ogui-agents': {
    source: 'agent 12.3',
    behaviour: '`openGenerativeUI.agents` names the agents it is for.',
  },
  'middlewares.a2ui-on': {
    source: 'agent 12.1, protocol 5.2',
    behaviour:
      'A2UI is on by option or for requests that offer a catalog, never against `enabled: false` or `agents`.',
  },
  'middlewares.a2ui-input': {
    source: 'agent 12.1',
    behaviour:
      'A user’s action reaches the agent as a call of `log_a2ui_event` with its result, the configured schema in place of the frontend’s, and the render tool with its guide.',
    difference: 'Ids of these messages follow from the run; upstream’s are random.',
  },
  'middlewares.a2ui-paint': {
    source: 'agent 12.1',
    behaviour:
      'A render call becomes an activity `a2ui-surface`: painted once its components are complete and valid, growing with its data, however the arguments are cut.',
    difference: 'Of long lists several items are told at once: upstream’s traffic is quadratic.',
  },
  'middlewares.a2ui-status': {
    source: 'agent 12.1',
    behaviour:
      'Until it is painted, a surface tells that it is being built, tried again after errors, or given up.',
    difference:
      'A surface that is unpainted when its run ends has failed; upstream’s waits for ever.',
  },
  'middlewares.a2ui-catalog': {
    source: 'agent 12.1',
    behaviour:
      'The catalog of a surface is the configured one, else the frontend’s, else the streamed one, else the basic one.',
    difference: 'Before the basic one comes that of the configured schema.',
  },
  'middlewares.a2ui-results': {
    source: 'agent 12.1',
    behaviour:
      'Tool results with `a2ui_operations`, also encoded twice, show their surfaces but those that their call has painted.',
  },
  'middlewares.a2ui-answers': {
    source: 'agent 12.1',
    behaviour: 'Render calls without a result have one before RUN_FINISHED.',
  },
  'middlewares.transforms': {
    source: 'agent 12.3, 18.10',
    behaviour:
      '`transformRecordedEvents` makes the same of a stored run, and the output satisfies the verifiers of AG-UI 0.0.57 to 1.0.',
    difference: 'It returns an array rather than a promise; awaiting it does no harm.',
  },
  'middlewares.agui': {
    source: 'agent 12.5, 18.10, agent 15 D18',
    behaviour:
      '`asAguiMiddleware` makes a middleware for `agent.use`, without a timer or a copy of the history per event.',
  },
} as const satisfies Record<string, Requirement>;
