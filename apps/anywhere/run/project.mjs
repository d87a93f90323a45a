import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readManifest } from '../../../tools/packages.mjs';
import { withOwnDependencies } from '../../../tools/temp-app.mjs';

const TEMPLATES = join(import.meta.dirname, '../projects');
const NPM_INSTALL = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
const START_TIMEOUT_MS = 60_000;

/** A project in a directory of its own, with our packed packages and the chat page. */
export class Project {
  #directory;
  #scripts;

  constructor(name, { parent, tarballs, page }) {
    this.name = name;
    this.#directory = join(parent, name);
    cpSync(join(TEMPLATES, name), this.#directory, { recursive: true });
    cpSync(page, join(this.#directory, 'public/chat'), { recursive: true });
    const manifest = readManifest(this.#directory);
    this.#scripts = manifest.scripts;
    const dependencies = localised(manifest.dependencies, tarballs);
    writeFileSync(
      join(this.#directory, 'package.json'),
      JSON.stringify({ ...manifest, dependencies }),
    );
  }

  async install() {
    await this.#run('npm', NPM_INSTALL);
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

/** The dependencies with our packages taken from tarballs, under whatever name. */
function localised(dependencies, tarballs) {
  const own = Object.keys(dependencies).filter((name) => tarballs.has(name));
  const aliases = Object.entries(dependencies).flatMap(([name, range]) => {
    const [, target] = /^npm:(@flightdeck\/[^@]+)@/.exec(range) ?? [];
    return target === undefined ? [] : [[name, target]];
  });
  const packages = withOwnDependencies([...own, ...aliases.map(([, target]) => target)], tarballs);
  for (const [name, target] of aliases) {
    packages[name] = packages[target];
    delete packages[target];
  }
  return { ...dependencies, ...packages };
}

async function addressOf(server, exit) {
  let output = '';
  const printed = (async () => {
    for await (const chunk of server.stdout) {
      output += chunk;
      const [, port] = /https?:\/\/[^\s/]+:(\d+)/.exec(output) ?? [];
      if (port !== undefined) {
        server.stdout.resume();
        return `http://localhost:${port}`;
      }
    }
    throw new Error(`The server printed no address:\n${output}`);
  })();
  const timeout = AbortSignal.timeout(START_TIMEOUT_MS);
  const tooLate = once(timeout, 'abort').then(() => {
    throw new Error(`The server printed no address in ${START_TIMEOUT_MS} ms:\n${output}`);
  });
  const gone = exit.then(([code]) => {
    throw new Error(`The server ended with ${code}:\n${output}`);
  });
  return Promise.race([printed, gone, tooLate]);
}
