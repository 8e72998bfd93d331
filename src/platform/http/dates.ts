import { z } from 'zod';
import { isInReckoning, isLocalDate } from '../kernel/shanghai.js';

/** A day that somebody sent: `2026-11-25`, in the years that are reckoned with. Every day in a request is read by this one. */
export const day = z.iso.date().refine(isLocalDate, 'not a day of 1850-2199');

/** An instant that somebody sent: `2026-11-25T08:00:00.000Z`, in the years that are reckoned with. Every instant in a request is read by this one. */
export const instant = z.iso
  .datetime()
  .max(30)
  .refine((text) => isInReckoning(new Date(text)), 'not an instant of 1850-2199');
