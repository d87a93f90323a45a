import { isReservedToolName } from '../tools/tool-names.js';

/** What providers take as the name of a tool. */
const MAX_LENGTH = 64;
const UNFIT = /[^A-Za-z0-9_-]/g;
/** Taken from the start: objects that somebody indexes by tool name have something else there. */
const INHERITED: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/**
 * Gives MCP tools names that no other tool of a run has (agent.md 12.4): `mcp__<serverId>__<tool>` where that is asked for or the
 * tool's own name is taken, with `_2`, `_3` … where even that is. Each is at most 64 characters of `[A-Za-z0-9_-]`.
 */
export class MCPToolNames {
  readonly #taken: Set<string>;
  readonly #namespace: boolean | string;

  /** @param namespace as in `MCPOptions` */
  constructor(taken: Iterable<string>, namespace: boolean | string = false) {
    this.#taken = new Set([...INHERITED, ...taken]);
    this.#namespace = namespace;
  }

  /** The name for one more tool; it is taken from now on. */
  add(serverId: string, toolName: string): string {
    const name = this.#free(this.#candidatesOf(serverId, toolName));
    this.#taken.add(name);
    return name;
  }

  *#candidatesOf(serverId: string, toolName: string): Generator<string, void, undefined> {
    const spaced = fit(`mcp__${serverId}__${toolName}`);
    if (typeof this.#namespace === 'string') yield fit(`${this.#namespace}${toolName}`);
    else if (!this.#namespace) yield fit(toolName);
    yield spaced;
    for (let count = 2; ; count += 1) {
      const suffix = `_${count}`;
      yield `${spaced.slice(0, MAX_LENGTH - suffix.length)}${suffix}`;
    }
  }

  #free(candidates: Iterable<string>): string {
    for (const name of candidates) {
      if (!this.#taken.has(name) && !isReservedToolName(name)) return name;
    }
    throw new Error('Candidates never end');
  }
}

function fit(name: string): string {
  return name.replaceAll(UNFIT, '_').slice(0, MAX_LENGTH);
}
