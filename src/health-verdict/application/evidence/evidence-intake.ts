import { Injectable } from '@nestjs/common';
import { type NotNull, sql } from 'kysely';
import { Clock } from '../../../platform/kernel/clock.js';
import { addDays, localDate } from '../../../platform/kernel/shanghai.js';
import type { Counts } from '../../../platform/operations/operation.js';
import { mapInTurns } from '../../../platform/operations/in-turns.js';
import { packed } from '../../../platform/persistence/packed.js';
import type { Tx } from '../../../platform/persistence/transactions.js';
import { entryOn } from '../../domain/listed.js';
import type { Fact } from '../../feeds/feed.js';
import type { HealthVerdictTables } from '../../tables.js';
import { Judgement } from '../verdict/judgement.js';
import { Lists } from './lists.js';
import { type Batch, type Kept, Records } from './records.js';
import type { StagedRow } from './staging.js';
import { Standing } from './standing.js';
import { type DocumentOf, Subjects } from './subjects.js';

/** Days after which no change of a list makes evidence of a fact any more: the longest window of a rule, twice. */
export const UNLISTED_KEPT_DAYS = 30;

interface Said {
  readonly row: StagedRow;
  readonly fact: Fact;
}
interface Found extends Said {
  readonly namedHash: Buffer | null;
  readonly entry: string | null;
}
interface Unlisted extends Said {
  readonly namedHash: Buffer;
}

/** Makes evidence of a piece of a file, and judges whom it concerns. */
@Injectable()
export class EvidenceIntake {
  constructor(
    private readonly records: Records,
    private readonly lists: Lists,
    private readonly subjects: Subjects,
    private readonly standing: Standing,
    private readonly judgement: Judgement,
    private readonly clock: Clock,
  ) {}

  async apply(tx: Tx, batch: Batch, rows: readonly StagedRow[]): Promise<Counts> {
    const kept = await this.records.keep(tx, batch, rows);
    const { evidence, unlisted } = await this.sorted(tx, batch, kept.accepted);
    const concerned = await this.keepEvidence(tx, batch, evidence);
    await this.keepUnlisted(tx, batch, unlisted);
    await this.tellRows(tx, batch, kept);
    const replaced = kept.accepted.filter(({ revision }) => revision > 1).map(({ reference }) => reference);
    const before = await this.namedBefore(tx, batch, replaced);
    await this.judgement.judge(tx, [...new Set([...concerned, ...before])]);
    return {
      accepted: kept.accepted.length,
      evidence: await this.standing.gained(
        tx,
        batch,
        kept.accepted,
        evidence.map(({ row }) => row),
      ),
      unchanged: kept.unchanged.length,
      rejected: kept.conflicting.length,
    };
  }

  /** A withdrawal is no fact: that it is the highest revision is all there is to it. */
  private async sorted(tx: Tx, { feed }: Batch, accepted: readonly StagedRow[]) {
    const { list } = feed;
    const versions = list ? await this.lists.versions(tx, list) : [];
    const hashes = new Map<string, Buffer>();
    const hashOf = (name: string) => {
      const hash = hashes.get(name) ?? this.lists.hashOf(list!, name);
      hashes.set(name, hash);
      return hash;
    };
    const [evidence, unlisted]: [Found[], Unlisted[]] = [[], []];
    for (const row of accepted) {
      if (row.withdrawn) continue;
      const fact = feed.fact(row.values);
      if (!list || fact.named === undefined) {
        evidence.push({ row, fact, namedHash: null, entry: null });
        continue;
      }
      const said = { row, fact, namedHash: hashOf(fact.named) };
      const entry = entryOn(versions, fact.named, fact.from);
      if (entry) evidence.push({ ...said, entry });
      else unlisted.push(said);
    }
    return { evidence, unlisted };
  }

