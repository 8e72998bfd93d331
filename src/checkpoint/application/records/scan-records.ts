import { Injectable } from '@nestjs/common';
import type { Colour } from '../../../health-verdict/contracts/colours.js';
import { OrganizationDirectory } from '../../../organization/contracts/directories.js';
import { AccessLog } from '../../../platform/audit/access-log.js';
import type { Principal } from '../../../platform/authorization/principal.js';
import type { Scope } from '../../../platform/authorization/scope.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page.js';
import { Transactions } from '../../../platform/persistence/transactions.js';
import { noSuchScan } from '../../domain/errors.js';
import type { CheckpointTables } from '../../tables.js';
import { type RecordFilter, recordPage, type RecordRow, records } from './record-query.js';
import type { ScanAnswer } from '../scanning/scan.js';

export interface ScanRecord {
  readonly scanId: string;
  /** By the device's clock. */
  readonly scannedAt: string;
  /** By the server's clock. */
  readonly receivedAt: string;
  readonly maskedName: string;
  readonly colour: Colour;
  readonly scanPointId: string;
  readonly scanPointName: string;
  readonly scannerId: string;
  readonly scannerName: string;
  readonly reason?: string;
  readonly temperatureResult?: string;
  readonly temperature?: number;
  readonly outcome?: string;
}

export interface ScanRecordDetail extends ScanRecord, Omit<ScanAnswer, 'causes'> {
  readonly causes: NonNullable<ScanAnswer['causes']>;
  readonly assurance: string;
  readonly community?: string;
  readonly scanPointAddress: string;
  readonly warnings: readonly string[];
  readonly reasonText?: string;
  readonly notMeasuredWhy?: string;
  readonly feedbackAt?: string;
}

/** 扫码记录: what the administrator of a unit sees of its scans. Masked, and every look is logged. */
@Injectable()
export class ScanRecords {
  constructor(
    private readonly transactions: Transactions,
    private readonly accessLog: AccessLog,
    private readonly cipher: FieldCipher,
    private readonly organizations: OrganizationDirectory,
  ) {}

  async page(
    principal: Principal,
    scope: Scope,
    filter: RecordFilter & { readonly cursor?: string | undefined },
  ): Promise<Page<ScanRecord>> {
    const after = decodeCursor(filter.cursor, 'id');
    const units = await this.unitsIn(scope);
    return this.transactions.run(async (tx) => {
      const rows = await recordPage(tx.db<CheckpointTables>(), units, filter, after?.[0]).execute();
      await this.accessLog.record(tx, {
        ...who(principal),
        what: 'scan record list',
        rows: Math.min(rows.length, filter.limit),
      });
      return toPage(
        rows,
        filter.limit,
        (row) => this.view(row),
        (row) => [row.id],
      );
    });
  }

  async detail(principal: Principal, scope: Scope, scanId: string): Promise<ScanRecordDetail> {
    const units = await this.unitsIn(scope);
    return this.transactions.run(async (tx) => {
      const row = await records(tx.db<CheckpointTables>())
        .where('s.id', '=', scanId)
        .where(({ eb, fn, val }) => eb('s.organization_id', '=', fn.any(val(units))))
        .executeTakeFirst();
      if (!row) throw noSuchScan();
      await this.accessLog.record(tx, { ...who(principal), whom: row.resident_id, what: 'scan record' });
      const answer = row.answer as ScanAnswer; // As the scan path kept it.
      return {
        ...this.view(row),
        ...answer,
        causes: answer.causes ?? [],
        assurance: row.assurance,
        scanPointAddress: row.scan_point_address,
        warnings: row.warnings,
        ...(row.community ? { community: row.community } : {}),
        ...(row.reason_text ? { reasonText: row.reason_text } : {}),
        ...(row.not_measured_why ? { notMeasuredWhy: row.not_measured_why } : {}),
        ...(row.feedback_at ? { feedbackAt: row.feedback_at.toISOString() } : {}),
      };
    });
  }

  /** Records keep their unit's id, so that visibility follows today's tree, and the index on it serves a quiet unit too. */
  private async unitsIn({ alternatives }: Scope): Promise<string[]> {
    const found = alternatives.map(async ({ unitPath, organizationId, ...others }) => {
      if (Object.keys(others).length === 0) {
        if (unitPath === undefined && typeof organizationId === 'string') return [organizationId];
        if (organizationId === undefined && typeof unitPath === 'object' && '$within' in unitPath)
          return this.organizations.within(unitPath.$within);
      }
      throw new Error('A scope of records names the units below a path, or one organization.');
    });
    return [...new Set((await Promise.all(found)).flat())];
  }

  private view(row: RecordRow): ScanRecord {
    return {
      scanId: row.id,
      scannedAt: new Date(row.scanned_at).toISOString(),
      receivedAt: new Date(row.received_at).toISOString(),
      maskedName: row.masked_name,
      colour: row.colour,
      scanPointId: row.scan_point_id,
      scanPointName: row.scan_point_name,
      scannerId: row.scanner_id,
      scannerName: this.cipher.decrypt(row.scanner_name, 'name'),
      ...(row.reason ? { reason: row.reason } : {}),
      ...(row.temperature_result ? { temperatureResult: row.temperature_result } : {}),
      ...(row.temperature ? { temperature: Number(row.temperature) } : {}),
      ...(row.outcome ? { outcome: row.outcome } : {}),
    };
  }
}

function who({ accountId, organizationId }: Principal) {
  return { accountId, ...(organizationId ? { organizationId } : {}), purpose: 'scan records of the unit' };
}
