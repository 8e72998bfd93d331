import { describe, expect, it } from '@jest/globals';
import { WordFiles } from './word-files';

const AREAS = ['ui', 'session', 'resident', 'scanner', 'admin', 'legal'];

function entries(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : entries(value as object, `${path}${key}.`),
  );
}

async function wordsOf(area: string, language: string): Promise<Map<string, string>> {
  return new Map(entries(await new WordFiles().getTranslation(`${area}/${language}`)));
}

describe.each(AREAS)('The words of %s', (area) => {
  it('exist in both languages under the same keys', async () => {
    const [chinese, english] = [await wordsOf(area, 'zh-CN'), await wordsOf(area, 'en')];
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it('name the same values in both languages', async () => {
    const [chinese, english] = [await wordsOf(area, 'zh-CN'), await wordsOf(area, 'en')];
    const values = (text = '') =>
      (text.match(/\{\{\s*\w+\s*\}\}/g) ?? []).map((value) => value.replace(/\s/g, '')).sort();
    for (const [key, text] of chinese) expect([key, values(english.get(key))]).toEqual([key, values(text)]);
  });

  it('are all there', async () => {
    for (const language of ['zh-CN', 'en']) {
      for (const [key, text] of await wordsOf(area, language)) expect([key, text.trim() === '']).toEqual([key, false]);
    }
  });
});
