import MagicString from 'magic-string';

import { parseSource } from '../source/parse-source.js';
import { OLD_PACKAGE } from '../versions.js';
import { moduleSpecifiers } from './module-specifiers.js';
import { isOldModule, newModule } from './old-module.js';
import { lineOf, reviewNotes } from './review-notes.js';

const OLD_NAME = new RegExp(`${OLD_PACKAGE}(?![-\\w])`);

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
  const all = moduleSpecifiers(source);
  const specifiers = all.filter(({ value, computed }) => !computed && isOldModule(value));
  const edited = new MagicString(text);
  const unknown: string[] = [];
  const leave = (start: number, why: string): void => {
    unknown.push(`${path}:${lineOf(text, start)}: ${why}: left as it is.`);
  };
  for (const { value, start } of specifiers) {
    const replacement = newModule(value);
    if (replacement !== null) edited.update(start, start + value.length, replacement);
    else leave(start, `${value} has no counterpart`);
  }
  for (const { value, start, computed } of all) {
    if (computed && OLD_NAME.test(value)) leave(start, `${value} is only known when it runs`);
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
  return text
    .split('\n')
    .flatMap((line, index) =>
      OLD_NAME.test(line)
        ? [`${path}:${index + 1}: names ${OLD_PACKAGE}: ${line.trim().slice(0, 80)}`]
        : [],
    );
}

function sameLine(note: string, other: string): boolean {
  return other.startsWith(/^.*?:\d+:/.exec(note)?.[0] ?? note);
}
