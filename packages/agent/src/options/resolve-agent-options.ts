import { DEFAULT_MODEL_TIMEOUT_MS } from '../model/model-deadline.js';
import { resolveTelemetry, type ResolvedTelemetry } from '../telemetry/telemetry-options.js';
import type { AgentLogger, BuiltInAgentClassicConfig } from './agent-options.js';
import { checkAgentOptions } from './check-agent-options.js';
import { defaultLogger, guardedLogger } from './default-logger.js';
import { isDevelopmentEnvironment } from './is-development.js';
import { KNOWN_OPTIONS } from './known-options.js';
import { warnOfUnsignedApprovals } from './warn-of-unsigned-approvals.js';

type Defaulted =
  | 'fallbackModels'
  | 'tools'
  | 'maxSteps'
  | 'maxRetries'
  | 'modelTimeoutMs'
  | 'modelIdleTimeoutMs'
  | 'overridableProperties'
  | 'mcpServers'
  | 'mcpClients'
  | 'forwardSystemMessages'
  | 'forwardDeveloperMessages'
  | 'forwardHeaders'
  | 'stateTools'
  | 'toolTimeoutMs'
  | 'parallelToolCalls'
  | 'onToolError'
  | 'historyRepair'
  | 'sources'
  | 'newId';

/** The options of an agent with every default filled in. */
export interface ResolvedAgentOptions
  extends
    Omit<
      BuiltInAgentClassicConfig,
      Defaulted | 'logger' | 'environment' | 'reasoning' | 'telemetry'
    >,
    Required<Pick<BuiltInAgentClassicConfig, Defaulted>> {
  readonly reasoning: { readonly emit: boolean; readonly roundTrip: boolean };
  /** `undefined`: there are to be no spans. */
  readonly telemetry: ResolvedTelemetry | undefined;
  readonly logger: AgentLogger;
  readonly isDevelopment: boolean;
}

const DEFAULTS = {
  fallbackModels: [],
  tools: [],
  maxSteps: 10,
  maxRetries: 2,
  modelTimeoutMs: DEFAULT_MODEL_TIMEOUT_MS,
  modelIdleTimeoutMs: DEFAULT_MODEL_TIMEOUT_MS,
  overridableProperties: [],
  mcpServers: [],
  mcpClients: [],
  forwardSystemMessages: false,
  forwardDeveloperMessages: false,
  forwardHeaders: [],
  stateTools: true,
  toolTimeoutMs: 60_000,
  parallelToolCalls: 8,
  onToolError: 'result',
  historyRepair: 'synthesize',
  sources: 'custom-event',
  newId: () => crypto.randomUUID(),
} as const satisfies Required<Pick<BuiltInAgentClassicConfig, Defaulted>>;

/**
 * Checks the options of an agent and fills in what they leave out. Throws {@link AgentConfigError} for
 * values that can never work. Which model a name stands for is found out by the first run.
 */
export function resolveAgentOptions(config: BuiltInAgentClassicConfig): ResolvedAgentOptions {
  const logger = config.logger === undefined ? defaultLogger() : guardedLogger(config.logger);
  checkAgentOptions(config);
  const isDevelopment = isDevelopmentEnvironment(config.environment);
  if (isDevelopment) warnOfUnknownOptions(config, logger);
  else warnOfUnsignedApprovals(config, logger);
  const { reasoning, maxSteps } = config;
  const given = Object.entries(config).filter(([, value]) => value !== undefined);
  return Object.freeze({
    ...DEFAULTS,
    // The options without those that are undefined: a spread would put these over the defaults.
    ...(Object.fromEntries(given) as unknown as BuiltInAgentClassicConfig),
    // For upstream, 0 is the default as well.
    maxSteps: maxSteps === undefined || maxSteps === 0 ? DEFAULTS.maxSteps : maxSteps,
    reasoning: { emit: true, roundTrip: true, ...reasoning },
    telemetry: resolveTelemetry(config.telemetry),
    logger,
    isDevelopment,
  });
}

function warnOfUnknownOptions(config: BuiltInAgentClassicConfig, logger: AgentLogger): void {
  const unknown = Object.keys(config).filter((name) => !KNOWN_OPTIONS.has(name));
  if (unknown.length === 0) return;
  logger.warn(`BuiltInAgent ignores options that it does not know: ${unknown.join(', ')}`);
}
