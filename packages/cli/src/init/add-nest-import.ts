import type MagicString from 'magic-string';
import type { ArrayExpression, ObjectExpression } from 'oxc-parser';

import { nameOf } from '../source/bindings.js';
import { endOfLine } from '../source/insert-statements.js';
import { codeOf, type ParsedSource } from '../source/parse-source.js';
import type { SourceStyle } from '../source/source-style.js';
import type { RootModule } from './nest-root.js';

/** Adds a module to those that `@Module()` imports. */
export function addNestImport(
  edited: MagicString,
  { source, metadata }: RootModule,
  { name, style }: { name: string; style: SourceStyle },
): void {
  const imports = metadata.properties.find(
    (property) => property.type === 'Property' && nameOf(property.key) === 'imports',
  );
  if (imports?.type !== 'Property') return addProperty(edited, source, { metadata, name, style });
  const { value, shorthand } = imports;
  if (value.type === 'ArrayExpression')
    return appendElement(edited, source, { array: value, name });
  // Whatever makes the list, ours is one more.
  edited.appendLeft(value.start, `${shorthand ? 'imports: ' : ''}[${name}, ...(`);
  edited.appendRight(value.end, ')]');
}

function addProperty(
  edited: MagicString,
  { text }: ParsedSource,
  { metadata, name, style }: { metadata: ObjectExpression; name: string; style: SourceStyle },
): void {
  const [first] = metadata.properties;
  const added = `imports: [${name}],`;
  const lead =
    first === undefined
      ? `${style.eol}${style.indent}`
      : lineStart(text.slice(metadata.start + 1, first.start));
  const trail = first === undefined ? style.eol : '';
  edited.appendLeft(metadata.start + 1, `${lead}${added}${trail}`);
}

function appendElement(
  edited: MagicString,
  source: ParsedSource,
  { array, name }: { array: ArrayExpression; name: string },
): void {
  const { text } = source;
  const [first] = array.elements;
  const last = array.elements.at(-1);
  if (!first || !last) return fillList(edited, text, { array, name });
  const lead = lineStart(text.slice(array.start + 1, first.start));
  if (!lead.includes('\n')) {
    edited.appendLeft(last.end, `, ${name}`);
    return;
  }
  const comma = codeOf(source).slice(last.end, array.end).indexOf(',');
  if (comma === -1) edited.appendLeft(last.end, ',');
  // A comment behind the last one is about that.
  const at = endOfLine(text, last.end + comma + 1);
  edited.appendLeft(at, `${lead}${name}${comma === -1 ? '' : ','}`);
}

function fillList(
  edited: MagicString,
  text: string,
  { array, name }: { array: ArrayExpression; name: string },
): void {
  const inside = text.slice(array.start + 1, array.end - 1);
  const comments = inside.trimEnd();
  if (comments === '') {
    edited.overwrite(array.start, array.end, `[${name}]`);
    return;
  }
  const isLines = inside.includes('\n');
  const lead = isLines ? lineStart(inside.slice(0, inside.search(/\S/))) : ' ';
  edited.appendLeft(array.start + 1 + comments.length, `${lead}${name}${isLines ? ',' : ''}`);
}

/** The line break and the indentation that end a text, or a space if it is in one line. */
function lineStart(text: string): string {
  return /\r?\n[ \t]*$/.exec(text)?.[0] ?? ' ';
}
