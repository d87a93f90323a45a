import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { compare } from '../compare.js';
import { fetchText } from '../http-load.js';
import { judge } from '../judge.js';
import { pause } from '../open-stream.js';
import { pinned } from '../pin.js';
import type { Result } from '../result.js';
import { inFreshRounds, pick } from '../rounds.js';
import type { TargetName } from '../target.js';
import { wantedOf, type Effort } from '../workload.js';

const TARGETS: readonly TargetName[] = ['limit', 'express-floor', 'node', 'express', 'upstream'];
/** What a server may still be doing after its first answer. */
const SETTLING_MS = 500;

/**
 * W8: a tiny server on the built packages, as a user runs it: how long it takes to load and until it
 * answers, and what it keeps in memory then.
 */
export async function coldStart(effort: Effort): Promise<Result[]> {
  buildPackages();
  const targets = wantedOf(TARGETS, effort);
  // The first ones read the files from the disk.
  for (const target of targets) await startOnce(target);
  const starts = await inFreshRounds(targets, 5, startOnce);
  return [
    ...judge({
      workload: 'W8',
      what: 'import, fastest',
      unit: 'ms',
      samples: pick(starts, ({ importMs }) => importMs),
      by: 'min',
      goals: { node: { atMost: 120 }, express: { atMost: 150 } },
      upstream: '650–820 ms',
    }),
    ...compare({
      workload: 'W8',
      what: 'spawn to first /info',
      unit: 'ms',
      samples: pick(starts, ({ answerMs }) => answerMs),
    }),
    ...compare({
      workload: 'W8',
      what: 'idle RSS',
      unit: 'MB',
      samples: pick(starts, ({ rss }) => rss),
      judged: { node: { goal: { atMost: 1.5 } }, express: { goal: { atMost: 1.6 } } },
      upstream: '2.9',
    }),
  ];
}

interface Start {
  readonly importMs: number;
  readonly answerMs: number;
  readonly rss: number;
}

async function startOnce(target: TargetName): Promise<Start> {
  const begun = performance.now();
  const child = fork(sourceOf(`served/cold-servers/${target}.mjs`), {
    // What this process was started with is not the user's.
    execArgv: [],
    env: { ...process.env, COPILOTKIT_TELEMETRY_DISABLED: 'true', DO_NOT_TRACK: '1' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  pinned(child.pid, 'server');
  const exited = once(child, 'exit');
  const ended = exited.then(([status]) => {
    throw new Error(`The tiny server '${target}' ended with ${String(status)}`);
  });
  ended.catch(() => undefined);
  const told = once(child, 'message');
  const [{ port, importMs }] = (await Promise.race([told, ended])) as [
    { port: number; importMs: number },
  ];
  await fetchText(port, '/info');
  const answerMs = performance.now() - begun;
  await pause(SETTLING_MS);
  child.send('rss');
  const [{ rss }] = (await once(child, 'message')) as [{ rss: number }];
  child.disconnect();
  await exited;
  return { importMs, answerMs, rss: rss / 1e6 };
}

/** A file of `bench`, from where this program is built to, `bench/.build`. */
function sourceOf(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

/** Builds what it loads, so that it is not what was built some time ago. */
function buildPackages(): void {
  const root = sourceOf('..');
  const { status, stderr } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The packages cannot be built: ${stderr}`);
}
