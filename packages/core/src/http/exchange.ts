import { RuntimeError } from '../errors/runtime-error.js';
import { envelopeNotServed, methodNotAllowed, routeNotFound } from '../errors/wire-errors.js';
import { isThenable } from '../internal/is-thenable.js';
import type { Identity } from '../runtime/identity.js';
import type { RuntimeSettings } from '../runtime/resolve-options.js';
import { checkAccess, refuseForgeable } from './access.js';
import type { StreamRecord } from './after-request.js';
import { queryOf } from './base-path.js';
import { addCors, preflightReply } from './cors.js';
import { envelopeMethodOf, resolveEnvelope, type ResolvedRoute } from './envelope.js';
import {
  answerOf,
  asDocumented,
  errorReply,
  isAnswer,
  isResponseLike,
  replyFromResponse,
  type ResponseLike,
} from './error-reply.js';
import { ExchangeContext, type OperationReports } from './exchange-context.js';
import { ExchangeRequest } from './exchange-request.js';
import type { CopilotRuntimeHooks, FailedRun, RouteInfo } from './hooks.js';
import type { MatchResult } from './match-route.js';
import type { Mount } from './mount.js';
import { readThreadId } from './parse-run-input.js';
import { renderResponse } from './render-response.js';
import { isFrameSource, type Reply } from './reply.js';
import type { RequestBody } from './request-body.js';
import type { RequestSource } from './request-source.js';
import { tellAfterRequest } from './tell-after-request.js';

const NO_MATCH: MatchResult = { kind: 'none' };

/** One request on its way through hooks, route and operation to its reply. */
export class Exchange implements OperationReports {
  readonly #mount: Mount;
  readonly #routePath: string | null;
  readonly #request: ExchangeRequest;
  #path: string;
  #route: RouteInfo | undefined;
  #record: StreamRecord | undefined;
  #failureTold = false;
  #handled = false;
  readonly #startedAt: number;

  constructor(mount: Mount, source: RequestSource, routePath: string | null) {
    this.#mount = mount;
    this.#request = new ExchangeRequest(source, mount.runtime.settings.maxBodyBytes);
    this.#routePath = routePath;
    this.#path = source.path;
    this.#startedAt = mount.runtime.settings.clock.now();
  }

  /** Never rejects. */
  async answer(): Promise<Reply> {
    const { cors, runtime } = this.#mount;
    const { headers, method } = this.#request.source;
    if (cors !== null && method === 'OPTIONS' && this.#routePath !== null) {
      return preflightReply(cors, headers);
    }
    const reply = await this.#respond();
    const added = cors === null ? reply : addCors(cors, headers, reply);
    const sent = isThenable(added) ? await added : added;
    if (this.#handled && runtime.settings.afterRequestMiddleware !== undefined) {
      tellAfterRequest(runtime, { reply: sent, path: this.#path, record: this.#record });
    }
    return sent;
  }

  /** The `onError` hook is told of a failure that no reply can carry any more. */
  failed(error: unknown, run?: FailedRun): void {
    void this.#tellFailure(error, run);
  }

  /** `afterRequestMiddleware` waits for what a stream will have said. */
  recorded(record: StreamRecord): void {
    this.#record = record;
  }

  async #respond(): Promise<Reply> {
    let reply: Reply;
    try {
      reply = await this.#handle();
    } catch (error) {
      const thrown = asDocumented(error);
      if (!isAnswer(thrown)) return this.#failureReply(thrown);
      this.#logOutage(thrown);
      reply = answerOf(thrown);
    }
    if (this.#mount.hooks.onResponse === undefined) return reply;
    try {
      return await this.#applyResponseHook(reply);
    } catch (thrown) {
      discard(reply);
      return isAnswer(thrown) ? answerOf(thrown) : this.#failureReply(thrown);
    }
  }

  /** Most mounts have few of these steps, and a step that nobody has asked for is not waited for. */
  async #handle(): Promise<Reply> {
    const { runtime, hooks } = this.#mount;
    const { beforeRequestMiddleware, identifyUser } = runtime.settings;
    if (hooks.onRequest !== undefined || beforeRequestMiddleware !== undefined) {
      await this.#runRequestHooks();
    }
    const found = this.#resolve();
    const route = isThenable(found) ? await found : found;
    if (route.isEnvelope) this.#request.unwrap(route.body);
    this.#path = route.path ?? this.#path;
    const identity = identifyUser === undefined ? null : await this.#identify(identifyUser);
    checkAccess(runtime, route.action, identity);
    if (areToldRoutes(hooks)) this.#route = await routeInfo(route);
    if (hooks.onBeforeHandler !== undefined) await this.#runHandlerHook(identity);
    this.#handled = true;
    const context = new ExchangeContext(this.#mount, this.#request, {
      route,
      identity,
      reports: this,
    });
    return await route.action.operation(context);
  }

