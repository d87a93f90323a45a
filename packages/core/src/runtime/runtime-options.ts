import type {
  A2UIOptions,
  MCPAppsOptions,
  OpenGenerativeUIOptions,
  RunMiddleware,
} from '@flightdeck/middlewares';
import type { RunAgentInput, StoreEngine } from '@flightdeck/store';
import type { AfterRequestMiddleware } from '../http/after-request.js';
import type { ForwardHeadersConfig } from '../http/forward-headers.js';
import type { BeforeRequestMiddleware } from '../http/hooks.js';
import type { Clock } from '../internal/clock.js';
import type { HistoryOption } from '../runs/history-mode.js';
import type { RecoveryOption } from '../runs/recovery-policy.js';
import type { RunLimits } from '../runs/run-limits.js';
import type { BusyPolicy, DisconnectPolicy } from '../runs/run-policy.js';
import type { RealtimeOptions } from '../realtime/realtime-options.js';
import type { AgentRunner } from '../runner/agent-runner.js';
import type { TranscriptionService } from '../transcription/transcription-service.js';
import type { AgentRecord } from './agent.js';
import type { Identity } from './identity.js';
import type { ThreadNamer } from './thread-namer.js';
import type { Logger } from './logger.js';

/** What an agents factory knows of the request that it is called for. */
export interface AgentFactoryContext {
  readonly request: Request;
  /** Who calls; `null` without `identifyUser`. */
  readonly identity: Identity | null;
  /** The framework's own request object, with what its guards left on it; `undefined` on plain fetch. */
  readonly nativeRequest?: unknown;
  /** The agent that the request names; absent where all of them are meant, as by `info`. */
  readonly agentId?: string;
  /** The run or suggestion that is asked for; `null` for a request that starts none, such as `info`. */
  readonly run: RequestedRun | null;
}

/** The run that a request asks for, which may turn out to be none: its agent is not known yet. */
export interface RequestedRun {
  readonly agentId: string;
  /** What the client has sent. Rejects for a body that is none, which then is the answer to the request. */
  input(): Promise<RunAgentInput>;
}

/** Builds the agents for one request; called for each one that needs them. */
export interface AgentsFactory {
  (context: AgentFactoryContext): AgentRecord | Promise<AgentRecord>;
  /**
   * Those that need no request, for runs whose server is gone. Without it, or for other agents, such
   * runs fail whatever `recovery` asks for.
   */
  withoutRequest?(): AgentRecord | Promise<AgentRecord>;
}

/** Agents by id, now, later, or per request. */
export type AgentsConfig = AgentRecord | Promise<AgentRecord> | AgentsFactory;

/** What `identifyUser` may look at beside the fetch request. */
export interface IdentifyUserContext {
  /** The framework's own request object, with what its guards left on it; `undefined` on plain fetch. */
  readonly nativeRequest: unknown;
}

/** Names the end user of a request; nothing means that nobody is logged in. May throw a `Response`. */
export type IdentifyUser = (
  request: Request,
  context: IdentifyUserContext,
) => Identity | null | undefined | Promise<Identity | null | undefined>;

export interface DebugOptions {
  /** Serves `GET /cpk-debug-events`, a feed of every event of every run. */
  readonly events?: boolean;
}

/** `true` for all agents, or the ids of those that it is for. */
export type OpenGenerativeUIConfig = false | OpenGenerativeUIOptions;

