import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { type Scope, scopeSql } from '../../platform/authorization/scope.js';
import { decodeCursor, type Page, toPage } from '../../platform/http/page.js';
import { noSuchOrganization } from '../domain/errors.js';
import { Database } from '../../platform/persistence/database.js';

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
    const { rows } = await sql<UnitName & { path: string }>`
      SELECT o.id, o.name, o.path::text FROM organization.organization o
      WHERE ${inScope(scope)} AND o.merged_into IS NULL AND (${name ?? ''} = '' OR strpos(lower(o.name), lower(${name ?? ''})) > 0)
        AND (${after?.[0] ?? null}::text IS NULL OR o.path > ${after?.[0] ?? null}::ltree)
      ORDER BY o.path LIMIT ${limit + 1}
    `.execute(this.database.read());
    return toPage(
      rows,
      limit,
      (row) => ({ id: row.id, name: row.name }),
      (row) => [row.path],
    );
  }

  /** One that is open. */
  async one(scope: Scope, id: string): Promise<UnitView> {
    const { rows } = await sql<UnitView>`
      SELECT o.id, o.name, o.uscc, o.area_key AS "areaKey", o.version FROM organization.organization o
      WHERE o.id = ${id} AND o.kind = 'government' AND o.merged_into IS NULL AND ${inScope(scope)}
    `.execute(this.database.read());
    if (!rows[0]) throw noSuchOrganization();
    return rows[0];
  }

  async has(scope: Scope, unitId: string): Promise<boolean> {
    const { rows } =
      await sql`SELECT FROM organization.organization o WHERE o.id = ${unitId} AND ${inScope(scope)}`.execute(
        this.database.read(),
      );
    return rows.length > 0;
  }
}

/** Which rows of `organization.organization o` a scope covers. */
export function inScope(scope: Scope): RawBuilder<boolean> {
  return scopeSql(scope, { organizationId: 'o.id', unitPath: 'o.path' });
}
