import { CliError } from '../cli-error.js';
import type { Section } from '../project/manifest.js';
import { locateJson, type JsonObject, type JsonProperty } from './json-object.js';

interface Entry {
  readonly section: Section;
  readonly name: string;
}

/** A change of one dependency. */
export type ManifestEdit =
  | (Entry & { readonly action: 'set'; readonly version: string })
  | (Entry & { readonly action: 'remove' });

/**
 * Changes dependencies in the text of a `package.json`, and nothing else: indentation, order and
 * line ends stay. What is new takes its place in the alphabet.
 *
 * @throws CliError if the text is no JSON object
 */
export function editManifest(text: string, edits: readonly ManifestEdit[]): string {
  return edits.reduce(
    (current, edit) =>
      edit.action === 'set' ? setVersion(current, edit, edit.version) : remove(current, edit),
    text,
  );
}

function setVersion(text: string, { section, name }: Entry, version: string): string {
  const root = locateJson(text);
  const indent = indentOf(text);
  const entry = `${JSON.stringify(name)}: ${JSON.stringify(version)}`;
  const list = root.properties.find((property) => property.name === section);
  if (list === undefined) {
    const added = `${JSON.stringify(section)}: {\n${indent.repeat(2)}${entry}\n${indent}}`;
    return insert(text, root, { index: root.properties.length, added, indent });
  }
  const object = objectOf(list);
  const existing = object.properties.find((property) => property.name === name);
  if (existing !== undefined) {
    return splice(text, existing.valueStart, existing.end, JSON.stringify(version));
  }
  const behind = object.properties.findIndex((other) => other.name > name);
  const index = behind === -1 ? object.properties.length : behind;
  return insert(text, object, { index, added: entry, indent: indent.repeat(2) });
}

function remove(text: string, { section, name }: Entry): string {
  const list = locateJson(text).properties.find((property) => property.name === section);
  if (list === undefined) return text;
  const { start, properties } = objectOf(list);
  const index = properties.findIndex((property) => property.name === name);
  const [previous, property, next] = [
    properties[index - 1],
    properties[index],
    properties[index + 1],
  ];
  if (property === undefined) return text;
  // The comma goes with the property that it stands behind, and of the last one with its predecessor.
  if (next !== undefined) return splice(text, property.start, next.start, '');
  if (previous !== undefined) return splice(text, previous.end, property.end, '');
  return splice(text, start + 1, list.end - 1, '');
}

interface Insertion {
  /** The place among the properties. */
  readonly index: number;
  readonly added: string;
  /** What the line of the property begins with. */
  readonly indent: string;
}

function insert(text: string, object: JsonObject, { index, added, indent }: Insertion): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = added.replaceAll('\n', eol);
  const [first] = object.properties;
  // A list in one line stays in one line.
  const inLine = first !== undefined && !text.slice(object.start, first.start).includes('\n');
  const line = inLine ? ' ' : `${eol}${indent}`;
  const [previous, next] = [object.properties[index - 1], object.properties[index]];
  if (next !== undefined) return splice(text, next.start, next.start, `${lines},${line}`);
  if (previous !== undefined) return splice(text, previous.end, previous.end, `,${line}${lines}`);
  const outer = indent.slice(indentOf(text).length);
  return splice(text, object.start + 1, object.end - 1, `${line}${lines}${eol}${outer}`);
}

function objectOf({ name, valueStart, end, properties }: JsonProperty): JsonObject {
  if (properties === null) throw new CliError(`"${name}" of package.json is no object.`);
  return { start: valueStart, end, properties };
}

/** What the file indents by: that of its first indented line. */
function indentOf(text: string): string {
  return /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
}

function splice(text: string, start: number, end: number, replacement: string): string {
  return `${text.slice(0, start)}${replacement}${text.slice(end)}`;
}
