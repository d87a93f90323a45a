import type {
  AguiEvent,
  RunAnswer,
  RunContext,
  RunInput,
  RunMiddleware,
  RunTransform,
} from './run-middleware.js';

/**
 * Many middlewares as one. The first is outermost: it sees the input first and the events last. One
 * that answers hides the agent and those after it, while those before it still see the answer.
 */
export function composeMiddlewares(middlewares: readonly RunMiddleware[]): RunMiddleware {
  const list = [...middlewares];
  return {
    name: list.map(({ name }) => name).join(' > '),
    begin: (input, context) => beginAll(list, input, context),
  };
}

async function beginAll(
  middlewares: readonly RunMiddleware[],
  input: RunInput,
  context: RunContext,
): Promise<RunTransform | RunAnswer | null> {
  const transforms: RunTransform[] = [];
  let current = input;
  for (const middleware of middlewares) {
    const begun = await middleware.begin(current, context);
    if (begun === null) continue;
    if (isRunAnswer(begun)) {
      return transforms.length === 0 ? begun : { answer: () => answerThrough(transforms, begun) };
    }
    transforms.push(begun);
    current = begun.input;
  }
  const [only, ...others] = transforms;
  if (only === undefined) return null;
  if (others.length === 0) return only;
  return {
    input: current,
    push: (event) => pushThrough(transforms, transforms.length, [event]),
    end: () => endAll(transforms),
    abandon: () => abandonAll(transforms),
  };
}

export function isRunAnswer(begun: RunTransform | RunAnswer): begun is RunAnswer {
  return 'answer' in begun;
}

/** Sends events through the transforms before `from`, the innermost of them first. */
export function pushThrough(
  transforms: readonly RunTransform[],
  from: number,
  events: readonly AguiEvent[],
): readonly AguiEvent[] {
  let current = events;
  for (let index = from - 1; index >= 0 && current.length > 0; index -= 1) {
    const transform = transforms[index];
    if (transform === undefined) continue;
    const [only] = current;
    current =
      current.length === 1 && only !== undefined
        ? transform.push(only)
        : current.flatMap((event) => transform.push(event));
  }
  return current;
}

/** The ends of all, innermost first; each goes through those around it before they end themselves. */
async function* endAll(transforms: readonly RunTransform[]): AsyncGenerator<AguiEvent> {
  for (let index = transforms.length - 1; index >= 0; index -= 1) {
    for await (const event of transforms[index]?.end() ?? []) {
      yield* pushThrough(transforms, index, [event]);
    }
  }
}

/** What all of them leave, innermost first; each goes through those around it. */
function abandonAll(transforms: readonly RunTransform[]): readonly AguiEvent[] {
  return transforms
    .map((transform, index) => ({ transform, index }))
    .toReversed()
    .flatMap(({ transform, index }) => pushThrough(transforms, index, transform.abandon?.() ?? []));
}

async function* answerThrough(
  transforms: readonly RunTransform[],
  inner: RunAnswer,
): AsyncGenerator<AguiEvent> {
  for await (const event of inner.answer()) {
    yield* pushThrough(transforms, transforms.length, [event]);
  }
  yield* endAll(transforms);
}
