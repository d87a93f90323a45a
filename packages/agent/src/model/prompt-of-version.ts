import { toBase64 } from './base64.js';
import type { LanguageModel } from './language-model.js';
import type { FilePart, PromptMessage, TextPart, ToolOutput, ToolResultPart } from './prompt.js';

type Version = 'v2' | 'v3' | 'v4';

/** How one model wants its prompt. */
interface Target {
  readonly version: Version;
  /** The key of the provider's own file ids (V4), as in `providerOptions`. */
  readonly provider: string;
}

/**
 * The prompt as the model's specification version has it: a `LanguageModelV2Prompt`, or that of V3 or
 * V4. They differ in how a file says where its bytes are, and in what a tool's result may be made of.
 */
export function promptOfVersion(
  { specificationVersion, provider }: Pick<LanguageModel, 'specificationVersion' | 'provider'>,
  prompt: readonly PromptMessage[],
): unknown[] {
  const target: Target = {
    version: versionOf(specificationVersion),
    provider: provider.split('.')[0] ?? provider,
  };
  return prompt.map((message) =>
    typeof message.content === 'string'
      ? withoutAbsent({ ...message })
      : { ...message, content: message.content.map((part) => partOf(target, part)) },
  );
}

/** A version newer than those known is spoken to as the newest. */
function versionOf(specificationVersion: string): Version {
  return specificationVersion === 'v2' || specificationVersion === 'v3'
    ? specificationVersion
    : 'v4';
}

type Part = Exclude<PromptMessage['content'], string>[number];

function partOf(target: Target, part: Part): unknown {
  if (part.type === 'file') return filePart(target, part);
  if (part.type === 'tool-result') return toolResultPart(target, part);
  return withoutAbsent({ ...part });
}

function filePart(target: Target, part: FilePart): unknown {
  const data = target.version === 'v4' ? taggedData(target, part) : plainData(part);
  return withoutAbsent({ ...part, data });
}

/** V2 and V3 know no references; their providers tell an id by how it begins. */
function plainData({ data }: FilePart): Uint8Array | string | URL {
  return isReference(data) ? data.reference : data;
}

function taggedData({ provider }: Target, { data }: FilePart): unknown {
  if (data instanceof URL) return { type: 'url', url: data };
  if (isReference(data)) return { type: 'reference', reference: { [provider]: data.reference } };
  return { type: 'data', data };
}

function toolResultPart(target: Target, part: ToolResultPart): unknown {
  return withoutAbsent({ ...part, output: outputOf(target, part.output) });
}

function outputOf(target: Target, output: ToolOutput): unknown {
  if (output.type !== 'content') {
    return output.value === undefined ? { ...output, value: null } : output;
  }
  return { type: 'content', value: output.value.map((part) => outputPart(target, part)) };
}

function outputPart(target: Target, part: TextPart | FilePart): unknown {
  if (target.version === 'v2') return outputPartV2(part);
  if (part.type === 'text') return withoutAbsent({ ...part });
  return target.version === 'v4' ? filePart(target, part) : outputFileV3(part);
}

/** V2 takes text and bytes: of a file elsewhere, the model learns the place. */
function outputPartV2(part: TextPart | FilePart): unknown {
  if (part.type === 'text') return { type: 'text', text: part.text };
  const { data, mediaType } = part;
  if (data instanceof URL) return { type: 'text', text: data.href };
  if (isReference(data)) return { type: 'text', text: `[file ${data.reference}]` };
  return { type: 'media', data: toBase64(data), mediaType };
}

function outputFileV3({ data, mediaType, filename, providerOptions }: FilePart): unknown {
  const isImage = mediaType.startsWith('image/');
  const kind = isImage ? 'image' : 'file';
  if (data instanceof URL) {
    return withoutAbsent({
      type: `${kind}-url`,
      url: data.href,
      mediaType: isImage ? undefined : mediaType,
      providerOptions,
    });
  }
  if (isReference(data)) {
    return withoutAbsent({
      type: isImage ? 'image-file-id' : 'file-id',
      fileId: data.reference,
      providerOptions,
    });
  }
  return withoutAbsent({
    type: `${kind}-data`,
    data: toBase64(data),
    mediaType,
    filename: isImage ? undefined : filename,
    providerOptions,
  });
}

function isReference(data: FilePart['data']): data is { readonly reference: string } {
  return typeof data === 'object' && 'reference' in data;
}

/** `undefined` values left out: some providers check that keys which they do not know are missing. */
function withoutAbsent(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}
