import type { AguiEvent, RunContext, RunInput, RunMiddleware } from '@flightdeck/middlewares';

export interface MarkingMiddleware extends RunMiddleware {
  /** What it was begun with. */
  readonly begun: { readonly input: RunInput; readonly context: RunContext }[];
  closed: number;
}

export interface MarkingOptions {
  readonly push?: (event: AguiEvent) => readonly AguiEvent[];
  readonly end?: () => Iterable<AguiEvent> | AsyncIterable<AguiEvent>;
  readonly change?: (input: RunInput) => RunInput;
}

/** A middleware that leaves its name on what goes through it, in both directions. */
export function markingMiddleware(name: string, options: MarkingOptions = {}): MarkingMiddleware {
  const begun: MarkingMiddleware['begun'] = [];
  const mark: AguiEvent = { type: 'CUSTOM', name, value: null };
  const isEnd = ({ type }: AguiEvent): boolean => type === 'RUN_FINISHED';
  return {
    name,
    begun,
    closed: 0,
    begin(input, context) {
      begun.push({ input, context });
      const context_ = [...input.context, { description: name, value: '' }];
      return {
        input: options.change?.(input) ?? { ...input, context: context_ },
        push: options.push ?? ((event) => (isEnd(event) ? [mark, event] : [event])),
        end: options.end ?? (() => []),
      };
    },
    async close() {
      this.closed += 1;
    },
  };
}
