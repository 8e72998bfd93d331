import { Injectable } from '@nestjs/common';
import type { NotNull, RawBuilder } from 'kysely';
import { type Scope, scopeSql } from '../../platform/authorization/scope.js';
import { decodeCursor, type Page, toPage } from '../../platform/http/page.js';
import { noSuchOrganization } from '../domain/errors.js';
import { contains } from '../../platform/persistence/contains.js';
import { Database } from '../../platform/persistence/database.js';
import type { OrganizationTables } from '../tables.js';

export interface UnitName {
  readonly id: string;
  readonly name: string;
}

export interface UnitView extends UnitName {
  readonly uscc: string;
  readonly areaKey: string;
  readonly version: number;
}

export interface UnitQuery {
  /** Any part of the name. */
  readonly name?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** One's own unit and those below it, in the order of the tree. */
@Injectable()
export class UnitsInScope {
  constructor(private readonly database: Database) {}

  async page(scope: Scope, { name, cursor, limit }: UnitQuery): Promise<Page<UnitName>> {
    const after = decodeCursor(cursor, 'path');
    const rows = await this.in(scope)
      .where('o.merged_into', 'is', null)
      .$if(name !== undefined, (found) => found.where(({ ref }) => contains(ref('o.name'), name!)))
      .$if(after !== undefined, (found) => found.where('o.path', '>', after![0]))
      .where('o.path', 'is not', null)
      .orderBy('o.path')
      .limit(limit + 1)
      .select(['o.id', 'o.name', 'o.path'])
      .$narrowType<{ path: NotNull }>()
      .execute();
    return toPage(
      rows,
      limit,
      (row) => ({ id: row.id, name: row.name }),
      (row) => [row.path],
    );
  }

  /** One that is open. */
  async one(scope: Scope, id: string): Promise<UnitView> {
    const unit = await this.in(scope)
      .where('o.id', '=', id)
      .where('o.kind', '=', 'government')
      .where('o.merged_into', 'is', null)
      .where('o.uscc', 'is not', null)
      .select(['o.id', 'o.name', 'o.uscc', 'o.area_key as areaKey', 'o.version'])
      .$narrowType<{ uscc: NotNull }>()
      .executeTakeFirst();
    if (!unit) throw noSuchOrganization();
    return unit;
  }

  async has(scope: Scope, unitId: string): Promise<boolean> {
    return Boolean(await this.in(scope).where('o.id', '=', unitId).select('o.id').executeTakeFirst());
  }

  private in(scope: Scope) {
    return this.database.read<OrganizationTables>().selectFrom('organization.organization as o').where(inScope(scope));
  }
}

/** Which rows of `organization.organization o` a scope covers. */
export function inScope(scope: Scope): RawBuilder<boolean> {
  return scopeSql(scope, { organizationId: 'o.id', unitPath: 'o.path' });
}
