import { Router } from 'express';

export const router: Router = Router();

router.get('/users', (_req, res) => {
  res.json([{ id: 1, name: 'Ada' }]);
});
