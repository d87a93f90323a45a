// Runs commands two at a time, each by a shell: `side-by-side.mjs 'npm run lint' 'npm run build'`. What a command says
// is shown once it has ended, and how long it took. Ends with 1 if one of them fails, after all have ended.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const AT_A_TIME = 2;

const waiting = process.argv.slice(2).values();
let failed = false;
await Promise.all(Array.from({ length: AT_A_TIME }, () => runNext()));
process.exitCode = failed ? 1 : 0;

async function runNext() {
  for (const command of waiting) {
    const start = performance.now();
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    const [status, signal] = await once(child, 'close');
    const seconds = Math.round((performance.now() - start) / 1_000);
    const end = status === 0 ? 'passed' : `FAILED with ${status ?? signal}`;
    console.log(`\n--- ${command}: ${end} after ${seconds} s\n${output.trimEnd()}`);
    failed ||= status !== 0;
  }
}