  #resolve(): ResolvedRoute | Promise<ResolvedRoute> {
    const { servesRest, matchRest, matchResource } = this.#mount;
    const { source, body } = this.#request;
    if (this.#routePath === null) throw routeNotFound();
    const match = servesRest ? matchRest(source.method, this.#routePath) : NO_MATCH;
    refuseForgeable(source, match.kind === 'match' ? match.action.method : undefined);
    if (match.kind === 'wrong-verb') throw methodNotAllowed(match.allow);
    if (match.kind === 'match') {
      const { action, params } = match;
      return { action, params, query: () => queryOf(source.url), body, isEnvelope: false };
    }
    if (!this.#expectsEnvelope(this.#routePath)) return this.#explainMiss();
    return resolveEnvelope(source.headers.get('content-type'), body, matchResource);
  }

  /** Whether the path is one to which envelopes are sent; throws for any verb but theirs. */
  #expectsEnvelope(routePath: string): boolean {
    const { servesRest, servesEnvelopes, knowsBasePath } = this.#mount;
    const atBase = /^\/*$/.test(routePath);
    if (!servesEnvelopes || (knowsBasePath && !atBase)) return false;
    if (this.#request.source.method === 'POST') return true;
    // Without a base path, this may be any path that is no route.
    if (servesRest && !atBase) return false;
    throw methodNotAllowed(['POST']);
  }

  /** A client in the wrong transport mode gets told so; everybody else a plain 404. */
  async #explainMiss(): Promise<never> {
    const { method, headers } = this.#request.source;
    const type = headers.get('content-type') ?? '';
    if (method !== 'POST' || !type.includes('application/json')) throw routeNotFound();
    const envelopeMethod = await this.#request.body.json().then(envelopeMethodOf, () => null);
    throw envelopeMethod === null ? routeNotFound() : envelopeNotServed(envelopeMethod);
  }

  async #identify(
    identifyUser: NonNullable<RuntimeSettings['identifyUser']>,
  ): Promise<Identity | null> {
    const { nativeRequest } = this.#request.source;
    return identifyUser(this.#request.handOut(), { nativeRequest });
  }

  async #runRequestHooks(): Promise<void> {
    const { runtime, hooks } = this.#mount;
    const { beforeRequestMiddleware } = runtime.settings;
    if (hooks.onRequest !== undefined) {
      await this.#request.passThrough((request) =>
        hooks.onRequest?.({ request, path: this.#path, runtime }),
      );
    }
    if (beforeRequestMiddleware !== undefined) {
      await this.#request.passThrough((request) =>
        beforeRequestMiddleware({ runtime, request, path: this.#path }),
      );
    }
  }

  async #runHandlerHook(identity: Identity | null): Promise<void> {
    const { runtime, hooks } = this.#mount;
    const route = this.#route;
    if (route === undefined) return;
    await this.#request.passThrough((request) =>
      hooks.onBeforeHandler?.({ request, path: this.#path, runtime, route, identity }),
    );
  }

  async #applyResponseHook(reply: Reply): Promise<Reply> {
    const { runtime, hooks } = this.#mount;
    const response = renderResponse(reply);
    const request = this.#request.handOut();
    const context = { request, path: this.#path, runtime, route: this.#route, response };
    const replacement = await hooks.onResponse?.(context);
    if (isResponseLike(replacement) && replacement !== response) {
      release(response, replacement);
      return replyFromResponse(replacement);
    }
    const unchanged = replyFromResponse(response);
    // A text can be sent although the hook has read it.
    return typeof reply.body === 'string' ? { ...unchanged, body: reply.body } : unchanged;
  }

  /** An outage is a documented answer, but whoever runs the server wants to know its cause. */
  #logOutage(answer: unknown): void {
    if (!RuntimeError.is(answer) || answer.code !== 'unavailable') return;
    const { cause: error } = answer;
    if (error === undefined) return;
    this.#mount.runtime.settings.logger.error('A request failed', { path: this.#path, error });
  }

  /** The reply to an unforeseen error, which the log and `onError` are told first. */
  async #failureReply(error: unknown): Promise<Reply> {
    this.#mount.runtime.settings.logger.error('A request failed', { path: this.#path, error });
    return (await this.#tellFailure(error)) ?? errorReply(error);
  }

  /** Calls `onError` at most once per request. */
  async #tellFailure(error: unknown, run?: FailedRun): Promise<Reply | null> {
    const { runtime, hooks } = this.#mount;
    if (hooks.onError === undefined || this.#failureTold) return null;
    this.#failureTold = true;
    try {
      const request = this.#request.source.toRequest();
      const context = {
        request,
        path: this.#path,
        runtime,
        route: this.#route,
        error,
        run,
        startedAt: this.#startedAt,
      };
      const response = await hooks.onError(context);
      return isResponseLike(response) ? replyFromResponse(response) : null;
    } catch (failure) {
      runtime.settings.logger.error('The onError hook threw', failure);
      return null;
    }
  }
}

/**
 * Lets go of a stream that something else has replaced. Another stream may be made of it, piece by
 * piece, and goes on using it.
 */
function release({ body }: Response, replacement: ResponseLike): void {
  const type = replacement.headers.get('content-type') ?? '';
  const goesOn = replacement.body !== null && type.includes('text/event-stream');
  if (body === null || body.locked || body === replacement.body || goesOn) return;
  body.cancel().catch(() => undefined);
}

/** Lets go of a stream that will not be sent. */
function discard({ body }: Reply): void {
  if (isFrameSource(body)) body.close();
}

/** Whether there are hooks that get to know the route of a request. */
function areToldRoutes(hooks: CopilotRuntimeHooks): boolean {
  return (
    hooks.onBeforeHandler !== undefined ||
    hooks.onResponse !== undefined ||
    hooks.onError !== undefined
  );
}

async function routeInfo({ action, params, body }: ResolvedRoute): Promise<RouteInfo> {
  const route = { method: action.method, ...params };
  return action.threadIdInBody === true ? { ...route, ...(await threadIdIn(body)) } : route;
}

async function threadIdIn(body: RequestBody): Promise<{ threadId?: string }> {
  try {
    const threadId = readThreadId(await body.json());
    return threadId === undefined ? {} : { threadId };
  } catch {
    // The operation reports what is wrong with the body, after it has looked for the agent.
    return {};
  }
}
