import { z } from 'zod';

/** What is to be booked. */
export const booking = z.object({
  guests: z.number().int().min(1).max(20).describe('How many people come.'),
  time: z.string().describe('When, such as 19:30.'),
});

export type Booking = z.infer<typeof booking>;
