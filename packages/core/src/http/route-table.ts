import { annotate } from '../operations/annotate.js';
import { archiveThread } from '../operations/archive-thread.js';
import { clearThreads } from '../operations/clear-threads.js';
import { connectAgent } from '../operations/connect-agent.js';
import { debugEvents } from '../operations/debug-events.js';
import { deleteThread } from '../operations/delete-thread.js';
import { getInfo } from '../operations/get-info.js';
import { inspectorLearning, inspectorMetadata } from '../operations/inspector.js';
import { listThreads } from '../operations/list-threads.js';
import { runAgent } from '../operations/run-agent.js';
import { stopAgent } from '../operations/stop-agent.js';
import { subscribeThreads } from '../operations/subscribe-threads.js';
import { suggest } from '../operations/suggest.js';
import { threadEvents, threadMessages, threadState } from '../operations/inspect-thread.js';
import { transcribe } from '../operations/transcribe.js';
import { updateThread } from '../operations/update-thread.js';
import type { Operation } from './operation.js';

/** The name of a route: the `method` of envelopes and of what hooks are told. */
export type RouteMethod =
  | 'agent/run'
  | 'agent/suggest'
  | 'agent/connect'
  | 'agent/stop'
  | 'info'
  | 'inspector/metadata'
  | 'inspector/learning'
  | 'transcribe'
  | 'threads/list'
  | 'threads/subscribe'
  | 'threads/clear'
  | 'threads/update'
  | 'threads/archive'
  | 'threads/messages'
  | 'threads/events'
  | 'threads/state'
  | 'annotate'
  | 'cpk-debug-events';

export type Verb = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export type RouteParams = Readonly<Record<string, string>>;

/**
 * Who may call a route: anybody, whoever `identifyUser` names (anybody where it is not
 * configured), or only somebody with an identity, which threads need outside development.
 */
export type RouteAccess = 'public' | 'user' | 'thread-owner';

export interface RouteAction {
  readonly method: RouteMethod;
  readonly access: RouteAccess;
  readonly operation: Operation;
  /** How an envelope reaches it: by its own method, through `resource/request`, or not at all. */
  readonly envelope: 'method' | 'resource' | 'none';
  /** Whether the body names the thread, so that hooks can be told of it. */
  readonly threadIdInBody?: boolean;
}

export interface RouteDefinition {
  /** Below the base path; `:name` segments are parameters. */
  readonly path: string;
  readonly actions: Readonly<Partial<Record<Verb, RouteAction>>>;
}

/**
 * Every route of the runtime, once: REST matching, envelopes, `Allow` headers and the controllers
 * of frameworks all read this table. Of two paths that both match, the first one wins.
 */
export const ROUTES: readonly RouteDefinition[] = [
  { path: '/info', actions: { GET: open('info', getInfo) } },
  { path: '/inspector-metadata', actions: { GET: open('inspector/metadata', inspectorMetadata) } },
  { path: '/inspector-learning', actions: { GET: open('inspector/learning', inspectorLearning) } },
  { path: '/transcribe', actions: { POST: agent('transcribe', transcribe) } },
  {
    path: '/cpk-debug-events',
    actions: { GET: { ...agent('cpk-debug-events', debugEvents), envelope: 'none' } },
  },
  {
    path: '/agent/:agentId/run',
    actions: { POST: { ...agent('agent/run', runAgent), threadIdInBody: true } },
  },
  {
    path: '/agent/:agentId/suggest',
    actions: { POST: { ...agent('agent/suggest', suggest), threadIdInBody: true } },
  },
  {
    path: '/agent/:agentId/connect',
    actions: { POST: { ...agent('agent/connect', connectAgent), threadIdInBody: true } },
  },
  { path: '/agent/:agentId/stop/:threadId', actions: { POST: agent('agent/stop', stopAgent) } },
  { path: '/threads/subscribe', actions: { POST: thread('threads/subscribe', subscribeThreads) } },
  { path: '/threads/clear', actions: { POST: thread('threads/clear', clearThreads) } },
  {
    path: '/threads/:threadId/messages',
    actions: { GET: thread('threads/messages', threadMessages) },
  },
  { path: '/threads/:threadId/events', actions: { GET: thread('threads/events', threadEvents) } },
  { path: '/threads/:threadId/state', actions: { GET: thread('threads/state', threadState) } },
  {
    path: '/threads/:threadId/archive',
    actions: { POST: thread('threads/archive', archiveThread) },
  },
  {
    path: '/threads/:threadId',
    actions: {
      PATCH: thread('threads/update', updateThread),
      // Hooks know one name for both, so that a guard of updates guards deletions, too.
      DELETE: thread('threads/update', deleteThread),
    },
  },
  { path: '/threads', actions: { GET: thread('threads/list', listThreads) } },
  {
    path: '/annotate',
    actions: { POST: { ...agent('annotate', annotate), envelope: 'resource' } },
  },
];

/** The paths of all routes, and `/` for envelopes: what a framework with a router of its own registers. */
export const ROUTE_PATHS: readonly string[] = ['/', ...ROUTES.map(({ path }) => path)];

function open(method: RouteMethod, operation: Operation): RouteAction {
  return { method, operation, access: 'public', envelope: 'method' };
}

function agent(method: RouteMethod, operation: Operation): RouteAction {
  return { method, operation, access: 'user', envelope: 'method' };
}

function thread(method: RouteMethod, operation: Operation): RouteAction {
  return { method, operation, access: 'thread-owner', envelope: 'resource' };
}
