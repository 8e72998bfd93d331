import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TranslocoTestingModule } from '@jsverse/transloco';
import { Confirmation } from './confirmation';

const QUESTION = { title: '停用林晓燕？', text: '林晓燕将立即退出。', confirm: '停用' };

describe('A question before what cannot be undone', () => {
  let answer: Promise<boolean>;
  const dialogs = () => [...document.querySelectorAll('dialog')];
  const press = (at: number) => document.querySelectorAll<HTMLButtonElement>('dialog button')[at]!.click();

  beforeEach(async () => {
    TestBed.configureTestingModule({ imports: [TranslocoTestingModule.forRoot({ langs: { en: {} } })] });
    answer = TestBed.inject(Confirmation).agreed(QUESTION);
    TestBed.tick();
    await Promise.resolve();
  });
  afterEach(() => expect(dialogs()).toEqual([]));

  it('is asked in front of the page, and gone once it is answered', async () => {
    expect(dialogs().map(({ open, textContent }) => [open, textContent.includes(QUESTION.text)])).toEqual([
      [true, true],
    ]);
    press(1);
    expect(await answer).toBe(true);
  });

  it('is a no when it is cancelled', async () => {
    press(0);
    expect(await answer).toBe(false);
  });

  it('is a no when Escape closes it', async () => {
    dialogs()[0]!.close();
    expect(await answer).toBe(false);
  });
});
