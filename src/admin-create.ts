import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { AppModule } from './app.module.js';
import { InviteOperator } from './identity/application/invite-operator.js';
import { ACTIVATION_HOURS } from './identity/domain/account.js';
import { startWith } from './platform/config/start.js';
import { readMobile } from './platform/kernel/mobile.js';
import { isName, spelledName } from './platform/kernel/text.js';

/** `npm run admin:create -- <mobile> <name>`: the first platform operator, with a one-time activation instead of a password. */
await startWith(async (config) => {
  const [typed = '', name = '', more] = process.argv.slice(2);
  const [mobile, displayName] = [readMobile(typed), spelledName(name)];
  if (!mobile || !isName(displayName)) return say('Usage: npm run admin:create -- <mobile> <name> [--another]', 1);
  const app = await NestFactory.createApplicationContext(AppModule.with(config), { logger: ['error'] });
  const invited = await app
    .get(CommandBus)
    .execute(new InviteOperator(mobile, displayName, more === '--another'))
    .finally(() => app.close());
  if (!invited)
    return say('There is a platform operator already; add --another for one more with another mobile number.', 1);
  return say(
    `Activation code, valid for ${ACTIVATION_HOURS} hours: ${invited.activationCode}\nOpen /session/activation and choose a password.`,
    0,
  );
});

function say(text: string, exitCode: number): void {
  (exitCode === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  process.exitCode = exitCode;
}
