import { z } from 'zod';

const stamp = z
  .object({ asOf: z.iso.datetime().optional(), degraded: z.boolean() })
  .meta({ id: 'Stamp', description: 'How old the figures beside it are, and whether some could not be counted.' });

/** An answer with figures in it, which always say how old they are. */
export function figures<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object({ ...shape, stamp });
}
