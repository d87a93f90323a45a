import { DemoAgent } from './demo-agent.js';
import { demoTools } from './demo-tools.js';
import { ReattachableAgent } from './reattachable-agent.js';
import { scriptedModel } from './scripted-model.js';

const prompt = `You are the agent of a demo page. Answer briefly, in Markdown.
The application state holds the to-do list that you share with the page: { "todos": [{ "title": string, "done": boolean }] }.
Change it when you are asked to, by patches, and look at it when you are asked what is on it.
Book nothing without the tool that asks the person. Ask the server about itself with describeServer.
When you are asked to draw something, use generateSandboxedUi with HTML and CSS alone, without scripts.`;

/**
 * The demo's agent: the same tools with a model as with a script.
 *
 * @param modelName `provider/model-id`; `null` for the script, which needs no key
 */
export function createDemoAgent(modelName: string | null): DemoAgent {
  if (modelName !== null) {
    return new DemoAgent({
      model: modelName,
      description: `${modelName} answers.`,
      prompt,
      tools: demoTools,
    });
  }
  return new ReattachableAgent({
    model: scriptedModel(),
    description: 'A scripted model answers: no API key, nothing leaves this machine.',
    prompt,
    tools: demoTools,
  });
}
