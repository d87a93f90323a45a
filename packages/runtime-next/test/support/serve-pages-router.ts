import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

import { listenOnLoopback, type LoopbackServer } from '@flightdeck/testing';

import type { CopilotNextPagesHandler } from '../../src/index.js';
import { matchFile, slugParams, type FileRoute } from './file-route.js';

export interface PagesRouterFile extends FileRoute {
  readonly handler: CopilotNextPagesHandler;
  /** `config.api.bodyParser`, with its limit of 1 MB. */
  readonly bodyParser: boolean;
}

/** Serves an API route as the Pages Router does: with `query`, `cookies`, `body` and the methods of replies. */
export function servePagesRouter(file: PagesRouterFile): Promise<LoopbackServer> {
  const listener = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://localhost');
    const slug = matchFile(pathname, file);
    if (slug === null) return void res.writeHead(404).end('<h1>404</h1>');
    const query: Record<string, unknown> = {};
    for (const name of searchParams.keys()) {
      const values = searchParams.getAll(name);
      query[name] = values.length > 1 ? values : values[0];
    }
    const params = decodedParams(slug);
    if (params === null) return void res.writeHead(400).end('Bad Request');
    Object.assign(req, { query: { ...query, ...params }, cookies: {} });
    Object.assign(res, {
      status: (code: number) => Object.assign(res, { statusCode: code }),
      json: (value: unknown) => res.end(JSON.stringify(value)),
    });
    if (file.bodyParser) {
      const bytes = await buffer(req);
      if (bytes.length > 1024 * 1024) return void res.writeHead(413).end('Body exceeded 1mb limit');
      try {
        Object.assign(req, { body: parse(bytes, req.headers['content-type'] ?? 'text/plain') });
      } catch {
        return void res.writeHead(400).end('Invalid JSON');
      }
    }
    await file.handler(req, res);
  };
  return listenOnLoopback(
    createServer((req, res) => {
      listener(req, res).catch(() => res.destroy());
    }),
  );
}

function decodedParams(slug: readonly string[]): Record<string, string[]> | null {
  try {
    return slugParams(slug, true);
  } catch {
    return null;
  }
}

function parse(bytes: Buffer, contentType: string): unknown {
  const [type = ''] = contentType.split(';', 1);
  if (type === 'application/json') return bytes.length === 0 ? {} : JSON.parse(bytes.toString());
  if (type === 'application/x-www-form-urlencoded') {
    return Object.fromEntries(new URLSearchParams(bytes.toString()));
  }
  return type === 'text/plain' ? bytes.toString() : bytes;
}
