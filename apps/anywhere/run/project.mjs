import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readManifest } from '../../../tools/packages.mjs';
import { linkApp, withOwnDependencies } from '../../../tools/temp-app.mjs';

const TEMPLATES = join(import.meta.dirname, '../projects');
const START_TIMEOUT_MS = 60_000;

/** A project in a directory of its own, with our packed packages and the chat page. */
export class Project {
  #directory;
  #scripts;
  #own;

  constructor(name, { parent, tarballs, page }) {
    this.name = name;
    this.#directory = join(parent, name);
    cpSync(join(TEMPLATES, name), this.#directory, { recursive: true });
    cpSync(page, join(this.#directory, 'public/chat'), { recursive: true });
    const manifest = readManifest(this.#directory);
    this.#scripts = manifest.scripts;
    const { own, dependencies } = localised(manifest.dependencies, tarballs);
    this.#own = own;
    writeFileSync(
      join(this.#directory, 'package.json'),
      JSON.stringify({ ...manifest, dependencies }),
    );
  }

  async install() {
    await linkApp(this.#directory, this.#own);
  }

  async build() {
    if (this.#scripts.build !== undefined) await this.#run('npm', ['run', '--silent', 'build']);
  }

  /** Starts the server; resolves once it has printed its address. */
  async start(env) {
    const [command, ...args] = this.#scripts.start.split(' ');
    const program = command === 'node' ? args : [`node_modules/.bin/${command}`, ...args];
    const server = spawn(process.execPath, program, {
      cwd: this.#directory,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = once(server, 'exit');
    const stop = async () => {
      server.kill('SIGTERM');
      await exit;
    };
    try {
      return { url: await addressOf(server, exit), stop };
    } catch (error) {
      await stop();
      throw error;
    }
  }

  async #run(command, args) {
    const child = spawn(command, args, {
      cwd: this.#directory,
      // The build of the page has set NODE_ENV, with which npm would leave out what a build needs.
      env: { ...process.env, NODE_ENV: '', NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => (output += chunk));
    }
    const [status, signal] = await once(child, 'close');
    if (status === 0) return;
    throw new Error(
      `${this.name}: ${command} ${args[0]} ended with ${status ?? signal}\n${output}`,
    );
  }
}

/** The dependencies with our packages taken from tarballs, under whatever name; and all tarballs that they need. */
function localised(dependencies, tarballs) {
  const targets = Object.entries(dependencies).map(([name, range]) => {
    const [, target = name] = /^npm:(@flightdeck\/[^@]+)@/.exec(range) ?? [];
    return [name, target];
  });
  const ours = targets.filter(([, target]) => tarballs.has(target));
  const own = withOwnDependencies(
    ours.map(([, target]) => target),
    tarballs,
  );
  const aliases = Object.fromEntries(ours.map(([name, target]) => [name, own[target]]));
  return { own, dependencies: { ...dependencies, ...aliases } };
}

async function addressOf(server, exit) {
  let output = '';
  const printed = new Promise((resolve, reject) => {
    // Listening goes on: whoever stops iterating closes the pipe, and the server ends by what it prints next.
    server.stdout.on('data', (chunk) => {
      output += chunk;
      const [, port] = /https?:\/\/[^\s/]+:(\d+)/.exec(output) ?? [];
      if (port !== undefined) resolve(`http://localhost:${port}`);
    });
    server.stdout.once('end', () => {
      reject(new Error(`The server printed no address:\n${output}`));
    });
  });
  const timeout = AbortSignal.timeout(START_TIMEOUT_MS);
  const tooLate = once(timeout, 'abort').then(() => {
    throw new Error(`The server printed no address in ${START_TIMEOUT_MS} ms:\n${output}`);
  });
  const gone = exit.then(([code]) => {
    throw new Error(`The server ended with ${code}:\n${output}`);
  });
  return Promise.race([printed, gone, tooLate]);
}
