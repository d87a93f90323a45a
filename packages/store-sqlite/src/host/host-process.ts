import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, described so that others on the same host can tell whether it still lives. */
export interface HostProcess {
  readonly pid: number;
  /** Tells it from a later process with the same pid. */
  readonly started: string;
  readonly host: string;
  /** Where pids are comparable: containers of one host have spaces of their own. */
  readonly pidSpace: string;
  /** Changes with every start of the host; `''` where the system does not tell. */
  readonly bootId: string;
}

export function describeProcess(pid: number = process.pid): HostProcess {
  return {
    pid,
    started: linuxStat(pid)?.started ?? String(Math.round(performance.timeOrigin)),
    host: hostname(),
    pidSpace: quietly(() => readlinkSync('/proc/self/ns/pid')) ?? '',
    bootId: quietly(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()) ?? '',
  };
}

/** Whether `other` has certainly ended, as far as process `self` can see. */
export function isCertainlyDead(other: HostProcess, self: HostProcess): boolean {
  if (other.host !== self.host) return false;
  if (other.bootId !== self.bootId) return true;
  if (other.pidSpace !== self.pidSpace) return false;
  if (other.pid === self.pid) return other.started !== self.started;
  if (self.bootId === '') return !answersSignals(other.pid);
  const stat = linuxStat(other.pid);
  return stat === null || stat.ended || stat.started !== other.started;
}

/**
 * Milliseconds on a clock that all processes of this host share. Where the system tells its boots
 * apart it is the one that nobody can set, so that leases outlive a jump of the wall clock.
 */
export function hostClock({ bootId }: HostProcess): number {
  return bootId === '' ? Date.now() : Number(process.hrtime.bigint() / 1_000_000n);
}

function linuxStat(pid: number): { readonly started: string; readonly ended: boolean } | null {
  const stat = quietly(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  if (stat === null) return null;
  // The name of the program, in parentheses, may hold anything; the state follows, the start is 19 later.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { started: fields[19] ?? '', ended: fields[0] === 'Z' || fields[0] === 'X' };
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return Object(error).code !== 'ESRCH';
  }
}

function quietly<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
