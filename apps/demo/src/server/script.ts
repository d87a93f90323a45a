import { pageColours, setPageColourTool, type PageColour } from '../colours.js';
import { bookTableTool, describeServerTool, drawTool, stateDeltaTool } from '../tool-names.js';
import {
  addedAnswer,
  bookingAnswer,
  colourAnswer,
  fallbackAnswer,
  greeting,
  helpAnswer,
  listAnswer,
  longAnswer,
  serverAnswer,
  snippetAnswer,
} from './answers.js';
import { clock } from './clock.js';
import type { Conversation, ToolAnswer } from './read-conversation.js';

/** What the scripted model does when it is asked: say something, and perhaps call a tool afterwards. */
export interface Turn {
  readonly text: string;
  readonly toolCall?: { readonly name: string; readonly args: Readonly<Record<string, unknown>> };
}

/** Chooses the turn for a conversation. The same conversation always gives the same turn. */
export function chooseTurn(conversation: Conversation): Turn {
  const { said, answer } = conversation;
  if (answer !== null) return { text: afterTool(answer, conversation) };
  const words = new Set(said.toLowerCase().match(/\p{L}+/gu));
  return toolTurn(conversation, words) ?? { text: plainAnswer(said, words) };
}

function toolTurn(conversation: Conversation, words: ReadonlySet<string>): Turn | null {
  const { said, todos } = conversation;
  const added = /\b(?:add|put) (.+?) (?:to|on) (?:my|our|the) (?:to-do )?list\b/i.exec(said)?.[1];
  if (added !== undefined) return add(added);
  if (has(words, 'list', 'todo', 'todos')) return { text: listAnswer(todos) };
  if (has(words, 'book', 'table', 'reserve')) return book(said);
  if (has(words, 'server', 'process')) {
    return { text: 'I ask the server.', toolCall: { name: describeServerTool, args: {} } };
  }
  if (has(words, 'draw', 'clock')) return draw(conversation);
  const colour = pageColours.find((name) => words.has(name));
  return colour === undefined ? null : paint(colour, conversation);
}

function plainAnswer(said: string, words: ReadonlySet<string>): string {
  if (has(words, 'colour', 'color')) {
    return `Name a colour and I will paint the page: ${pageColours.join(', ')}.`;
  }
  if (has(words, 'long', 'story')) return longAnswer;
  if (has(words, 'code', 'snippet', 'express', 'install')) return snippetAnswer;
  if (has(words, 'help', 'who') || /what can you do/i.test(said)) return helpAnswer;
  if (has(words, 'hi', 'hello', 'hey')) return greeting;
  return fallbackAnswer(said);
}

function afterTool(answer: ToolAnswer, { todos }: Conversation): string {
  const { toolName, args, text, failed } = answer;
  if (toolName === setPageColourTool) return colourAnswer(text, failed);
  if (failed) return `The tool \`${toolName}\` failed: ${text}`;
  if (toolName === describeServerTool) return serverAnswer(text);
  if (toolName === bookTableTool) return bookingAnswer(args, text);
  if (toolName === stateDeltaTool) return addedAnswer(todos);
  if (toolName === drawTool) return 'There it is, in a frame of its own that reaches nothing else.';
  return `The tool \`${toolName}\` answered: ${text}`;
}

function add(title: string): Turn {
  const patch = { op: 'add', path: '/todos/-', value: { title, done: false } };
  return {
    text: 'I write it down.',
    toolCall: { name: stateDeltaTool, args: { delta: [patch] } },
  };
}

function book(said: string): Turn {
  const time = /\b\d{1,2}[:.]\d{2}\b/.exec(said)?.[0].replace('.', ':') ?? '19:00';
  const guests = Number(/\b(?:for|of) (\d{1,2})\b(?![:.])/i.exec(said)?.[1] ?? 2);
  return {
    text: 'Before I book anything, you decide.',
    toolCall: { name: bookTableTool, args: { guests, time } },
  };
}

function draw({ tools }: Conversation): Turn {
  if (!tools.has(drawTool)) {
    return { text: `I would draw a clock, but this client offers no \`${drawTool}\` tool.` };
  }
  return { text: 'Let me draw a clock.', toolCall: { name: drawTool, args: clock } };
}

function paint(colour: PageColour, { tools }: Conversation): Turn {
  if (!tools.has(setPageColourTool)) {
    return {
      text: `I would make the page ${colour}, but this client offers no \`${setPageColourTool}\` tool.`,
    };
  }
  return {
    text: `Let me make the page ${colour}.`,
    toolCall: { name: setPageColourTool, args: { colour } },
  };
}

function has(words: ReadonlySet<string>, ...wanted: readonly string[]): boolean {
  return wanted.some((word) => words.has(word));
}
