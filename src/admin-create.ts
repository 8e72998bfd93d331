import { NestFactory } from '@nestjs/core';
import { sql } from 'kysely';
import { AppModule } from './app.module.js';
import { startWith } from './platform/config/start.js';
import { Clock } from './platform/kernel/clock.js';
import { readMobile } from './platform/kernel/mobile.js';
import { isName, spelledName } from './platform/kernel/text.js';
import { newId } from './platform/kernel/ids.js';
import { Transactions } from './platform/persistence/transactions.js';
import { activationDigest } from './identity/application/activate.js';
import { readable } from './identity/application/one-time-password.js';
import { Accounts } from './identity/application/accounts.js';

const VALID_HOURS = 24;

/** `npm run admin:create -- <mobile> <name>`: the first platform operator, with a one-time activation instead of a password. */
await startWith(async (config) => {
  const [typed = '', name = '', more] = process.argv.slice(2);
  const [mobile, displayName] = [readMobile(typed), spelledName(name)];
  if (!mobile || !isName(displayName)) return say('Usage: npm run admin:create -- <mobile> <name> [--another]', 1);
  const app = await NestFactory.createApplicationContext(AppModule.with(config), { logger: ['error'] });
  const code = readable();
  const made = await app.get(Transactions).run(async (tx) => {
    const { rows } =
      await sql`SELECT 1 FROM identity.capacity WHERE role = 'platform-operator' AND enabled LIMIT 1`.execute(tx.db());
    if (rows.length > 0 && more !== '--another') return false;
    const accounts = app.get(Accounts);
    const id = newId();
    if (!(await accounts.add(tx, { id, door: 'organization', mobile, displayName }))) return false;
    await accounts.addCapacity(tx, { id, accountId: id, role: 'platform-operator' });
    await accounts.setActivation(
      tx,
      id,
      activationDigest(code),
      new Date(app.get(Clock).now().getTime() + VALID_HOURS * 3_600_000),
    );
    return true;
  });
  await app.close();
  if (!made)
    return say('There is a platform operator already; add --another for one more with another mobile number.', 1);
  return say(
    `Activation code, valid for ${VALID_HOURS} hours: ${code}\nOpen /session/activation and choose a password.`,
    0,
  );
});

function say(text: string, exitCode: number): void {
  (exitCode === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  process.exitCode = exitCode;
}
