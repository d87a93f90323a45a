import { z } from 'zod';

// zod probes for `new Function`, which the page's content security policy forbids and the browser reports.
// This has to run before any module that parses something while it loads.
z.config({ jitless: true });
