import type { Requirement } from './requirement.js';

/** What users plug in: headers, hooks, agents, runners, services; and the names they import. */
export const EXTENSION = {
  'headers.default': {
    source: 'protocol 11, seed 002',
    behaviour: '`authorization` and `x-*` headers reach the agent, what proxies add does not.',
  },
  'headers.config': {
    source: 'protocol 11',
    behaviour: '`forwardHeaders` adds to the denylist, switches it off, or names what may pass.',
  },
  'headers.agent-wins': {
    source: 'protocol 11',
    behaviour: 'An agent’s own headers win, whatever their case.',
  },
  'headers.per-request': {
    source: 'protocol 11',
    behaviour: 'The headers of one caller reach that caller’s run alone.',
  },
  'remote.http-agent': {
    source: 'protocol 5.2, 11',
    behaviour: 'An HttpAgent of any client version serves as the agent; its stream passes through.',
  },
  'remote.stop': {
    source: 'protocol 10',
    behaviour: 'A stop hangs up on the remote agent; the run counts as stopped, not as failed.',
    difference: 'HttpAgent itself reports its own abort as RUN_ERROR.',
  },
  'remote.failures': {
    source: 'protocol 15, design 3.13',
    behaviour:
      'A remote agent that refuses, vanishes or breaks off ends the run with RUN_ERROR, and never the process.',
    difference:
      'HttpAgent leaves an unhandled rejection behind when its stream is torn, which ends a Node process.',
  },
  'hooks.order': {
    source: 'protocol 12',
    behaviour:
      'onRequest, beforeRequestMiddleware, onBeforeHandler and onResponse run in this order, once per request.',
  },
  'hooks.thrown-response': {
    source: 'protocol 12, seed 002',
    behaviour: 'A Response thrown from any of them is the answer and passes onResponse.',
    difference: 'Upstream skips onResponse when beforeRequestMiddleware throws one.',
  },
  'hooks.replace-request': {
    source: 'protocol 12',
    behaviour: 'Hooks may replace the request; a rewritten URL does not change the route.',
  },
  'hooks.errors': {
    source: 'protocol 12',
    behaviour: 'Anything else that is thrown goes to onError once and is answered 500.',
  },
  'hooks.route-info': {
    source: 'protocol 12, 13.3',
    behaviour: 'Hooks are told the route with agent id and thread id, wherever these stand.',
    difference: 'Upstream hooks are not told the thread of run, connect and suggest.',
  },
  'hooks.on-response': {
    source: 'protocol 12',
    behaviour: 'onResponse may replace the response, of streams as well.',
  },
  'after.messages': {
    source: 'protocol 12, seed 002',
    behaviour:
      'afterRequestMiddleware is told messages, thread and run of a stream that has ended.',
  },
  'after.always': {
    source: 'protocol 12, 17 T14',
    behaviour: 'It is called once per answered request, also when the client has left.',
    difference: 'Upstream never calls it then, and leaks buffers and timers.',
  },
  'agents.sources': {
    source: 'protocol 12, seed 002',
    behaviour:
      'Agents are a record, a promise of one, or a factory that is asked for each request.',
  },
  'runner.in-memory': {
    source: 'protocol 13.4, seed 002',
    behaviour:
      '`InMemoryAgentRunner` runs, connects, stops, tells whether it is running, and lists its threads.',
  },
  'runner.custom': {
    source: 'protocol 13.4, seed 002',
    behaviour: 'An AgentRunner of one’s own takes over runs, connects and stops.',
  },
  'runner.custom-threads': {
    source: 'protocol 5.7',
    behaviour:
      'The thread routes serve a runner that offers its threads, and are 422 for any other one.',
  },
  'api.core-names': {
    source: 'protocol 13.1, seed 002',
    behaviour:
      'The documented names of runtime, runner, transcription and helpers can be imported.',
  },
  'api.express-names': {
    source: 'protocol 13.1, seed 002',
    behaviour: 'The documented names of the Express entry can be imported and mounted.',
  },
  'api.node-names': {
    source: 'protocol 13.1',
    behaviour: 'The documented names of the Node entry can be imported.',
  },
  'api.facade': {
    source: 'protocol 13.1, design 2',
    behaviour: '`@copilotkit/runtime` and its subpaths can be aliased to one package.',
    difference:
      'The root has the names of `/v2` as well. Express is loaded by nobody, LangGraph and Nest only by their subpaths. What needs CopilotKit’s platform is refused when it is made.',
  },
  'api.hono': {
    source: 'protocol 13.1, seed 002',
    behaviour:
      '`createCopilotHonoHandler` mounts a runtime in Hono; `createCopilotEndpoint`, `createCopilotEndpointSingleRoute` and `toFetchCorsConfig` stand beside it.',
  },
  'api.next': {
    source: 'seed 001, seed 002',
    behaviour: 'A runtime is mounted in a route of Next.js.',
  },
  'api.v1': {
    source: 'protocol 13.1, seed 001',
    behaviour: 'The v1 API with service adapters and endpoint helpers works.',
  },
  'api.built-in-agent': {
    source: 'protocol 13.1, seed 002',
    behaviour: '`BuiltInAgent` and `BasicAgent` answer with a language model.',
  },
  'api.agent-names': {
    source: 'agent 1, agent 2.3',
    behaviour:
      'Every value and type around agents that CopilotKit exports is exported by `agent` or `core`.',
    difference:
      '`learnedSkills`, whose registry CopilotKit hosts, is refused by a `LearnedSkillsError`.',
  },
  'api.voice': {
    source: 'seed 002',
    behaviour: '`TranscriptionServiceOpenAI` transcribes.',
  },
  'api.intelligence': {
    source: 'protocol 13.2, seed 000, seed 003',
    behaviour: 'A runtime with `intelligence` connects to a platform project.',
    knownGap: 'The platform is a later issue; the option is refused at construction.',
  },
  'options.refused': {
    source: 'protocol 13.2',
    behaviour:
      'Options that would change what users get, and that this version does not offer, are refused at construction.',
    difference: 'Upstream implements them; silence would be worse than a refusal.',
  },
  'options.checked': {
    source: 'protocol 13.2',
    behaviour: 'Impossible values of options are refused when the runtime is made.',
    difference: 'Upstream clamps some with a warning and fails at request time for others.',
  },
  'nest.module': {
    source: 'seed 001, seed 002',
    behaviour: 'A runtime is a module of NestJS, with guards, pipes and global prefix as usual.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
