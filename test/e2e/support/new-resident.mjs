import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { residentIdOf } from './documents.mjs';
import { ADDRESS, theSmsCode } from './people.mjs';

const MARK = { 'X-Requested-With': 'bamin' };

/** Time-ordered, as the product's own ids are (RFC 9562, version 7). */
function newId() {
  const hex = Date.now().toString(16).padStart(12, '0') + randomBytes(10).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Somebody new: registered, proven and with a code, without touching a page. The context is signed in as them. */
export async function aResident(context, { name = '许文静', claimed = true } = {}) {
  const post = async (path, data) => {
    const answer = await context.request.post(`${ADDRESS}/api/${path}`, { data, headers: MARK });
    assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
  };
  const mobile = `138${String(Date.now()).slice(-6)}${String(Math.floor(Math.random() * 100)).padStart(2, '0')}`;
  const password = 'the quiet river 35';
  await post('sms-codes', { mobile, purpose: 'register' });
  const smsCode = await theSmsCode(context, mobile);
  await post('registrations', {
    id: newId(),
    name,
    mobile,
    smsCode,
    password,
    agreement: true,
    document: { type: 'resident-id', number: residentIdOf('350102', '19900101') },
  });
  const page = await context.newPage();
  await post('proofing/face', { image: (await page.screenshot({ type: 'jpeg' })).toString('base64') });
  await page.close();
  if (claimed) await post('code', { id: newId(), initialPosition: { areaKey: '350102' } });
  return { mobile, password };
}
