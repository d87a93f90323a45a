import type { Node } from 'oxc-parser';

import { requiredModule } from './bindings.js';
import type { ParsedSource } from './parse-source.js';

/** Where a new statement goes, and what has to stand before and behind it. */
export interface InsertionPoint {
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

/**
 * Behind the last import at the top of a file, or at its beginning.
 *
 * @param limit index of the text behind which no import counts, as what is required there comes
 * too late
 */
export function behindImports(
  { text, program }: ParsedSource,
  eol: string,
  limit = text.length,
): InsertionPoint {
  const last = program.body.findLast((statement) => isImport(statement) && statement.start < limit);
  if (last !== undefined) return { at: endOfLine(text, last.end), before: eol, after: '' };
  const first = program.body.find(
    (statement) => !('directive' in statement && statement.directive),
  );
  const at = first === undefined ? text.length : startOfLine(text, first.start);
  return { at, before: '', after: `${eol}${eol}` };
}

/** In front of a statement and of the comments that belong to it. */
export function inFrontOf(
  { text, comments }: ParsedSource,
  statement: Node,
  eol: string,
): InsertionPoint {
  let at = statement.start;
  for (const comment of comments.toReversed()) {
    if (comment.end > at || !/^[ \t]*\r?\n?[ \t]*$/.test(text.slice(comment.end, at))) continue;
    // A comment behind other code belongs to that.
    if (text.slice(startOfLine(text, comment.start), comment.start).trim() !== '') break;
    at = comment.start;
  }
  const start = startOfLine(text, at);
  const indent = text.slice(start, at);
  // What is set apart from the lines above stays so, as a paragraph of its own.
  const gap = /\n[ \t]*\r?\n$/.test(text.slice(0, start)) ? eol : '';
  return { at, before: '', after: `${gap}${eol}${indent.trim() === '' ? indent : ''}` };
}

/** Behind a statement, in a line of its own. */
export function behind({ text }: ParsedSource, statement: Node, eol: string): InsertionPoint {
  const start = startOfLine(text, statement.start);
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  return { at: endOfLine(text, statement.end), before: `${eol}${indent}`, after: '' };
}

function isImport(statement: Node): boolean {
  if (statement.type === 'ImportDeclaration') return true;
  if (statement.type === 'TSImportEqualsDeclaration') return true;
  return (
    statement.type === 'VariableDeclaration' &&
    statement.declarations.some(({ init }) => requiredModule(init) !== null)
  );
}

function startOfLine(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Behind a comment that ends the line, too, but in front of further code in it. */
export function endOfLine(text: string, at: number): number {
  const rest = /^[ \t]*(\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)?[ \t]*(?=\r?\n|$)/.exec(
    text.slice(at),
  )?.[0];
  return at + (rest?.length ?? 0);
}
