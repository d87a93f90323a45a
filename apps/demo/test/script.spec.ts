import { describe, expect, it } from '@jest/globals';
import type { Message, Tool } from '@ag-ui/core';
import { setPageColourTool } from '../src/colours.js';
import { longAnswer } from '../src/server/answers.js';
import { chooseTurn } from '../src/server/script.js';

const colourTool: Tool = { name: setPageColourTool, description: '', parameters: {} };

function ask(content: string, tools: Tool[] = [colourTool]) {
  return chooseTurn({ messages: [{ id: '1', role: 'user', content }], tools });
}

describe('chooseTurn', () => {
  it('calls the tool of the page for a colour', () => {
    expect(ask('Make the page TEAL, please!').toolCall).toEqual({
      name: setPageColourTool,
      args: { colour: 'teal' },
    });
  });

  it('calls no tool that the client does not offer', () => {
    const turn = ask('Make the page teal', []);
    expect(turn.toolCall).toBeUndefined();
    expect(turn.text).toContain('offers no');
  });

  it('asks for a colour that it knows', () => {
    expect(ask('Change the color of the page').text).toContain('teal');
  });

  it('reports the result of the tool', () => {
    const messages: Message[] = [
      { id: '1', role: 'user', content: 'teal' },
      { id: '2', role: 'tool', toolCallId: 'call', content: 'the page is teal now.' },
    ];
    expect(chooseTurn({ messages, tools: [colourTool] })).toEqual({
      text: 'Done. Your browser answered: the page is teal now.',
    });
  });

  it('knows its phrases as whole words only', () => {
    expect(ask('a long answer').text).toBe(longAnswer);
    expect(ask('I belong here').text).toContain('You wrote: "I belong here"');
  });

  it('repeats anything else', () => {
    expect(ask('The quick fox').text).toContain('"The quick fox"');
  });

  it('answers a message without text', () => {
    expect(ask('  ').text).toContain('without text');
  });

  it('reads the text of a message with parts', () => {
    const content = [{ type: 'text' as const, text: 'hello' }];
    expect(chooseTurn({ messages: [{ id: '1', role: 'user', content }], tools: [] }).text).toMatch(
      /^Hello!/,
    );
  });
});
