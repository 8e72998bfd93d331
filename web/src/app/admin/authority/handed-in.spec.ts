import { beforeEach, describe, expect, it } from '@jest/globals';
import { Batch, HandedIn } from './handed-in';

const file = (id: string, status: Batch['status'] = 'applied'): Batch => ({
  id,
  feed: 'outpatient-records',
  fileName: `${id}.csv`,
  receivedAt: '2020-02-12T02:00:00Z',
  status,
  rows: 1,
  accepted: 1,
  evidence: 0,
  unchanged: 0,
  rejected: 0,
});

describe('What was handed in to a feed', () => {
  let parts: Record<string, { items: Batch[]; next?: string }>;
  let list: HandedIn;
  const ids = () => list.batches()?.map(({ id }) => id);

  beforeEach(async () => {
    parts = { first: { items: [file('f4'), file('f3')], next: 'f3' }, f3: { items: [file('f2')] } };
    list = new HandedIn(async (cursor = 'first') => parts[cursor]!);
  });

  it('is not known before it was asked for', () => {
    expect(ids()).toBeUndefined();
  });

  it('keeps the parts that somebody went down to when newer ones come, and is over where it was', async () => {
    await list.refresh();
    await list.more();
    parts['first'] = { items: [file('f5', 'applying'), file('f4')], next: 'f4' };
    await list.refresh();
    expect([ids(), list.next()]).toEqual([['f5', 'f4', 'f3', 'f2'], undefined]);
    expect(list.underWay().map(({ id }) => id)).toEqual(['f5']);
  });

  it('has no gap: what does not follow the newest ones is asked for again', async () => {
    await list.refresh();
    parts['first'] = { items: [file('f9'), file('f8')], next: 'f8' };
    await list.refresh();
    expect([ids(), list.next()]).toEqual([['f9', 'f8'], 'f8']);
  });

  it('is what the latest question was answered, whichever answer comes last', async () => {
    const [early, late] = [Promise.withResolvers<{ items: Batch[] }>(), Promise.withResolvers<{ items: Batch[] }>()];
    const answers = [early, late];
    list = new HandedIn(() => answers.shift()!.promise);
    const both = [list.refresh(), list.refresh()];
    late.resolve({ items: [file('f1')] });
    await both[1];
    early.resolve({ items: [file('f1', 'applying')] });
    await both[0];
    expect(list.batches()![0]!.status).toBe('applied');
  });
});
