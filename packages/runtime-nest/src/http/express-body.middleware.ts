import type { NodeRequest } from '@flightdeck/runtime-node';

import type { RuntimeBodyReader } from './runtime-body.reader.js';

interface ExpressRequestLike extends Omit<NodeRequest, 'body'> {
  body?: unknown;
  /** How the parsers of Express 4 mark a request whose body is parsed. */
  _body?: boolean;
}

type Middleware = (req: ExpressRequestLike, res: unknown, next: (error?: unknown) => void) => void;

interface ExpressLike {
  use(middleware: Middleware): unknown;
  readonly _router?: { readonly stack: readonly { readonly handle: unknown }[] };
  readonly router?: ExpressLike['_router'];
}

/** The names that the parsers of `body-parser` give themselves; Nest looks for them, too. */
const PARSER_NAMES = new Set(['jsonParser', 'rawParser', 'textParser', 'urlencodedParser']);

/**
 * Lets the reader take the bodies of its requests.
 *
 * @returns whether a parser of the application comes first, whose limits the reader cannot lift
 */
export function installOnExpress(app: ExpressLike, reader: RuntimeBodyReader): boolean {
  const comesLate = hasBodyParser(app);
  app.use((req, _res, next) => {
    if (req.body !== undefined || !reader.owns(req.url ?? '', req.method ?? '')) return next();
    if (!reader.reads(req)) {
      // A parser with a smaller limit would refuse it in words of its own.
      if (reader.refuses(req)) delete req.headers['content-length'];
      return next();
    }
    reader.read(req).then((body) => {
      if (body !== undefined) Object.assign(req, { body, _body: true });
      next();
    }, next);
  });
  return comesLate;
}

function hasBodyParser(app: ExpressLike): boolean {
  // On Express 4 `router` is an accessor that throws.
  const { stack = [] } = app._router ?? app.router ?? {};
  return stack.some(({ handle }) => typeof handle === 'function' && PARSER_NAMES.has(handle.name));
}
