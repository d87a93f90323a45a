import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTitles, type TestTitle } from './read-titles.js';

export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** Titles by file; paths are relative to the repository and have `/` everywhere. */
export type TitlesByFile = ReadonlyMap<string, readonly TestTitle[]>;

/** Specs of packages, apps, parity and of the published clients; and the contract suites, which the specs of packages run. */
const PLACES: readonly { readonly folder: RegExp; readonly files: RegExp }[] = [
  { folder: /^(packages|apps)\/[^/]+\/(src|test|matrix)$/, files: /\.spec\.ts$/ },
  { folder: /^(parity|clients)$/, files: /\.spec\.ts$/ },
  { folder: /^packages\/testing\/src$/, files: /\.ts$/ },
];

/** The titles of every test in the repository. */
export function readTestFiles(): TitlesByFile {
  const titles = new Map<string, readonly TestTitle[]>();
  for (const folder of foldersWithTests()) {
    for (const file of filesBelow(folder)) {
      const wanted = PLACES.some((place) => place.folder.test(folder) && place.files.test(file));
      if (wanted) titles.set(file, readTitles(readFileSync(join(REPOSITORY, file), 'utf8')));
    }
  }
  return titles;
}

function foldersWithTests(): string[] {
  const members = ['packages', 'apps'].flatMap((group) =>
    namesIn(group).flatMap((name) =>
      ['src', 'test', 'matrix'].map((part) => `${group}/${name}/${part}`),
    ),
  );
  return [...members, 'parity', 'clients'].filter((folder) => existsSync(join(REPOSITORY, folder)));
}

function namesIn(folder: string): string[] {
  return existsSync(join(REPOSITORY, folder)) ? readdirSync(join(REPOSITORY, folder)) : [];
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(REPOSITORY, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.name === 'node_modules') return [];
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
