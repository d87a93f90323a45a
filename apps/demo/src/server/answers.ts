import { z } from 'zod';
import { booking } from '../booking.js';
import { serverFacts } from '../server-facts.js';
import type { Todo } from '../todos.js';

export const greeting =
  'Hello! I am a scripted agent: no model, no API key, always the same answers. ' +
  'Ask **what can you do?** to see what I know.';

export const helpAnswer = `I show what travels between this page and the server:

- **which server answers?**: calls a tool on the server; the page shows the result as a card
- **make the page teal**: calls a tool that runs in your browser
- **add milk to my list**: changes the list beside the chat, which you can change, too; then ask **what is on my list?**
- **book a table for 4 at 19:30**: waits until you have said yes or no
- **draw a clock**: writes a small page, which is shown in a frame while it is being written
- **long answer**: streams for a while, so that you can press stop in the middle
- **show me code**: how to mount the runtime in Express
- anything else: I repeat it, so that you can see the round trip

Reload the page at any time. The thread in the address bar brings the conversation back.`;

export const snippetAnswer = `This is the whole server side of a chat:

\`\`\`ts
const runtime = new CopilotRuntime({ agents: { default: agent } });

app.use('/api/copilotkit', createCopilotExpressHandler({ runtime }));
\`\`\`

The page you are looking at talks to exactly that.`;

export const longAnswer = [
  'Here is a long answer. Press the stop button whenever you have seen enough.',
  '### 1. The request',
  'Your message left the browser as one POST request. It carries the whole conversation, the tools that the page offers and an id for this run. The server checks it, finds the agent by its name and opens the reply at once, before the agent has said anything.',
  '### 2. The stream',
  'Everything after that is a list of small events. A message starts, grows by one word at a time and ends. Each event is one frame of a server-sent event stream, which any proxy can carry and any browser can read. While the agent thinks, comment frames keep the line open.',
  '### 3. The thread',
  'The server writes the events down while it sends them. A run belongs to the server and not to your connection: close the tab now, open it again, and the page connects to the thread, receives what has happened so far and follows the rest live. A second tab sees the same words at the same time.',
  '### 4. The end',
  'A run always ends with exactly one last event. If you press stop, the server tells the agent to stop, closes the message that was still open and ends the run in an orderly way. If the agent fails, the run ends with an error that names a code. The thread is free for your next message in every case.',
  'That was the long answer. Thank you for reading to the end.',
].join('\n\n');

/** Answer to anything that the script has no rule for. */
export function fallbackAnswer(text: string): string {
  if (text === '') return 'I received a message without text. Type something and I will answer.';
  return `You wrote: "${text}". I am a scripted agent and know only a few phrases. Ask **what can you do?** to see them.`;
}

/** Answer to the result of the page's colour tool. */
export function colourAnswer(result: string, failed: boolean): string {
  if (failed) return `The page could not change its colour: ${result}`;
  return `Done. Your browser answered: ${result}`;
}

/** Answer to what the server has told of itself, as JSON. */
export function serverAnswer(json: string): string {
  const facts = serverFacts.safeParse(parsed(json));
  if (!facts.success) return `The server answered: ${json}`;
  const { processId, node, upSeconds } = facts.data;
  return `Process ${processId} on Node ${node} ran the tool and answers you. It has been up for ${upSeconds} seconds.`;
}

/** Answer to what the person has decided. */
export function bookingAnswer(args: unknown, decision: string): string {
  const wanted = booking.safeParse(args);
  const decided = z.object({ approved: z.literal(true) }).safeParse(parsed(decision));
  if (!decided.success || !wanted.success) return 'All right, I have booked nothing.';
  const { guests, time } = wanted.data;
  return `Booked: a table for ${guests} at ${time}. (Not really, this is a demo.)`;
}

/** Answer to a change of the list. */
export function addedAnswer(todos: readonly Todo[]): string {
  const open = todos.filter(({ done }) => !done).length;
  return `Done: **${todos.at(-1)?.title ?? 'it'}** is on our list, with ${open} open in all. Tick one off beside this chat and ask me what is on the list.`;
}

/** What is on the list. */
export function listAnswer(todos: readonly Todo[]): string {
  if (todos.length === 0) return 'Our list is empty. Say **add milk to my list**.';
  const lines = todos.map(({ title, done }) => `- ${title}: ${done ? 'done' : 'open'}`);
  return `I read our list from the shared state:\n\n${lines.join('\n')}`;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return null;
  }
}
