/** Where the server mounts the runtime. */
export const runtimeUrl = '/api/copilotkit';
