import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { CliError } from '../cli-error.js';
import type { FileChange } from './file-change.js';
import { writeChanges } from './write-changes.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'flightdeck-cli-write-'));
  writeFileSync(join(directory, 'a.txt'), 'old');
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

const change = (path: string, before: string | null): FileChange => ({
  path,
  before,
  after: 'new',
  summary: '',
});
const files = (): readonly string[] => readdirSync(directory, { recursive: true }).map(String);

describe('writeChanges', () => {
  it('writes what is new and what is changed, and keeps the mode', () => {
    chmodSync(join(directory, 'a.txt'), 0o755);
    writeChanges(directory, [change('a.txt', 'old'), change('deep/er/b.txt', null)]);
    expect(readFileSync(join(directory, 'a.txt'), 'utf8')).toBe('new');
    expect(readFileSync(join(directory, 'deep/er/b.txt'), 'utf8')).toBe('new');
    expect(statSync(join(directory, 'a.txt')).mode & 0o777).toBe(0o755);
    expect(files().toSorted()).toEqual(['a.txt', 'deep', 'deep/er', 'deep/er/b.txt']);
  });

  it('writes what a link leads to, and keeps the link', () => {
    symlinkSync('a.txt', join(directory, 'link.txt'));
    writeChanges(directory, [change('link.txt', 'old')]);
    expect(readlinkSync(join(directory, 'link.txt'))).toBe('a.txt');
    expect(readFileSync(join(directory, 'a.txt'), 'utf8')).toBe('new');
    expect(files().toSorted()).toEqual(['a.txt', 'link.txt']);
  });

  it('leaves everything as it is if a file is protected from writing [cli.all-or-nothing]', () => {
    chmodSync(join(directory, 'a.txt'), 0o444);
    expect(() => writeChanges(directory, [change('b.txt', null), change('a.txt', 'old')])).toThrow(
      'a.txt is read-only: nothing was written. Make it writable, and try again.',
    );
    expect(files()).toEqual(['a.txt']);
  });

  it.each([
    ['has changed', change('a.txt', 'older')],
    ['is gone', change('b.txt', 'old')],
    ['is there by now', change('a.txt', null)],
  ])('writes nothing if a file %s since the plan was made [cli.all-or-nothing]', (_, late) => {
    expect(() => writeChanges(directory, [change('c.txt', null), late])).toThrow(CliError);
    expect(files()).toEqual(['a.txt']);
    expect(readFileSync(join(directory, 'a.txt'), 'utf8')).toBe('old');
  });

  it('leaves nothing behind if a file cannot be prepared [cli.all-or-nothing]', () => {
    const inFile = change('a.txt/b.txt', null);
    expect(() => writeChanges(directory, [change('deep/er/b.txt', null), inFile])).toThrow(
      /^Nothing was changed, because a file could not be written/,
    );
    expect(files()).toEqual(['a.txt']);
  });

  it('puts back what it has replaced if a later file cannot take its place [cli.all-or-nothing]', () => {
    // A directory cannot be replaced by a file.
    mkdirSync(join(directory, 'b.txt'));
    writeFileSync(join(directory, 'b.txt/inner'), '');
    const blocked: FileChange = { ...change('b.txt', null) };
    const changes = [change('a.txt', 'old'), change('c.txt', null), blocked];
    expect(() => writeChanges(directory, changes)).toThrow(CliError);
    expect(readFileSync(join(directory, 'a.txt'), 'utf8')).toBe('old');
    expect(files().toSorted()).toEqual(['a.txt', 'b.txt', 'b.txt/inner']);
  });
});
