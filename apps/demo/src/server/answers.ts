export const greeting =
  'Hello! I am a scripted agent: no model, no API key, always the same answers. ' +
  'Ask **what can you do?** to see what I know.';

export const helpAnswer = `I show what travels between this page and the server:

- **long answer**: streams for a while, so that you can press stop in the middle
- **make the page teal**: calls a tool that runs in your browser
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
export function colourAnswer(result: string, error: string | undefined): string {
  if (error) return `The page could not change its colour: ${error}`;
  return `Done. Your browser answered: ${result}`;
}
