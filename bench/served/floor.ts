import type { IncomingMessage, ServerResponse } from 'node:http';

import { emitInTurns } from './emit.js';
import { eventsOf, SCENARIOS, type Scenario, type ScenarioName } from './scenarios.js';

/**
 * What no server can be faster than: it takes the request in, looks at nothing of it but the path, and
 * writes frames that were built beforehand, each in a write of its own. Only frames that tell the time
 * are built as they are sent.
 */
export interface Floor {
  /** The frames of the scenario that the path names. */
  run(name: string, req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** All frames of a thread of `runs` runs, as fast as the reader takes them. */
  connect(name: string, runs: number, req: IncomingMessage, res: ServerResponse): Promise<void>;
  info(req: IncomingMessage, res: ServerResponse): Promise<void>;
}

const STREAM_HEAD = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache',
  connection: 'keep-alive',
};

export function createFloor(names: readonly ScenarioName[], infoText: string): Floor {
  const built = new Map<string, Iterable<string>>(names.map((name) => [name, framesOf(name)]));
  const info = Buffer.from(infoText);
  return {
    async run(name, req, res) {
      await readWhole(req);
      const scenario = SCENARIOS[name as ScenarioName];
      const left = whenLeft(res);
      res.writeHead(200, STREAM_HEAD);
      await emitInTurns(built.get(name) ?? [], scenario, (frame) => {
        if (!left.now) res.write(frame);
        return !left.now;
      });
      res.end();
    },
    async connect(name, runs, req, res) {
      await readWhole(req);
      res.writeHead(200, STREAM_HEAD);
      for (let run = 0; run < runs; run += 1) {
        for (const frame of built.get(name) ?? []) if (!res.write(frame)) await drained(res);
      }
      res.end();
    },
    async info(req, res) {
      await readWhole(req);
      res.writeHead(200, { 'content-type': 'application/json', 'content-length': info.length });
      res.end(info);
    },
  };
}

function framesOf(name: ScenarioName): Iterable<string> {
  const scenario: Scenario = SCENARIOS[name];
  const frames = function* (): Generator<string, void> {
    for (const event of eventsOf(scenario, 'thread-of-the-floor', 'run-of-the-floor')) {
      yield `data: ${JSON.stringify(event)}\n\n`;
    }
  };
  return scenario.says === 'time' ? { [Symbol.iterator]: frames } : [...frames()];
}

function readWhole(req: IncomingMessage): Promise<void> {
  // Something in front, such as a parser, may have read it.
  if (req.readableEnded) return Promise.resolve();
  return new Promise((resolve) => {
    req.on('end', resolve).resume();
  });
}

function whenLeft(res: ServerResponse): { now: boolean } {
  const left = { now: false };
  res.on('close', () => {
    left.now = true;
  });
  return left;
}

/** Until there is room again, or nobody to write to. */
function drained(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      res.off('drain', go).off('close', go);
      resolve();
    };
    res.on('drain', go).on('close', go);
  });
}
