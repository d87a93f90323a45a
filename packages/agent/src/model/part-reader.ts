import { asRecord } from './as-record.js';
import { finishPart } from './finish-part.js';
import type { ModelPart } from './model-part.js';
import { metadata } from './part-metadata.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Turns the stream parts of one call, of any specification version, into what the agent knows.
 * Parts that it does not know (`ping`, `raw`, `custom`, `stream-start`, newer ones) give none.
 */
export function createPartReader(): (part: unknown) => readonly ModelPart[] {
  const sources = new Set<string>();
  const unseen = (part: ModelPart) => {
    if (part.type !== 'source') return true;
    if (sources.has(part.id)) return false;
    sources.add(part.id);
    return true;
  };
  return (part) => {
    const fields = asRecord(part);
    if (fields === undefined) return [];
    // V4 hangs the sources of a passage on its end, perhaps besides telling them in parts of their own.
    const cited = Array.isArray(fields['citations'])
      ? fields['citations'].flatMap(citedSource)
      : [];
    return [...cited, ...known(fields)].filter(unseen);
  };
}

function known(fields: Fields): readonly ModelPart[] {
  const type = String(fields['type']);
  const part = Object.hasOwn(readers, type) ? readers[type]?.(fields) : undefined;
  return part === undefined ? [] : [part];
}

type Reader = (fields: Fields) => ModelPart | undefined;

const readers: Readonly<Record<string, Reader>> = {
  'text-start': (fields) => ({ type: 'text-start', ...block(fields) }),
  'text-delta': (fields) => ({ type: 'text-delta', ...block(fields), delta: delta(fields) }),
  'text-end': (fields) => ({ type: 'text-end', ...block(fields) }),
  'reasoning-start': (fields) => ({ type: 'reasoning-start', ...block(fields) }),
  'reasoning-delta': (fields) => ({
    type: 'reasoning-delta',
    ...block(fields),
    delta: delta(fields),
  }),
  'reasoning-end': (fields) => ({ type: 'reasoning-end', ...block(fields) }),
  'tool-input-start': (fields) => ({
    type: 'tool-input-start',
    ...block(fields),
    toolName: text(fields['toolName']),
    ...flags(fields, 'providerExecuted'),
  }),
  'tool-input-delta': (fields) => ({
    type: 'tool-input-delta',
    ...block(fields),
    delta: delta(fields),
  }),
  'tool-input-end': (fields) => ({ type: 'tool-input-end', ...block(fields) }),
  'tool-call': (fields) => ({
    type: 'tool-call',
    ...call(fields),
    input: inputText(fields['input']),
    ...flags(fields, 'providerExecuted'),
  }),
  'tool-result': (fields) => ({
    type: 'tool-result',
    ...call(fields),
    result: fields['result'],
    ...flags(fields, 'isError', 'preliminary'),
  }),
  file: (fields) => filePart(fields, false),
  'reasoning-file': (fields) => filePart(fields, true),
  source: sourcePart,
  'response-metadata': responseMetadata,
  error: (fields) => ({ type: 'error', error: fields['error'] }),
  finish: finishPart,
};

function responseMetadata(fields: Fields): ModelPart | undefined {
  const [id, modelId] = [text(fields['id']), text(fields['modelId'])];
  if (id === '' && modelId === '') return undefined;
  return { type: 'response-metadata', ...(id && { id }), ...(modelId && { modelId }) };
}

function block(fields: Fields) {
  return { id: text(fields['id']), ...metadata(fields) };
}

function call(fields: Fields) {
  return {
    toolCallId: text(fields['toolCallId']),
    toolName: text(fields['toolName']),
    ...metadata(fields),
  };
}

function flags<Name extends string>(fields: Fields, ...names: Name[]): { [K in Name]?: true } {
  const set = names.filter((name) => fields[name] === true).map((name) => [name, true]);
  return Object.fromEntries(set) as { [K in Name]?: true }; // made of these names
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function delta(fields: Fields): string {
  return text(fields['delta']);
}

/** A string by the specification; some models of other authors give the object. */
function inputText(input: unknown): string {
  if (typeof input === 'string') return input;
  return input === undefined ? '{}' : JSON.stringify(input);
}

function filePart(fields: Fields, isReasoning: boolean): ModelPart | undefined {
  const data = fileData(fields['data']);
  if (data === undefined) return undefined;
  return {
    type: 'file',
    mediaType: text(fields['mediaType']) || 'application/octet-stream',
    data,
    ...(isReasoning && { isReasoning }),
    ...metadata(fields),
  };
}

/** Bare in V2 and V3, tagged in V4. */
function fileData(data: unknown): Uint8Array | string | URL | undefined {
  if (typeof data === 'string' || data instanceof Uint8Array) return data;
  if (data instanceof URL) return data;
  const tagged = asRecord(data);
  if (tagged?.['type'] === 'url') return fileUrl(tagged['url']);
  return tagged?.['type'] === 'data' ? fileData(tagged['data']) : undefined;
}

function fileUrl(url: unknown): URL | undefined {
  if (url instanceof URL) return url;
  return typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
}

function sourcePart(fields: Fields): ModelPart {
  const optional = ['url', 'title', 'mediaType', 'filename'].flatMap((name) => {
    const value = fields[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  return {
    type: 'source',
    id: text(fields['id']),
    sourceType: text(fields['sourceType']) || 'url',
    ...(Object.fromEntries(optional) as Record<string, string>), // pairs of strings
  };
}

function citedSource(citation: unknown): ModelPart[] {
  const source = asRecord(asRecord(citation)?.['source']);
  return source === undefined ? [] : [sourcePart(source)];
}
