import { describe, expect, it } from '@jest/globals';
import { documentLooksRight, mobileLooksRight } from './typed-document';

describe('What is typed at a door', () => {
  it.each(['13800000001', '+8613800000001', '0086 138 0000 0001', '138-0000-0001', '１３８０００００００１', '\u202d13800000001', '+44 1632 960961'])(
    'may be a mobile number: %s',
    (typed) => expect(mobileLooksRight(typed)).toBe(true),
  );

  it.each(['12800000001', '1380000000', '+86 12800000001', 'abc', ''])('is none: %s', (typed) => expect(mobileLooksRight(typed)).toBe(false));

  it.each(['350102198808069014', '３５０１０２１９８８０８０６９０１４', '350102 19880806 9014'])('may be a resident ID: %s', (typed) => expect(documentLooksRight('resident-id', typed)).toBe(true));

  it('is none with a slip in it', () => expect(documentLooksRight('resident-id', '350102198908069014')).toBe(false));
});
