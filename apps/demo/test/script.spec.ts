import { describe, expect, it } from '@jest/globals';
import { setPageColourTool } from '../src/colours.js';
import { longAnswer } from '../src/server/answers.js';
import type { ToolAnswer } from '../src/server/read-conversation.js';
import { chooseTurn } from '../src/server/script.js';
import type { Todo } from '../src/todos.js';
import { bookTableTool, describeServerTool, drawTool, stateDeltaTool } from '../src/tool-names.js';

const pageTools = [setPageColourTool, drawTool];

interface Situation {
  readonly tools?: readonly string[];
  readonly todos?: readonly Todo[];
  readonly answer?: ToolAnswer;
}

function ask(said: string, { tools = pageTools, todos = [], answer }: Situation = {}) {
  return chooseTurn({ said, tools: new Set(tools), todos, answer: answer ?? null });
}

function after(toolName: string, result: unknown, args: unknown = {}): string {
  const text = typeof result === 'string' ? result : JSON.stringify(result);
  return ask('', { answer: { toolName, args, text, failed: false } }).text;
}

describe('chooseTurn', () => {
  it('calls the tool of the page for a colour', () => {
    expect(ask('Make the page TEAL, please!').toolCall).toEqual({
      name: setPageColourTool,
      args: { colour: 'teal' },
    });
  });

  it.each(['Make the page teal', 'Draw a clock'])(
    'calls no tool that the client does not offer: %s',
    (said) => {
      const turn = ask(said, { tools: [] });
      expect(turn.toolCall).toBeUndefined();
      expect(turn.text).toContain('offers no');
    },
  );

  it('asks for a colour that it knows', () => {
    expect(ask('Change the color of the page').text).toContain('teal');
  });

  it('reports the result of the tool of the page', () => {
    expect(after(setPageColourTool, 'the page is teal now.')).toBe(
      'Done. Your browser answered: the page is teal now.',
    );
  });

  it('asks the server, and repeats what it has told', () => {
    expect(ask('Which server answers?').toolCall).toEqual({ name: describeServerTool, args: {} });
    const facts = { processId: 7, node: 'v20', upSeconds: 3, memoryMegabytes: 80 };
    expect(after(describeServerTool, facts)).toMatch(/^Process 7 on Node v20 /);
  });

  it('puts things on the shared list, and reads it', () => {
    expect(ask('Add red paint to my list').toolCall).toEqual({
      name: stateDeltaTool,
      args: {
        delta: [{ op: 'add', path: '/todos/-', value: { title: 'red paint', done: false } }],
      },
    });
    expect(ask('What is on my list?').text).toContain('empty');
    const todos = [
      { title: 'milk', done: true },
      { title: 'bread', done: false },
    ];
    expect(ask('What is on my list?', { todos }).text).toContain('- milk: done\n- bread: open');
  });

  it.each([
    ['Book a table', { guests: 2, time: '19:00' }],
    ['Book a table for 4 at 19:30', { guests: 4, time: '19:30' }],
    ['reserve for 9.15', { guests: 2, time: '9:15' }],
  ])('asks before it books: %s', (said, args) => {
    expect(ask(said).toolCall).toEqual({ name: bookTableTool, args });
  });

  it('books what was approved, and nothing else', () => {
    const args = { guests: 4, time: '19:30' };
    expect(after(bookTableTool, { approved: true }, args)).toContain('Booked: a table for 4 at');
    for (const decision of [{ approved: false }, { status: 'cancelled' }, 'what?']) {
      expect(after(bookTableTool, decision, args)).toContain('booked nothing');
    }
  });

  it('says so when a tool has failed', () => {
    const answer = { toolName: describeServerTool, args: {}, text: 'no', failed: true };
    expect(ask('', { answer }).text).toBe('The tool `describeServer` failed: no');
  });

  it('knows its phrases as whole words only', () => {
    expect(ask('a long answer').text).toBe(longAnswer);
    expect(ask('I belong here').text).toContain('You wrote: "I belong here"');
  });

  it('repeats anything else', () => {
    expect(ask('The quick fox').text).toContain('"The quick fox"');
  });

  it('answers a message without text', () => {
    expect(ask('').text).toContain('without text');
  });
});
