import { ConfigError } from '@flightdeck/core';
import type { NodeResponse } from '@flightdeck/runtime-node';
import cors from 'cors';

import type { ExpressNext, ExpressRequest } from './express-types.js';

type OriginRule = boolean | string | RegExp;

/** Decides about one origin: whether to allow it, or the origin to allow. */
export type CopilotExpressOriginDecision = (
  origin: string | undefined,
  callback: (error: Error | null, allowed?: OriginRule | OriginRule[]) => void,
) => void;

/** The options of the `cors` package. */
export interface CopilotExpressCorsOptions {
  /** @default '*' */
  readonly origin?: OriginRule | OriginRule[] | CopilotExpressOriginDecision;
  /** @default GET, HEAD, PUT, POST, DELETE, PATCH, OPTIONS */
  readonly methods?: string | string[];
  /** Request headers that may be sent. By default whatever the browser asks for. */
  readonly allowedHeaders?: string | string[];
  /** Response headers that scripts may read beyond the safelisted ones. */
  readonly exposedHeaders?: string | string[];
  /**
   * Whether browsers may send cookies. Needs an `origin` that names whom to trust.
   *
   * @default false
   */
  readonly credentials?: boolean;
  /** Seconds for which a browser may remember a preflight. */
  readonly maxAge?: number;
  /**
   * Hands preflights on to the runtime, which refuses `OPTIONS`, instead of answering them.
   *
   * @default false
   */
  readonly preflightContinue?: boolean;
  /** @default 204 */
  readonly optionsSuccessStatus?: number;
}

/** Adds CORS headers and goes on, unless the request was a preflight, which it answers. */
export type CorsStep = (req: ExpressRequest, res: NodeResponse, next: ExpressNext) => void;

const DEFAULTS: CopilotExpressCorsOptions = {
  origin: '*',
  methods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'],
};

/**
 * The CORS step of a mount; `null` without CORS.
 *
 * @throws ConfigError for credentials without an explicit origin
 */
export function createCorsStep(option: boolean | CopilotExpressCorsOptions): CorsStep | null {
  if (option === false) return null;
  const options = { ...DEFAULTS, ...(option === true ? {} : option) };
  if (options.credentials === true && allowsAnyone(options.origin)) {
    throw new ConfigError('cors: credentials need an explicit origin instead of the wildcard');
  }
  // Preflights are answered here and not by the package, so that the host's headers can be put back.
  const addHeaders = cors({ ...options, preflightContinue: true });
  const allowsAllAlike = options.origin === '*' && options.exposedHeaders === undefined;
  return (req, res, next) => {
    // What the package comes to for most mounts, without what it looks at on the way.
    if (allowsAllAlike && req.method !== 'OPTIONS') {
      if (!isDecided(res)) res.setHeader('Access-Control-Allow-Origin', '*');
      return next();
    }
    const hostHeaders = corsHeadersOf(res);
    addHeaders(req, res, (error?: unknown) => {
      restoreHeaders(res, hostHeaders);
      const isPreflight = req.method === 'OPTIONS' && options.preflightContinue !== true;
      // The package says `null` for an origin that is not allowed.
      if (error !== undefined && error !== null) return next(error);
      if (!isPreflight) return next();
      res.statusCode = options.optionsSuccessStatus ?? 204;
      res.setHeader('content-length', '0');
      res.end();
    });
  };
}

/** `true` reflects every origin, which with credentials is more than the wildcard allows. */
function allowsAnyone(origin: CopilotExpressCorsOptions['origin']): boolean {
  return [origin].flat().some((rule) => rule === undefined || rule === true || rule === '*');
}

type HeaderValues = ReadonlyMap<string, number | string | string[]>;

function corsHeadersOf(res: NodeResponse): HeaderValues {
  const values = new Map<string, number | string | string[]>();
  for (const name of res.getHeaderNames()) {
    const value = name.startsWith('access-control-') ? res.getHeader(name) : undefined;
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

const WHO_MAY_COME = ['access-control-allow-origin', 'access-control-allow-credentials'];

/** Whether the application has said who may come. */
function isDecided(res: NodeResponse): boolean {
  return WHO_MAY_COME.some((name) => res.hasHeader(name));
}

/** What the application has said about other origins stands. */
function restoreHeaders(res: NodeResponse, hostHeaders: HeaderValues): void {
  // Neither was our permission to send cookies meant for an origin that the host allows, nor that of
  // the host for one of ours.
  if (WHO_MAY_COME.some((name) => hostHeaders.has(name))) {
    for (const name of WHO_MAY_COME) res.removeHeader(name);
  }
  for (const [name, value] of hostHeaders) res.setHeader(name, value);
}
