import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { describeProcess, hostClock, isCertainlyDead } from './host-process.js';

describe('a process of this host', () => {
  const self = describeProcess();
  const onLinux = self.bootId !== '';

  async function endedProcess(): Promise<typeof self> {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    await once(child, 'spawn');
    const described = describeProcess(child.pid);
    expect(isCertainlyDead(described, self)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    return described;
  }

  it('is alive as long as it runs, and dead when it was killed', async () => {
    expect(isCertainlyDead(self, self)).toBe(false);
    expect(isCertainlyDead(await endedProcess(), self)).toBe(true);
  });

  it('is another one than an earlier process with the same pid', () => {
    expect(isCertainlyDead({ ...self, started: '1' }, self)).toBe(true);
    const init = { ...self, pid: 1, started: '-1' };
    if (onLinux) expect(isCertainlyDead(init, self)).toBe(true);
  });

  it('has died when the host has been started since', async () => {
    const other = { ...self, pid: process.ppid, bootId: 'an earlier one' };
    expect(isCertainlyDead(other, self)).toBe(true);
  });

  it('cannot be judged on another host, or by another container', async () => {
    const dead = await endedProcess();
    expect(isCertainlyDead({ ...dead, host: 'elsewhere' }, self)).toBe(false);
    expect(isCertainlyDead({ ...dead, host: 'elsewhere', bootId: 'other' }, self)).toBe(false);
    expect(isCertainlyDead({ ...dead, pidSpace: 'another' }, self)).toBe(false);
  });

  it('is asked for a sign of life where the system tells no start times', async () => {
    const bare = { ...self, bootId: '' };
    expect(isCertainlyDead({ ...bare, pid: process.ppid }, bare)).toBe(false);
    expect(isCertainlyDead({ ...(await endedProcess()), bootId: '' }, bare)).toBe(true);
  });

  it('has a clock that goes on when somebody sets the time', () => {
    const now = Date.now;
    try {
      const before = hostClock(self);
      Date.now = () => now() + 3_600_000;
      const passed = hostClock(self) - before;
      expect(passed).toBeGreaterThanOrEqual(0);
      if (onLinux) expect(passed).toBeLessThan(60_000);
      expect(hostClock({ ...self, bootId: '' })).toBeGreaterThan(now() + 3_000_000);
    } finally {
      Date.now = now;
    }
  });
});
