import type { Message, RunAgentInput } from '@ag-ui/core';
import { pageColours, setPageColourTool, type PageColour } from '../colours.js';
import {
  colourAnswer,
  fallbackAnswer,
  greeting,
  helpAnswer,
  longAnswer,
  snippetAnswer,
} from './answers.js';

/** What the scripted agent does in one run: say something, and perhaps call a tool of the page afterwards. */
export interface Turn {
  text: string;
  toolCall?: { name: string; args: Readonly<Record<string, string>> };
}

/** Chooses the turn for a conversation. The same input always gives the same turn. */
export function chooseTurn(input: Pick<RunAgentInput, 'messages' | 'tools'>): Turn {
  const last = input.messages.at(-1);
  if (last?.role === 'tool') return { text: colourAnswer(last.content, last.error) };

  const text = lastUserText(input.messages);
  const words = new Set(text.toLowerCase().match(/\p{L}+/gu));
  const colour = pageColours.find((name) => words.has(name));

  if (colour) return paint(colour, input.tools);
  if (has(words, 'colour', 'color'))
    return { text: `Name a colour and I will paint the page: ${pageColours.join(', ')}.` };
  if (has(words, 'long', 'story')) return { text: longAnswer };
  if (has(words, 'code', 'snippet', 'express', 'install')) return { text: snippetAnswer };
  if (has(words, 'help', 'who') || /what can you do/i.test(text)) return { text: helpAnswer };
  if (has(words, 'hi', 'hello', 'hey')) return { text: greeting };
  return { text: fallbackAnswer(text) };
}

function paint(colour: PageColour, tools: RunAgentInput['tools']): Turn {
  if (!tools.some((tool) => tool.name === setPageColourTool)) {
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

function lastUserText(messages: readonly Message[]): string {
  const message = messages.findLast((candidate) => candidate.role === 'user');
  if (!message) return '';
  if (typeof message.content === 'string') return message.content.trim();
  return message.content
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join(' ')
    .trim();
}
