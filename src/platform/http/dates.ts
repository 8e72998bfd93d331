import { z } from 'zod';
import { isInReckoning, isLocalDate } from '../kernel/shanghai.js';
import { FAULTS } from './faults.js';
import { saying } from './fields.js';

/** A day that somebody sent: `2026-11-25`, in the years that are reckoned with. Every day in a request is read by this one. */
export const day = z.iso.date().refine(isLocalDate, saying(FAULTS.day));

/** An instant that somebody sent: `2026-11-25T08:00:00.000Z`, in the years that are reckoned with. Every instant in a request is read by this one. */
export const instant = z.iso
  .datetime()
  .max(30)
  .refine((text) => isInReckoning(new Date(text)), saying(FAULTS.instant));
