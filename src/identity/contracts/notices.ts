import { z } from 'zod';
import type { DomainEvent } from '../../platform/kernel/domain-event.js';
import { eventType } from '../../platform/kernel/event-type.js';
import { newId } from '../../platform/kernel/ids.js';

/** Both languages, without personal data: letters are kept in the clear. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

const words = z.object({ zh: z.string().min(1), en: z.string().min(1) });

/**
 * Whoever has something to tell a person says so; identity lays it into the inbox of everybody named. The same letter to a thousand
 * people is one event, of at most 5,000.
 */
export const NoticeWantedV1 = eventType<NoticeWanted>(
  'identity.notice-wanted.v1',
  z.object({
    ...{
      noticeId: z.string().min(1).max(200),
      residentIds: z.array(z.guid()).max(5000),
      accountIds: z.array(z.guid()).max(5000),
    },
    ...{ title: words, body: words, link: z.exactOptional(z.string().regex(/^\/[a-z/-]*$/)) },
  }),
);
export interface NoticeWanted {
  /** What the letter is about, the same however often it is said: `device-enrolled.<id of the device>`. Nobody gets it twice. */
  readonly noticeId: string;
  readonly residentIds: readonly string[];
  /** Of their accounts; one that belongs to no resident has no inbox. */
  readonly accountIds: readonly string[];
  readonly title: Words;
  readonly body: Words;
  /** A page of the resident's own area, as `/devices`. */
  readonly link?: string;
}

export interface Notice extends Pick<NoticeWanted, 'title' | 'body' | 'link'> {
  /** @see NoticeWanted.noticeId */
  readonly id: string;
  readonly to:
    { readonly residentId: string } | { readonly residentIds: readonly string[] } | { readonly accountId: string };
}

/** For `outbox.append(tx, [noticeWanted(now, { id, to: { residentId }, title, body, link: '/devices' })])`. */
export function noticeWanted(at: Date, { id: noticeId, to, ...letter }: Notice): DomainEvent<NoticeWanted> {
  const residentIds = 'residentIds' in to ? to.residentIds : 'residentId' in to ? [to.residentId] : [];
  const accountIds = 'accountId' in to ? [to.accountId] : [];
  const payload = { noticeId, residentIds, accountIds, ...letter };
  return { type: NoticeWantedV1, aggregateId: newId(), aggregateVersion: 1, occurredAt: at.toISOString(), payload };
}
