import { suggestionChoice } from './suggestions.js';

const TOOLS = [{ name: 'copilotkitSuggest' }, { name: 'other' }];
const CHOICE = { type: 'tool', toolName: 'copilotkitSuggest' };

describe('suggestionChoice', () => {
  it.each([
    ['as browsers ask', { type: 'function', function: { name: 'copilotkitSuggest' } }],
    ['in the form of the AI SDK', CHOICE],
  ])('is the tool for suggestions, asked for %s [agent.suggestions]', (_case, toolChoice) => {
    expect(suggestionChoice({ toolChoice }, TOOLS)).toEqual(CHOICE);
  });

  it.each([
    ['another tool', { toolChoice: { type: 'function', function: { name: 'other' } } }, TOOLS],
    ['no particular tool', { toolChoice: 'required' }, TOOLS],
    ['a tool that the request does not bring', { toolChoice: CHOICE }, []],
    ['nothing', undefined, TOOLS],
  ])('is nothing for %s', (_case, forwardedProps, tools) => {
    expect(suggestionChoice(forwardedProps, tools)).toBeUndefined();
  });
});
