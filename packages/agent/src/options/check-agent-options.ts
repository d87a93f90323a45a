import { AgentConfigError } from './agent-config-error.js';
import { LearnedSkillsError } from './learned-skills-error.js';
import { isTelemetry } from '../telemetry/telemetry-options.js';
import type { BuiltInAgentClassicConfig } from './agent-options.js';

type Option = keyof BuiltInAgentClassicConfig;

const LISTS: readonly Option[] = [
  'fallbackModels',
  'allowedModels',
  'tools',
  'overridableProperties',
  'mcpServers',
  'mcpClients',
  'forwardHeaders',
  'stopSequences',
];

const NUMBERS: readonly Option[] = [
  'temperature',
  'topP',
  'topK',
  'presencePenalty',
  'frequencyPenalty',
];

const FUNCTIONS: readonly Option[] = [
  'fetch',
  'compactHistory',
  'redact',
  'onEvent',
  'onStep',
  'onToolCall',
  'onFinish',
  'newId',
];

/** The least that is allowed of options that are integers. */
const INTEGERS: Partial<Record<Option, number>> = {
  maxSteps: 0,
  maxRetries: 0,
  modelTimeoutMs: 0,
  modelIdleTimeoutMs: 0,
  toolTimeoutMs: 0,
  parallelToolCalls: 1,
  maxInputTokens: 1,
  maxOutputTokens: 1,
  seed: Number.MIN_SAFE_INTEGER,
};

const CHOICES: Partial<Record<Option, readonly unknown[]>> = {
  api: ['auto', 'responses', 'chat'],
  environment: ['production', 'development'],
  historyRepair: ['synthesize', 'drop', 'error'],
  onToolError: ['result', 'abort'],
  sources: ['custom-event', 'off'],
  stateTools: [true, false, 'auto'],
  disableParallelToolCalls: [true, false],
  promptCaching: [true, false],
};

const OVERRIDABLE: readonly unknown[] = [
  'model',
  'toolChoice',
  'maxOutputTokens',
  'temperature',
  'topP',
  'topK',
  'presencePenalty',
  'frequencyPenalty',
  'stopSequences',
  'seed',
  'maxRetries',
  'providerOptions',
  'prompt',
];

/**
 * Refuses `learnedSkills` of upstream: an agent that is silently without its skills answers wrongly.
 *
 * @throws LearnedSkillsError
 */
export function refuseLearnedSkills(config: object): void {
  if (!('learnedSkills' in config) || config.learnedSkills === undefined) return;
  throw new LearnedSkillsError(
    'learnedSkills is not supported: there is no skill registry. Put what the agent has to know into its prompt or tools',
  );
}

/** Refuses values that no run could use. @throws AgentConfigError */
export function checkAgentOptions(config: BuiltInAgentClassicConfig): void {
  const rules: readonly (readonly [readonly string[], (value: unknown) => boolean, string])[] = [
    [LISTS, Array.isArray, 'an array'],
    [NUMBERS, Number.isFinite, 'a finite number'],
    [FUNCTIONS, (value) => typeof value === 'function', 'a function'],
    [['interruptSecret'], isSecret, 'a string of at least 16 characters'],
    [['telemetry'], isTelemetry, 'a boolean, or an object with a tracer'],
    [
      ['prompt'],
      (value) => ['string', 'function'].includes(typeof value),
      'a string or a function',
    ],
    ...Object.entries(INTEGERS).map(
      ([name, least]) =>
        [[name], (value: unknown) => isInteger(value, least), integerOf(least)] as const,
    ),
    ...Object.entries(CHOICES).map(
      ([name, choices]) =>
        [[name], (value: unknown) => choices.includes(value), oneOf(choices)] as const,
    ),
  ];
  for (const [names, fits, expected] of rules) {
    for (const name of names) {
      const value: unknown = Reflect.get(config, name);
      if (value !== undefined && !fits(value)) fail(name, expected);
    }
  }
  const strange = config.overridableProperties?.find((name) => !OVERRIDABLE.includes(name));
  if (strange !== undefined) fail('overridableProperties', `a list of ${oneOf(OVERRIDABLE)}`);
}

function isSecret(value: unknown): boolean {
  return typeof value === 'string' && value.length >= 16;
}

function isInteger(value: unknown, least: number): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
}

function integerOf(least: number): string {
  return least < 0 ? 'an integer' : `an integer of at least ${String(least)}`;
}

function oneOf(choices: readonly unknown[]): string {
  return `one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`;
}

function fail(name: string, expected: string): never {
  throw new AgentConfigError(`The option '${name}' of BuiltInAgent must be ${expected}`);
}
