import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

const ASKING_COOKIE = 'bamin_asking';
/** Longer than a code is worth anything. */
const ASKING_SECONDS = 3600;

/** Names a browser that asks for a code by SMS, at random and for an hour, so that what strangers guess does not count against it. */
export const AskingBrowser = {
  named({ cookies }: FastifyRequest, reply: FastifyReply): string {
    const name = AskingBrowser.of(cookies) ?? randomBytes(16).toString('base64url');
    void reply.setCookie(ASKING_COOKIE, name, { path: '/api', maxAge: ASKING_SECONDS });
    return name;
  },

  /** Only what we gave: nothing that others may know. */
  of(cookies: FastifyRequest['cookies']): string | undefined {
    const name = cookies[ASKING_COOKIE];
    return name && /^[\w-]{22}$/.test(name) ? name : undefined;
  },
};
