import MagicString from 'magic-string';

import { parseSource } from '../source/parse-source.js';
import { OLD_PACKAGE } from '../versions.js';
import { moduleSpecifiers } from './module-specifiers.js';
import { isOldModule, newModule } from './old-module.js';
import { lineOf, reviewNotes } from './review-notes.js';

/** What became of a source. */
export interface RewrittenSource {
  readonly text: string;
  /** The old modules that it imports. */
  readonly modules: readonly string[];
  /** Whether it still needs the old package. */
  readonly needsOld: boolean;
  /** What it uses that somebody has to look at. */
  readonly review: readonly string[];
  /** Where it still names the old package. */
  readonly left: readonly string[];
}

/** Gives the imports of the old package their new names; everything else stays as it is. */
export function rewriteSource(path: string, text: string): RewrittenSource {
  const source = parseSource(path, text);
  if (source === null) {
    const left = [`${path}: mentions ${OLD_PACKAGE}, but has an error of syntax: left as it is.`];
    return { text, modules: [], needsOld: true, review: [], left };
  }
  const specifiers = moduleSpecifiers(source).filter(({ value }) => isOldModule(value));
  const edited = new MagicString(text);
  const unknown: string[] = [];
  for (const { value, start } of specifiers) {
    const replacement = newModule(value);
    if (replacement !== null) edited.update(start, start + value.length, replacement);
    else
      unknown.push(`${path}:${lineOf(text, start)}: ${value} has no counterpart: left as it is.`);
  }
  const result = edited.toString();
  return {
    text: result,
    modules: specifiers.map(({ value }) => value),
    needsOld: unknown.length > 0,
    review: reviewNotes(source),
    left: [
      ...unknown,
      ...mentions(path, result).filter((note) => !unknown.some((other) => sameLine(note, other))),
    ],
  };
}

/** Lines that name the package otherwise: in lists of configurations, in comments. */
export function mentions(path: string, text: string): readonly string[] {
  const name = new RegExp(`${OLD_PACKAGE}(?![-\\w])`);
  return text
    .split('\n')
    .flatMap((line, index) =>
      name.test(line)
        ? [`${path}:${index + 1}: names ${OLD_PACKAGE}: ${line.trim().slice(0, 80)}`]
        : [],
    );
}

function sameLine(note: string, other: string): boolean {
  return other.startsWith(/^.*?:\d+:/.exec(note)?.[0] ?? note);
}
