import { describe, expect, it } from '@jest/globals';
import { documentLooksRight } from './typed-document';

describe('What is typed at a door', () => {
  it.each(['350102198808069014', '３５０１０２１９８８０８０６９０１４', '350102 19880806 9014'])(
    'may be a resident ID: %s',
    (typed) => expect(documentLooksRight('resident-id', typed)).toBe(true),
  );

  it('is none with a slip in it', () => expect(documentLooksRight('resident-id', '350102198908069014')).toBe(false));
});