  /** @returns the people whom it is about */
  private async keepEvidence(tx: Tx, { feed }: Batch, found: readonly Found[]): Promise<string[]> {
    if (found.length === 0) return [];
    const documents = found.flatMap(({ row }) => documentIn(row) ?? []);
    const subjects = documents.length > 0 ? await this.subjects.of(tx, documents) : [];
    const next = subjects.values();
    const whom = found.map(({ row }) => (documentIn(row) ? next.next().value! : null));
    const each = <Value>(of: (it: Found) => Value) => found.map(of);
    await sql`
      INSERT INTO health_verdict.evidence (feed, reference, revision, subject_id, area_key, kind, happened_on, until_on, released_on, list_entry, named_hash)
      SELECT ${feed.key}, * FROM unnest(
        ${each(({ row }) => row.reference)}::text[], ${each(({ row }) => row.revision)}::int[], ${whom}::uuid[], ${each(({ row }) => ('area' in row.about ? row.about.area : null))}::text[],
        ${each(({ fact }) => fact.kind)}::text[], ${each(({ fact }) => fact.from)}::date[], ${each(({ fact }) => fact.until ?? null)}::date[],
        ${each(({ fact }) => fact.released ?? null)}::date[], ${each(({ entry }) => entry)}::text[], ${each(({ namedHash }) => namedHash)}::bytea[])
    `.execute(tx.db());
    return subjects;
  }

  /** Without a subject and without a document that could be read: enough to be asked by a later version of the list, for as long as that can matter. */
  private async keepUnlisted(tx: Tx, { id }: Batch, said: readonly Unlisted[]): Promise<void> {
    const first = addDays(localDate(this.clock.now()), -UNLISTED_KEPT_DAYS);
    const facts = said.filter(({ row, fact }) => documentIn(row) && fact.from >= first);
    if (facts.length === 0) return;
    const each = <Value>(of: (it: Unlisted) => Value) => facts.map(of);
    const documents = await mapInTurns(facts, ({ row }) => this.subjects.hashOf(documentIn(row)!));
    await sql`
      INSERT INTO health_verdict.unlisted_fact (batch_id, line, document_type, kind, happened_on, document_hash, named_hash)
      SELECT ${id}, line, type, kind, day, ${packed(documents, 'n')}, ${packed(
        each(({ namedHash }) => namedHash),
        'n',
      )} FROM unnest(
        ${each(({ row }) => row.line)}::int[], ${each(({ row }) => documentIn(row)!.type)}::text[], ${each(({ fact }) => fact.kind)}::text[],
        ${each(({ fact }) => fact.from)}::date[]) WITH ORDINALITY AS f (line, type, kind, day, n)
    `.execute(tx.db());
  }

  private async tellRows(tx: Tx, batch: Batch, { unchanged, conflicting }: Kept): Promise<void> {
    const others = await this.standing.ofOthers(tx, batch, conflicting);
    const results = [
      ...unchanged.map(({ line, reference }) => ({ line, reference, result: 'unchanged', code: null, column: null })),
      ...conflicting.map((row) => ({
        line: row.line,
        reference: row.reference,
        result: 'rejected',
        ...(others.has(row)
          ? { code: 'FEED.REFERENCE_OF_OTHER', column: 'reference' }
          : { code: 'FEED.REVISION_CONFLICT', column: 'revision' }),
      })),
    ];
    if (results.length === 0) return;
    await sql`
      INSERT INTO health_verdict.batch_row (batch_id, line, reference, result, code, column_name)
      SELECT ${batch.id}, * FROM jsonb_to_recordset(${JSON.stringify(results)}::jsonb) AS r (line int, reference text, result text, code text, "column" text)
    `.execute(tx.db());
  }

  /** A later revision may name another person: the one named before is judged again, too. */
  private async namedBefore(tx: Tx, { feed }: Batch, references: readonly string[]): Promise<string[]> {
    if (references.length === 0) return [];
    const named = await tx
      .db<HealthVerdictTables>()
      .selectFrom('health_verdict.evidence')
      .select('subject_id')
      .distinct()
      .where('feed', '=', feed.key)
      .where('reference', '=', sql<string>`ANY(${[...references]}::text[])`)
      .where('subject_id', 'is not', null)
      .$narrowType<{ subject_id: NotNull }>()
      .execute();
    return named.map(({ subject_id }) => subject_id);
  }
}

function documentIn({ about }: StagedRow): DocumentOf | undefined {
  return 'document' in about ? about.document : undefined;
}
