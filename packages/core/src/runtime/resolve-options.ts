import { ConfigError } from '../errors/config-error.js';
import { resolveForwardHeaders, type ForwardHeadersPolicy } from '../http/forward-headers.js';
import { systemClock, type Clock } from '../internal/clock.js';
import { resolveRealtimeOptions, type RealtimeSettings } from '../realtime/realtime-options.js';
import { resolveMiddlewares, type MiddlewareSettings } from '../middlewares/resolve-middlewares.js';
import { resolveHistory, type HistoryMode } from '../runs/history-mode.js';
import { resolveRecovery, type RecoveryPolicy } from '../runs/recovery-policy.js';
import { resolveRunLimits } from '../runs/run-limits.js';
import type { BusyPolicy, DisconnectPolicy, RunPolicy } from '../runs/run-policy.js';
import { InMemoryAgentRunner } from '../runner/in-memory-agent-runner.js';
import type { Identity } from './identity.js';
import type { ThreadNamer } from './thread-namer.js';
import { defaultLogger, guardedLogger, type Logger } from './logger.js';
import type {
  CopilotRuntimeOptions,
  IdentifyUser,
  IdentifyUserContext,
} from './runtime-options.js';

/** The options with every default filled in and every value checked. */
export interface RuntimeSettings {
  readonly identifyUser?: (
    request: Request,
    context: IdentifyUserContext,
  ) => Promise<Identity | null>;
  readonly transcriptionService?: NonNullable<CopilotRuntimeOptions['transcriptionService']>;
  readonly beforeRequestMiddleware?: NonNullable<CopilotRuntimeOptions['beforeRequestMiddleware']>;
  readonly afterRequestMiddleware?: NonNullable<CopilotRuntimeOptions['afterRequestMiddleware']>;
  readonly runPolicy: RunPolicy;
  readonly realtime: RealtimeSettings;
  readonly middlewares: MiddlewareSettings;
  readonly historyOf: (agentId: string) => HistoryMode;
  readonly generateThreadNames: boolean | ThreadNamer;
  /** What becomes of an agent's run whose server process is gone. */
  readonly recoveryOf: (agentId: string) => RecoveryPolicy;
  readonly maxBodyBytes: number;
  readonly maxAudioBytes: number;
  readonly forwardHeaders: ForwardHeadersPolicy;
  readonly keepAliveMs: number;
  readonly capabilitiesTimeoutMs: number;
  readonly servesDebugFeed: boolean;
  readonly isDevelopment: boolean;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Options of upstream's runtime that would change what users get, and so must not be ignored. */
const NOT_OFFERED = ['intelligence', 'channels'] as const;

const BUSY_POLICIES: readonly BusyPolicy[] = ['reject', 'supersede', 'enqueue'];

/** The longest timer of JavaScript hosts, in seconds. */
const MAX_TIMER_SECONDS = 2_147_483.647;

/**
 * Checks the options and fills in defaults; what the caller passed is left alone.
 *
 * @throws ConfigError, and RangeError for `sseKeepAliveIntervalSeconds` as upstream does
 */
export function resolveOptions(options: CopilotRuntimeOptions): RuntimeSettings {
  refuseUnknownFeatures(options);
  const isDevelopment = resolveEnvironment(options.environment) === 'development';
  const logger = options.logger === undefined ? defaultLogger() : guardedLogger(options.logger);
  const clock = options.clock ?? systemClock;
  const { transcriptionService, beforeRequestMiddleware, afterRequestMiddleware } = options;
  return Object.freeze({
    ...(options.identifyUser && { identifyUser: checkedIdentity(options.identifyUser) }),
    ...(transcriptionService && { transcriptionService }),
    ...(beforeRequestMiddleware && { beforeRequestMiddleware }),
    ...(afterRequestMiddleware && { afterRequestMiddleware }),
    runPolicy: resolveRunPolicy(options, isDevelopment),
    realtime: resolveRealtimeOptions(options.realtime),
    middlewares: resolveMiddlewares(options, { logger, clock }),
    historyOf: resolveHistory(options.history),
    generateThreadNames: resolveThreadNames(options.generateThreadNames),
    recoveryOf: resolveRecovery(options.recovery),
    maxBodyBytes: positive('maxBodyBytes', options.maxBodyBytes, 4_194_304),
    maxAudioBytes: positive('maxAudioBytes', options.maxAudioBytes, 26_214_400),
    forwardHeaders: resolveForwardHeaders(options.forwardHeaders),
    keepAliveMs: keepAliveSeconds(options.sseKeepAliveIntervalSeconds ?? 15) * 1000,
    capabilitiesTimeoutMs: positive('capabilitiesTimeoutMs', options.capabilitiesTimeoutMs, 2_000),
    servesDebugFeed: resolveDebug(options.debug, isDevelopment),
    isDevelopment,
    logger,
    clock,
    newId: options.newId ?? (() => crypto.randomUUID()),
  });
}

function refuseUnknownFeatures(options: CopilotRuntimeOptions): void {
  const refused = NOT_OFFERED.find((name) => Reflect.get(options, name) !== undefined);
  if (refused === undefined) return;
  throw new ConfigError(`The option '${refused}' is not offered by this version of Flightdeck`);
}

function resolveEnvironment(environment: CopilotRuntimeOptions['environment']): string {
  if (environment === undefined) return hostEnvironment();
  if (environment === 'development' || environment === 'production') return environment;
  throw new ConfigError(`environment must be 'development' or 'production'`);
}

function hostEnvironment(): string {
  const host = globalThis as {
    readonly process?: { readonly env?: { readonly NODE_ENV?: string } };
  };
  return host.process?.env?.NODE_ENV === 'development' ? 'development' : 'production';
}

function resolveRunPolicy(options: CopilotRuntimeOptions, isDevelopment: boolean): RunPolicy {
  const onBusy = options.onConcurrentRun ?? busyPolicyOf(options.runner);
  if (!BUSY_POLICIES.includes(onBusy)) {
    throw new ConfigError(`onConcurrentRun must be one of ${BUSY_POLICIES.join(', ')}`);
  }
  return Object.freeze({
    onBusy,
    onDisconnect: checkedDisconnect(options.onDisconnect ?? 'continue'),
    limits: resolveRunLimits(options.limits),
    redactErrors: !isDevelopment,
    fastPath: options.fastPath ?? true,
    maxUndurableMs: resolveDelivery(options),
  });
}

function busyPolicyOf(runner: CopilotRuntimeOptions['runner']): BusyPolicy {
  if (runner === undefined || !InMemoryAgentRunner.is(runner)) return 'reject';
  return runner.onConcurrentRun === 'supersede' ? 'supersede' : 'reject';
}

function checkedDisconnect(policy: DisconnectPolicy): DisconnectPolicy {
  if (policy === 'continue' || policy === 'cancel') return policy;
  if (typeof policy === 'object' && policy.cancelAfterMs >= 0) return policy;
  throw new ConfigError(`onDisconnect must be 'continue', 'cancel' or { cancelAfterMs }`);
}

function resolveDelivery({
  delivery = 'durable',
  maxUndurableMs,
}: CopilotRuntimeOptions): number | null {
  if (delivery !== 'durable' && delivery !== 'live') {
    throw new ConfigError(`delivery must be 'durable' or 'live'`);
  }
  const bound = positive('maxUndurableMs', maxUndurableMs, 250);
  return delivery === 'live' ? bound : null;
}

function resolveThreadNames(option: boolean | ThreadNamer = false): boolean | ThreadNamer {
  if (typeof option === 'boolean' || typeof option === 'function') return option;
  throw new ConfigError('generateThreadNames must be a boolean or a function');
}

function resolveDebug(debug: CopilotRuntimeOptions['debug'], isDevelopment: boolean): boolean {
  if (typeof debug === 'object') return debug.events ?? false;
  return debug ?? isDevelopment;
}

function keepAliveSeconds(seconds: number): number {
  if (seconds >= 0 && seconds <= MAX_TIMER_SECONDS) return seconds;
  throw new RangeError(`sseKeepAliveIntervalSeconds must be between 0 and ${MAX_TIMER_SECONDS}`);
}

function positive(name: string, value: number | undefined, fallback: number): number {
  const number = value ?? fallback;
  if (typeof number === 'number' && number > 0) return number;
  throw new ConfigError(`${name} must be a positive number, got ${String(value)}`);
}

/** An identity without an id would own everybody's threads, and keys are made of both texts. */
function checkedIdentity(identifyUser: IdentifyUser): NonNullable<RuntimeSettings['identifyUser']> {
  return async (request, context) => {
    const identity = (await identifyUser(request, context)) ?? null;
    if (identity === null) return null;
    const { id, tenantId }: { readonly id: unknown; readonly tenantId?: unknown } = identity;
    if (typeof id !== 'string' || id === '') {
      throw new ConfigError('identifyUser returned a user without an id');
    }
    if (typeof (tenantId ?? '') === 'string') return identity;
    throw new ConfigError('identifyUser returned a tenantId that is not a string');
  };
}
