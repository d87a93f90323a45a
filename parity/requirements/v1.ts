import type { Requirement } from './requirement.js';

/** The API of CopilotKit 1.x, its wire before 1.50, and what upstream has broken of both: v1.md. */
export const V1 = {
  'v1.defect.01': {
    source: 'v1 15.1',
    behaviour: '`middleware.onBeforeRequest` runs before each run, and the run goes on.',
    difference: 'Upstream answers every POST with 500.',
  },
  'v1.defect.02': {
    source: 'v1 15.2',
    behaviour:
      '`onAfterRequest` is called for runs alone, with messages and properties, and awaited.',
    difference: 'Upstream calls it for any POST, with empty messages, and does not wait.',
  },
  'v1.defect.03': {
    source: 'v1 15.3',
    behaviour: '`actions` and `mcpServers` reach every agent through every endpoint helper.',
    difference: 'Upstream 1.73.2 to 1.75.0 loses them.',
  },
  'v1.defect.04': {
    source: 'v1 15.4',
    behaviour:
      'The model is told the results of actions and goes on; a handler that throws has a result; texts are not quoted.',
    difference: 'Upstream ends the run, tells no result of a failed handler, and quotes texts.',
  },
  'v1.defect.05': {
    source: 'v1 15.5',
    behaviour: '`LangChainAdapter` and custom adapters answer; `/info` lists their agent.',
    difference: 'Upstream never calls them, and runs answer 404.',
  },
  'v1.defect.06': {
    source: 'v1 15.6',
    behaviour: '`BedrockAdapter` answers with the model of its provider.',
    difference: 'Upstream ends in RUN_ERROR.',
  },
  'v1.defect.07': {
    source: 'v1 15.7',
    behaviour: '`OpenAIAdapter` and its relatives speak chat completions and keep `defaultQuery`.',
    difference: 'Upstream speaks the Responses API and drops `defaultQuery`.',
  },
  'v1.defect.08': {
    source: 'v1 15.8',
    behaviour: '`GroqAdapter` posts to the chat completions of Groq.',
    difference: 'Upstream posts to an address that does not exist.',
  },
  'v1.defect.09': {
    source: 'v1 15.9',
    behaviour:
      '`disableParallelToolCalls`, `keepSystemRole`, `maxInputTokens` and `promptCaching` take effect.',
    difference: 'Upstream ignores them.',
  },
  'v1.defect.10': {
    source: 'v1 15.10',
    behaviour: 'System messages reach the model, and so do forwarded parameters.',
    difference: 'Upstream drops both.',
  },
  'v1.defect.11': {
    source: 'v1 15.11',
    behaviour:
      'The documented mount in Express answers, and so it does under global prefixes of Nest.',
    difference: 'Upstream answers 404.',
  },
  'v1.defect.12': {
    source: 'v1 15.12',
    behaviour:
      'A client that leaves stops the model where that is asked for, and `onStopGeneration` is called.',
    difference: 'Upstream goes on, and never calls it.',
  },
  'v1.defect.13': {
    source: 'v1 15.13',
    behaviour:
      'Remote endpoints, `remoteActions`, `langserve`, `observability_c`, `delegateAgentProcessingToServiceAdapter` and `transcriptionService` do what their reference says.',
    difference: 'Upstream ignores them without a word.',
  },
  'v1.defect.14': {
    source: 'v1 15.14',
    behaviour:
      'MCP servers that a browser names are not connected to unless that is allowed, and never fail a run.',
    difference: 'Upstream connects to any address, or answers 500.',
  },
  'v1.defect.15': {
    source: 'v1 15.15',
    behaviour:
      'The App Router helper returns `handleRequest`, `GET`, `POST`, `PUT`, `PATCH`, `DELETE` and `OPTIONS`.',
    difference: 'Upstream returns `handleRequest` alone.',
  },
  'v1.defect.16': {
    source: 'v1 15.16',
    behaviour: '`CopilotTask` of current clients works.',
    difference: 'Upstream answers 400, and the task ends silently.',
  },
  'v1.defect.17': {
    source: 'v1 15.17',
    behaviour: 'An adapter beside `agents` answers as `default`.',
    difference: 'Upstream leaves it unused.',
  },
  'v1.mounts': {
    source: 'v1 5.2, 5.3',
    behaviour:
      'An endpoint serves REST routes and envelopes wherever routers, prefixes and proxies have put it; what is not for it goes to `next()`, or is answered 404.',
    difference:
      'Upstream takes envelopes alone, at any path below `endpoint`, and never calls `next()`.',
  },
  'v1.per-request': {
    source: 'v1 5.1',
    behaviour:
      'Runtime and handler may be made for each request: the next one connects to the threads of the last, and stops its runs.',
  },
  'v1.cors': {
    source: 'v1 5.2',
    behaviour:
      'Every site may call an endpoint, without cookies; the `cors` option says otherwise.',
    difference: 'Cookies of every site, which upstream allows, are refused at construction.',
  },
  'v1.options': {
    source: 'v1 4',
    behaviour: 'Options of the wrong shape are refused at construction, by name and with a remedy.',
    difference: 'Upstream ignores most of them, or answers 500.',
  },
  'v1.properties': {
    source: 'v1 4, 7',
    behaviour:
      'The `properties` of an endpoint reach actions, hooks and agents, under those of the request.',
    difference: 'Upstream uses them for telemetry alone.',
  },
  'v1.version-2': {
    source: 'v1 4, design 2',
    behaviour:
      'A v1 runtime takes every option of version 2, and every handler of version 2 serves it.',
  },
  'v1.legacy.chat': {
    source: 'v1 2.3, 11.1, 11.2, 11.3',
    behaviour:
      'Clients 1.0 to 1.10 chat on the same mount as those of today: streamed texts, tools of the page and of the server, turn after turn.',
    difference: 'Upstream answers them with 400 since 1.50.',
  },
  'v1.legacy.threads': {
    source: 'v1 11.3, 11.4',
    behaviour:
      "What old clients say is a thread like any other: today's clients find every message in it once, and the old ones those of today's.",
    difference: 'Upstream has no threads of these clients.',
  },
  'v1.legacy.agents': {
    source: 'v1 11.1, 11.4',
    behaviour:
      'Old clients are told which agents there are, and in a session with one its state as it changes, its steps, its predictions, and its thread when they come back.',
    difference: 'Upstream answers them with 400 since 1.50.',
  },
  'v1.legacy.interrupts': {
    source: 'v1 11.4',
    behaviour:
      'Old clients answer what has stopped an agent, in the way of LangGraph and in that of AG-UI.',
    difference: 'Upstream answers them with 400 since 1.50.',
  },
  'v1.legacy.errors': {
    source: 'v1 10, 11.3',
    behaviour:
      'Old clients are told of refusals and failures with a code and a text that they show, and nothing is carried out for any other GraphQL.',
    difference: 'Upstream leaves them with an empty message.',
  },
  'v1.legacy.stop': {
    source: 'v1 14.5',
    behaviour: 'An old client that leaves has stopped its run: it cannot come back to it.',
  },
  'v1.legacy.ownership': {
    source: 'v1 11.1, design 3.10',
    behaviour:
      'Old clients are identified like all others, and threads of other users are missing to them.',
    difference: 'Upstream knows no users.',
  },
  'v1.client.chat': {
    source: 'v1 2, 11, 14.6',
    behaviour:
      '`react-core` 1.0, 1.3, 1.5, 1.8, 1.10, 1.57 and 1.74 chat through one and the same mount.',
    difference: 'Upstream clients before 1.50 need a server before 1.50.',
  },
  'v1.client.frontend-tool': {
    source: 'v1 11.3, 14.6',
    behaviour:
      'A frontend tool is carried out once, and the model goes on with its result, on each of them.',
  },
  'v1.client.server-action': {
    source: 'v1 7, 14.6',
    behaviour:
      'An action of the server is carried out once, shown with its result, and told to the model, on each of them.',
  },
  'v1.client.agent-state': {
    source: 'v1 11.4, 14.6',
    behaviour:
      '`useCoAgent` shows the state of an agent, and what a page sets reaches it, from 1.3 on.',
  },
  'v1.client.interrupt': {
    source: 'v1 11.4, 14.6',
    behaviour:
      '`useLangGraphInterrupt` asks the user, and the agent goes on with the answer, from 1.5 on.',
  },
  'v1.client.stop': {
    source: 'v1 5.3, 14.5, 14.6',
    behaviour:
      'A stop leaves the text that is there, and ends the connection to the model, on each of them.',
    difference: 'Upstream the model goes on to its end.',
  },
  'v1.client.failure': {
    source: 'v1 11.3, 14.6',
    behaviour:
      'A model that fails is told of where the client shows failures, from 1.5 on, and the chat can go on, on each of them.',
  },
  'v1.client.task': {
    source: 'v1 2.2, 14.6',
    behaviour:
      '`CopilotTask` carries its action out on each of them, and `extract` fills in its parameters where there is one.',
  },
  'v1.client.continued': {
    source: 'v1 11, 14.5',
    behaviour:
      'A conversation that 1.10 has begun is shown and continued by 1.74, on a durable store.',
  },
} satisfies Record<string, Requirement>;
