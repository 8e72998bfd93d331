import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { unitOfWork } from '../../platform/persistence/transactions.js';
import { Unit, UnitTree } from '../domain/unit.js';
import type { OrganizationTables } from '../tables.js';

@Injectable()
export class MikroOrmUnitTree extends UnitTree {
  constructor(private readonly em: EntityManager) {
    super();
  }

  async find(id: string): Promise<Unit | undefined> {
    return (await unitOfWork(this.em).findOne(Unit, { id, kind: 'government' })) ?? undefined;
  }

  async findToPlace(id: string): Promise<Unit | undefined> {
    await sql`SELECT pg_advisory_xact_lock(hashtext('organization.unit-tree'))`.execute(
      unitOfWork(this.em).getKysely(),
    );
    return this.find(id);
  }

  async levelsBelow({ path }: Unit): Promise<number> {
    const { deepest } = await unitOfWork(this.em)
      .getKysely<OrganizationTables>()
      .selectFrom('organization.organization')
      .where('path', '<@', path)
      .select(({ fn }) => fn.max(fn<number>('nlevel', ['path'])).as('deepest'))
      .executeTakeFirstOrThrow();
    const level = path.split('.').length;
    return (deepest ?? level) - level;
  }

  async add(unit: Unit): Promise<void> {
    await unitOfWork(this.em).persist(unit).flush();
  }

  async follow({ id, path }: Unit, from: string, until: Date): Promise<void> {
    await sql`
      WITH moving AS (SELECT id, path FROM organization.organization WHERE path <@ ${from}::ltree),
        remembered AS (INSERT INTO organization.former_place (unit_id, until, path) SELECT id, ${until}, path FROM moving ON CONFLICT DO NOTHING)
      UPDATE organization.organization o SET path = ${path}::ltree || subpath(o.path, nlevel(${from}::ltree))
      FROM moving WHERE o.id = moving.id AND o.id <> ${id}
    `.execute(unitOfWork(this.em).getKysely());
  }
}
