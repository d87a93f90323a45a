/** Runs on the server and tells about it; the page shows the result as a card. */
export const describeServerTool = 'describeServer';

/** Waits for a person, whom the page asks. */
export const bookTableTool = 'bookTable';

/** Offered by the official client itself: shows HTML in a sandboxed frame. */
export const drawTool = 'generateSandboxedUi';

/** Offered by the agent itself: changes the shared state by a JSON Patch. */
export const stateDeltaTool = 'AGUISendStateDelta';
