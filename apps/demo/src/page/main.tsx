import './zod-without-eval.js';
import '@copilotkit/react-core/v2/styles.css';
import './styles.css';
import { installResumableFetch } from '@flightdeck/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { runtimeUrl } from './runtime-url.js';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root element.');

// Answers go on when the network drops, or the server is replaced in the middle of one.
installResumableFetch({ match: runtimeUrl });

createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