/** Options of {@link CopilotRuntime}. Only `agents` is required. */
export interface CopilotRuntimeOptions {
  /** The agents that clients may run, by id. */
  readonly agents: AgentsConfig;
  /**
   * How runs are executed. An `InMemoryAgentRunner` sets the bounds of the memory store; any other
   * `AgentRunner` takes over runs, connects and stops entirely, and with them the question whose
   * thread it is: `identifyUser` then decides only who may call at all.
   *
   * @default new InMemoryAgentRunner()
   */
  readonly runner?: AgentRunner;
  /** Where threads live; excludes `runner`. Without either, in the memory of this runtime. */
  readonly threads?: StoreEngine;
  /**
   * Names the end user of a request. With it, threads belong to users and are visible to their
   * owners alone, and anonymous requests are answered 401. Without it, and outside development,
   * the thread routes answer 403.
   */
  readonly identifyUser?: IdentifyUser;
  /** How changes of threads reach other tabs and devices, once a socket server is attached. */
  readonly realtime?: RealtimeOptions;
  /** Turns the microphone on in clients and serves `/transcribe`. */
  readonly transcriptionService?: TranscriptionService;
  /** Runs before every request; may return a replacement request or throw a `Response`. */
  readonly beforeRequestMiddleware?: BeforeRequestMiddleware;
  /** Called in the background after every request, with what its stream has said. */
  readonly afterRequestMiddleware?: AfterRequestMiddleware;
  /** What happens to a run whose thread is busy. @default 'reject' */
  readonly onConcurrentRun?: BusyPolicy;
  /**
   * Which messages agents are given: the `full` conversation, whatever of it the client has sent; its
   * `lastTurn`; or `none` but the client's. Either for all agents or by agent id, with `default` for
   * the rest. Custom runners decide for themselves. @default 'full'
   */
  readonly history?: HistoryOption;
  /** What happens to a run whose last viewer has left. @default 'continue' */
  readonly onDisconnect?: DisconnectPolicy;
  /**
   * When viewers are shown an event. `durable`: once it is in the store, so that nothing that was
   * seen is lost with the process. `live`: viewers of this process up to `maxUndurableMs` earlier;
   * the start and end of a run, results of tools, snapshots and custom events still come from the
   * store alone. Should the process be lost, at most that tail is missing.
   *
   * @default 'durable'
   */
  readonly delivery?: 'durable' | 'live';
  /** Milliseconds for which `live` viewers may be ahead of the store. @default 250 */
  readonly maxUndurableMs?: number;
  /**
   * What becomes of a run whose server process is gone, on a store that several processes share or
   * that outlives them. One policy, or one per agent id; what is not named fails.
   *
   * - `fail`: everything open is closed and the run ends in RUN_ERROR `OWNER_LOST`.
   * - `reattach`: an agent with a method `reattach(context)` is asked for the rest of its events.
   * - `restart`: an agent with `idempotent: true` runs once more, after a snapshot that takes viewers
   *   back to its beginning. It is given the messages and the state that the thread had; tools,
   *   context and forwarded props of the first attempt are not stored, so it gets none.
   *
   * An agent that cannot do what is asked for fails, and so does one that only a factory can build.
   *
   * @default 'fail'
   */
  readonly recovery?: RecoveryOption;
  /**
   * Whether threads get a name when their first run begins. `true` asks a clone of the run's agent,
   * beside the run, for a title of a few words, and falls back to the user's first words; a function
   * makes the name itself. Nothing waits for it, and a name that the user has given meanwhile stays.
   *
   * @default false
   */
  readonly generateThreadNames?: boolean | ThreadNamer;
  /**
   * Surfaces that agents build of a client's components. Without it, A2UI is on for the requests that
   * offer a catalog; `{ enabled: false }` turns it off for these, too. agent.md 12.1.
   *
   * @default for requests with `forwardedProps.a2uiCatalogAvailable`
   */
  readonly a2ui?: A2UIOptions;
  /**
   * MCP servers whose tools have a user interface: agents are offered them, they are executed here,
   * and clients show what came of it. agent.md 12.2.
   *
   * @default none
   */
  readonly mcpApps?: MCPAppsOptions;
  /**
   * Shows the user interfaces that agents write for the client's tool `generateSandboxedUi` while they
   * are being written; for all agents, or those that are named. agent.md 12.3.
   *
   * @default false
   */
  readonly openGenerativeUI?: OpenGenerativeUIConfig;
  /**
   * What is put between clients and agents beside these, the outermost first. They are outside of the
   * built-in ones, and take part in runs alone: not in suggestions, names of threads and replays.
   *
   * @default none
   */
  readonly middlewares?: readonly RunMiddleware[];
  /** Ceilings of a single run. */
  readonly limits?: RunLimits;
  /** Bytes of a request body; more is answered 413. @default 4_194_304 */
  readonly maxBodyBytes?: number;
  /** Bytes of audio for `/transcribe`; more is answered 413. @default 26_214_400 */
  readonly maxAudioBytes?: number;
  /** Which headers of a request reach the agent. @default `authorization` and `x-*`, less what proxies add */
  readonly forwardHeaders?: ForwardHeadersConfig;
  /**
   * Seconds of silence after which a comment keeps a stream open; 0 sends none.
   *
   * @default 15
   */
  readonly sseKeepAliveIntervalSeconds?: number;
  /** Milliseconds that `/info` waits for an agent's `getCapabilities()`. @default 2_000 */
  readonly capabilitiesTimeoutMs?: number;
  /** Opens the debug feed. It shows everybody's conversations. @default in development only */
  readonly debug?: boolean | DebugOptions;
  /**
   * Development shows error texts and agent ids to clients and serves threads without an identity.
   *
   * @default 'development' if `NODE_ENV` is, else 'production'
   */
  readonly environment?: 'development' | 'production';
  /**
   * Whether agents of tested AG-UI versions are run without the client-side reducer, whose cost
   * grows with history. Switch it off if something patches AG-UI before this package is loaded.
   *
   * @default true
   */
  readonly fastPath?: boolean;
  /** @default warnings and errors to the host's console */
  readonly logger?: Logger;
  /** Time and timers, for tests. */
  readonly clock?: Clock;
  /** Makes ids for runs, threads and error references. @default crypto.randomUUID */
  readonly newId?: () => string;
}
