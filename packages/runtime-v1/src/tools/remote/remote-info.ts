import { checkParameters } from '../../actions/check-actions.js';
import type { Parameter } from '../../actions/action.js';
import { isRecord } from '../../internal/is-record.js';
import { RemoteError } from './remote-error.js';

/** What a remote server of v1 offers: `POST {url}/info`. v1.md 8. */
export interface RemoteInfo {
  readonly actions: readonly RemoteAction[];
  readonly agents: readonly RemoteAgent[];
  /** How many entries were none, and are left out. */
  readonly malformed: number;
}

export interface RemoteAction {
  readonly name: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
}

export interface RemoteAgent {
  readonly name: string;
  readonly description: string;
  /** `langgraph` or `crewai`, as far as is known. */
  readonly type: string;
}

/** @throws RemoteError `protocol` for what is no such answer */
export function parseRemoteInfo(answer: unknown): RemoteInfo {
  if (
    !isRecord(answer) ||
    !isListOrAbsent(answer['actions']) ||
    !isListOrAbsent(answer['agents'])
  ) {
    throw new RemoteError('protocol', 'Its info is no object with lists of actions and agents');
  }
  const given = { actions: listOf(answer['actions']), agents: listOf(answer['agents']) };
  const actions = given.actions.flatMap(toAction);
  const agents = given.agents.flatMap(toAgent);
  const malformed = given.actions.length + given.agents.length - actions.length - agents.length;
  return { actions, agents, malformed };
}

function toAction(entry: unknown): readonly RemoteAction[] {
  if (!isRecord(entry) || typeof entry['name'] !== 'string' || entry['name'] === '') return [];
  try {
    const { name, description, parameters } = entry;
    return [
      {
        name,
        description: textOf(description),
        parameters: checkParameters(parameters ?? [], name),
      },
    ];
  } catch {
    return [];
  }
}

function toAgent(entry: unknown): readonly RemoteAgent[] {
  if (!isRecord(entry) || typeof entry['name'] !== 'string' || entry['name'] === '') return [];
  const { name, description, type } = entry;
  return [{ name, description: textOf(description), type: textOf(type) }];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isListOrAbsent(value: unknown): boolean {
  return value === undefined || value === null || Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
