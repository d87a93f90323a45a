export { CopilotRuntime } from './copilot-runtime.js';
