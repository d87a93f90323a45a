import type { Requirement } from './requirement.js';

/** Defects of upstream's agent that its users know: each is missing here, also in the turn after it. */
export const AGENT_DEFECTS = {
  'defect.d01': {
    source: 'agent 15 D1',
    behaviour:
      'Tools that throw, do not exist or get wrong arguments have a result, and the next message is answered.',
    difference: 'Upstream tells no result, and every later message of the thread fails.',
  },
  'defect.d02': {
    source: 'agent 15 D2',
    behaviour: 'Calls that nobody has answered, or that were stopped, hinder no later message.',
    difference: 'Upstream’s thread fails for good.',
  },
  'defect.d03': {
    source: 'agent 15 D3',
    behaviour: 'Answers of two turns are two messages, whatever ids the provider gives them.',
    difference: 'Upstream appends the second answer to the first.',
  },
  'defect.d04': {
    source: 'agent 15 D4',
    behaviour: 'A tool may return nothing.',
    difference: 'Upstream sends a result that every client refuses.',
  },
  'defect.d05': {
    source: 'agent 15 D5',
    behaviour:
      'A model that does not exist ends the run with RUN_ERROR, odd tools of the browser are offered, and the agent takes the next run.',
    difference: 'Upstream tells nothing and its agent hangs.',
  },
  'defect.d06': {
    source: 'agent 15 D6',
    behaviour: 'A request sets the prompt of its run where `prompt` may be overridden.',
    difference: 'Upstream documents this and ignores it.',
  },
  'defect.d07': {
    source: 'agent 15 D7',
    behaviour: 'A request for suggestions forces its tool, and later requests are free again.',
    difference: 'Upstream never forces it.',
  },
  'defect.d08': {
    source: 'agent 15 D8',
    behaviour: 'Without `maxSteps` the model is told the results of its tools.',
    difference: 'Upstream ends the run behind the first call.',
  },
  'defect.d09': {
    source: 'agent 15 D9',
    behaviour:
      'MCP servers cannot take the place of tools of the application, the state or the browser.',
    difference: 'Upstream lets them.',
  },
  'defect.d10': {
    source: 'agent 15 D10',
    behaviour: 'MCP servers are asked at the same time and once; a silent one is left out.',
    difference: 'Upstream waits for ever, for one after the other, in every run.',
  },
  'defect.d11': {
    source: 'agent 15 D11',
    behaviour: '`openai/…` at another address is asked as chat completions.',
    difference: 'Upstream asks local servers and gateways for Responses, which they do not have.',
  },
  'defect.d12': {
    source: 'agent 15 D12',
    behaviour: 'Texts and reasonings that are written at the same time are told apart.',
    difference: 'Upstream mixes them up, which clients of AG-UI 1.0 refuse.',
  },
  'defect.d13': {
    source: 'agent 15 D13',
    behaviour: 'Sources, files, cached tokens and signatures of reasoning are told and kept.',
    difference: 'Upstream drops them.',
  },
  'defect.d14': {
    source: 'agent 15 D14',
    behaviour: 'A provider’s error prints nothing of the conversation.',
    difference: 'Upstream prints the whole request.',
  },
  'defect.d15': {
    source: 'agent 15 D15',
    behaviour: 'Arguments are checked against schemas of every kind before a tool sees them.',
    difference: 'Upstream checks those of Zod only.',
  },
  'defect.d16': {
    source: 'agent 15 D16',
    behaviour: 'A model’s id may have slashes and colons of its own.',
    difference: 'Upstream cuts `openai:org/model` at the wrong place.',
  },
  'defect.d17': {
    source: 'agent 15 D17',
    behaviour:
      'Each turn of a TanStack stream is a message, and each call one of its own, also in later runs of the thread.',
    difference: 'Upstream puts all texts of a run into one message.',
  },
  'defect.d18': {
    source: 'agent 15 D18',
    behaviour:
      'What middlewares do for an event depends neither on the history nor on earlier text.',
    difference: 'Upstream’s copy the conversation for every event.',
  },
  'defect.d19': {
    source: 'agent 15 D19',
    behaviour:
      'Each request has its own headers, and `/info` tells the description, however often the agent is cloned.',
    difference: 'Upstream’s clone loses both.',
  },
  'defect.d20': {
    source: 'agent 15 D20',
    behaviour: 'A failed transcription is categorised by what it is, not by parts of its words.',
    difference: 'Upstream takes “generate” for a rate limit.',
  },
  'defect.d21': {
    source: 'agent 15 D21',
    behaviour: 'A tool’s result may be made of text and pictures.',
    difference: 'Upstream fails the run.',
  },
  'defect.d22': {
    source: 'agent 15 D22',
    behaviour: 'Lifecycle events of a custom factory are not told twice.',
    difference: 'Upstream tells them twice, which clients refuse.',
  },
  'defect.issue-2504': {
    source: 'agent 15.1',
    behaviour:
      'A call of a tool that does not exist, beside one that does, is answered like any other.',
    difference: 'Upstream’s thread is stuck without a result (#2504).',
  },
  'defect.issue-2587': {
    source: 'agent 15.1',
    behaviour: 'Calls that overlap or share an id are told and carried out one by one.',
    difference: 'Upstream’s calls overlapped on the wire (#2587).',
  },
  'defect.issue-3323': {
    source: 'agent 15.1',
    behaviour: 'Reasoning that never ends and deltas without text do not stall the answer.',
    difference: 'Upstream’s runs stalled (#3323).',
  },
  'defect.issue-5369': {
    source: 'agent 15.1',
    behaviour: '`/info` and runs agree on whether an agent has A2UI.',
    difference: 'Upstream’s disagreed (#5369).',
  },
  'defect.issue-5930': {
    source: 'agent 15.1',
    behaviour: 'Tools of an MCP server that are not allowed are neither offered nor called.',
    difference: 'Asked of upstream as #5930.',
  },
  'defect.issue-2614': {
    source: 'agent 15.1',
    behaviour: 'A connection to an MCP server that is lost between two turns is made again.',
    difference: 'Upstream’s connections were dropped after five minutes (#2614).',
  },
  'defect.issue-6491': {
    source: 'agent 15.1, agent 18.8, agent 20',
    behaviour: 'No header of a request reaches a model’s provider unless the agent lists it.',
    difference: 'Upstream’s local agents were sent `authorization` (#6491).',
  },
  'defect.issue-3170': {
    source: 'agent 15.1',
    behaviour:
      'A page that joins a thread is shown what the first one has, and goes on from there.',
    difference: 'Reported against upstream as #3170, #3425 and #7209.',
  },
  'defect.issue-3339': {
    source: 'agent 15.1',
    behaviour: 'Schemas of the browser’s tools reach the model with their choices and unions.',
    difference: 'Upstream’s converter dropped them (#3339, #6143).',
  },
  'defect.issue-4952': {
    source: 'agent 15.1',
    behaviour: 'The browser’s tools are offered in every step of every turn.',
    difference: 'Upstream lost them (#4952, #5813, #5816).',
  },
  'defect.issue-6293': {
    source: 'agent 15.1',
    behaviour: 'A patch of the state may append to a list.',
    difference: 'Reported against upstream as #6293.',
  },
  'defect.old-threads': {
    source: 'agent 20',
    behaviour:
      'A thread that was begun with CopilotKit, with ids of providers, calls without results and old parts, goes on.',
  },
  'leak.mcp': {
    source: 'agent 18.8, agent 20',
    behaviour:
      'No header of a request reaches an agent’s MCP server unless its configuration lists it.',
  },
  'leak.mcp-apps': {
    source: 'agent 18.8, agent 20',
    behaviour:
      'No header of a request reaches a server of MCP apps unless its configuration lists it.',
  },
  'leak.attachments': {
    source: 'agent 18.8',
    behaviour: 'Downloads of attachments carry no header of a request and no key, listed or not.',
  },
  'leak.failures': {
    source: 'agent 18.9, agent 15 D14',
    behaviour:
      'Keys and headers that a failing provider or server repeats are in no event, log line or error.',
    difference: 'Upstream repeats what it is told.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
