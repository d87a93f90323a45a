import express, { type NextFunction, type Request, type Response } from 'express';
import { router } from './routes.js';

const app = express();
const port = process.env.PORT ?? 3000;

app.use(express.json());

app.get('/', (_req, res) => {
  res.send('Hello World!');
});

app.use('/api', router);

// What nobody has answered ends here.
app.use((_req, res) => {
  res.status(404).json({ error: 'Not found' });
});

app.use((error: Error, _req: Request, res: Response, _next: NextFunction) => {
  res.status(500).json({ error: error.message });
});

const server = app.listen(port, () => {
  const address = server.address();
  const bound = typeof address === 'object' ? address?.port : port;
  console.log(`Listening on http://localhost:${bound}`);
});
