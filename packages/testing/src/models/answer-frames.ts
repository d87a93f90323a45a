import type { DeliveryFaults } from './model-turn.js';
import type { AnswerContext, ModelProtocol } from './protocols/model-protocol.js';

/** The frames of an answer in the order in which they leave. */
export function answerFrames(
  protocol: ModelProtocol,
  context: AnswerContext,
  faults: DeliveryFaults,
): readonly string[] {
  const { order = 'in-order', withoutEnd = false, withoutDone = false, errorAfter } = faults;
  const blocks = context.answer.blocks.map((block, index) => protocol.block(block, index, context));
  const ordered = order === 'reversed' ? blocks.toReversed() : blocks;
  const frames = [
    ...protocol.head(context),
    ...(order === 'interleaved' ? interleave(ordered) : ordered.flat()),
    ...(withoutEnd ? [] : protocol.end(context)),
    ...(withoutEnd || withoutDone ? [] : protocol.done()),
  ];
  if (errorAfter === undefined) return frames;
  return [...frames.slice(0, errorAfter), ...protocol.error('broken by script')];
}

function interleave(blocks: readonly (readonly string[])[]): readonly string[] {
  const longest = Math.max(0, ...blocks.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) =>
    blocks.flatMap((frames) => frames.slice(turn, turn + 1)),
  ).flat();
}
