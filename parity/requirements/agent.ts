import type { Requirement } from './requirement.js';

/** What the built-in agent does with a run: its steps, its events and its ends. */
export const AGENT = {
  'agent.class': {
    source: 'agent 1, 9',
    behaviour:
      '`BuiltInAgent` is an AG-UI agent whose class is called so at run time; `BasicAgent` is one that names its replacement.',
  },
  'agent.config': {
    source: 'agent 1, agent 11',
    behaviour:
      'The field `config` holds the options, and tools that are added there take part in later runs.',
  },
  'agent.options': {
    source: 'agent 2.1, 18.1',
    behaviour:
      'Options that can never work are refused by the constructor, unknown ones are warned of in development.',
    difference: 'Upstream finds out in the first run, or never.',
  },
  'agent.clone': {
    source: 'agent 9, agent 15 D19',
    behaviour: 'A clone has everything that AG-UI’s own `clone()` copies, and the headers.',
    difference: 'Upstream’s clone loses description, headers and more.',
  },
  'agent.instance': {
    source: 'agent 4, agent 15 D5',
    behaviour:
      'A second run of a running instance is refused at once; whatever a run fails with, the instance takes the next.',
    difference: 'Some failures leave an instance of upstream unusable for ever.',
  },
  'agent.capabilities': {
    source: 'agent 8',
    behaviour: 'Capabilities are inferred, and configured categories take the place of these.',
  },
  'agent.events': {
    source: 'agent 5, 18.3, agent 15 D12',
    behaviour:
      'Texts, reasonings and tool calls become events by the block they belong to, several of which may be open.',
    difference: 'Upstream puts interleaved blocks into the wrong message.',
  },
  'agent.ids': {
    source: 'agent 5, agent 15 D3, agent 15 D17',
    behaviour:
      'Messages and tool calls have ids that are unique in the thread, and each step a message of its own.',
    difference: 'Upstream takes ids of providers that are the same in every run.',
  },
  'agent.client-versions': {
    source: 'agent 13.1, agent 19.4',
    behaviour:
      'Clients of AG-UI 0.0.57, 0.0.59 and 1.0 take every event without a warning; what only 1.0 knows is told to 1.0 only.',
    difference: 'Upstream’s end of a run makes clients of 1.0 warn.',
  },
  'agent.reasoning': {
    source: 'agent 18.3, agent 19.2, agent 15 D13',
    behaviour:
      'What a provider wants back of its reasoning travels with the history of every client.',
    difference: 'Upstream drops it.',
  },
  'agent.sources': {
    source: 'agent 18.3, agent 15 D13',
    behaviour: 'Sources and files of the model are told as CUSTOM events.',
    difference: 'Upstream drops them.',
  },
  'agent.steps': {
    source: 'agent 2.1, 18.9, agent 15 D8',
    behaviour:
      'The model is told the results of its tools, up to `maxSteps` times, which is 10 unless it is set.',
    difference: 'Upstream asks once unless it is set, so that models never see results.',
  },
  'agent.tool-choice': {
    source: 'agent 2.1',
    behaviour: 'A forced call is forced once per answer: it cannot go on for ever.',
  },
  'agent.tool-names': {
    source: 'agent 4.4, 18.6',
    behaviour:
      'Tools of any name can be called: the model gets names that every provider takes, browser and history keep the tool’s own.',
    difference: 'Upstream sends the name as it is, and providers refuse the whole request.',
  },
  'agent.optional-arguments': {
    source: 'agent 4.4',
    behaviour: 'Optional arguments of tools stay optional with every interface of OpenAI.',
    difference: 'Upstream says nothing, and the Responses interface then requires them all.',
  },
  'agent.bare-reasoning': {
    source: 'agent 18.3, agent 15 D13',
    behaviour:
      'Reasoning that its provider does not sign, as DeepSeek’s, goes back to it until the user speaks again, also when the browser has answered a call.',
    difference: 'Upstream loses it, and providers that insist on it refuse the question.',
  },
  'agent.pauses': {
    source: 'agent 18.3',
    behaviour: 'An answer that Anthropic pauses while its own tools are at work goes on by itself.',
  },
  'agent.tool-failures': {
    source: 'agent 18.3, agent 15 D1, agent 15 D4',
    behaviour:
      'Each call has a result, also if the tool failed, does not exist or returned nothing, and the next turn succeeds.',
    difference: 'A failed tool of upstream fails every later turn of its thread.',
  },
  'agent.frontend-tools': {
    source: 'agent 7, agent 15 D2',
    behaviour:
      'A run ends at calls that the browser answers, after the server’s own tools of that step; calls that stay unanswered hinder no later turn.',
  },
  'agent.interrupts': {
    source: 'agent 7, 4.3',
    behaviour:
      'A run ends at calls that a person answers with the outcome `interrupt`, and `resume` goes on from there.',
    difference: 'The answer is told as the result of the call, so that later turns know it.',
  },
  'agent.state': {
    source: 'agent 5.1, 18.5',
    behaviour: 'The model can change the state, and sees in later steps what it has become.',
  },
  'agent.overrides': {
    source: 'agent 4.6, 18.7, agent 15 D6',
    behaviour: '`forwardedProps` override what is listed, the prompt among it, and nothing else.',
    difference: 'Upstream never applies a prompt.',
  },
  'agent.suggestions': {
    source: 'agent 4.7, 18.7, agent 15 D7',
    behaviour: 'A request for suggestions forces its one tool, and no other is offered.',
    difference: 'Upstream ignores the choice.',
  },
  'agent.fallbacks': {
    source: 'agent 18.1, agent 19.11',
    behaviour: 'The next model is asked where one fails; no step whose tool has run is repeated.',
    difference: 'Upstream has one model.',
  },
  'agent.headers': {
    source: 'agent 9, 18.8',
    behaviour: 'A header of the request reaches the provider only if it is listed.',
    difference: 'Upstream forwards none.',
  },
  'agent.errors': {
    source: 'agent 5, 18.3, 18.9',
    behaviour:
      'A failed run is told by RUN_ERROR with a documented code, after everything open was ended, and then `runAgent` rejects.',
    difference: 'Upstream has no codes, and takes a stream that breaks off for a success.',
  },
  'agent.redaction': {
    source: 'agent 18.9, agent 15 D14',
    behaviour:
      'Browsers see what `redact` makes of a failure, else a fixed text in production; nothing prints the conversation.',
    difference: 'Upstream prints whole requests and shows raw errors.',
  },
  'agent.abort': {
    source: 'agent 5.2, 18.3',
    behaviour:
      'A stop reaches provider and tools, ends what is open and the run, wherever it comes; nothing is told to who has unsubscribed.',
  },
  'agent.usage': {
    source: 'agent 5, 18.3',
    behaviour: 'RUN_FINISHED and RUN_ERROR tell the tokens of each model, with cache writes.',
    difference: 'Upstream tells none when a run fails or is stopped.',
  },
  'agent.input-limit': {
    source: 'agent 18.1, 19.14',
    behaviour:
      '`maxInputTokens` leaves out whole turns, the oldest first; calls stay with their results, and the last turn stays.',
    difference: 'A conversation that is too long for its model fails for ever with upstream.',
  },
  'agent.telemetry': {
    source: 'agent 18.1, 19.12, design 3.12',
    behaviour:
      'Runs, answers and tools are spans of the GenAI conventions where the application uses OpenTelemetry; they hold nothing of what is said unless asked to, and nothing is sent anywhere else.',
    difference: 'Upstream has no spans, and sends events of its own to its vendor.',
  },
  'agent.hooks': {
    source: 'agent 18.1',
    behaviour:
      '`onEvent`, `onStep`, `onToolCall`, `onFinish`, `compactHistory` and prompt functions are called once each, and what the first four throw changes nothing.',
    difference: 'Upstream has none of them.',
  },
} as const satisfies Record<string, Requirement>;
