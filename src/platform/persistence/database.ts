import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { Config } from '../config/config.js';
import { boundWaitingForConnections, CONNECTIONS } from './connections.js';
import { type ReadAccess, type Reader, readerOf } from './reader.js';
import { currentTx } from './transactions.js';

/**
 * SQL for reading. Inside a transaction it sees that transaction's uncommitted rows; outside of one it has connections of its own, on
 * which PostgreSQL refuses to write, and for which nobody waits who holds a transaction open meanwhile.
 */
@Injectable()
export class Database implements ReadAccess, OnApplicationShutdown {
  private readonly outside: Kysely<unknown>;

  constructor(config: Config) {
    const pool = new pg.Pool({
      connectionString: config.settings.DATABASE_URL,
      max: 10,
      application_name: 'bamin-reading',
      options: '-c default_transaction_read_only=on',
      ...CONNECTIONS,
    });
    boundWaitingForConnections(pool);
    pool.on('error', () => undefined); // An idle connection that the server closed; the next query opens another.
    this.outside = new Kysely({ dialect: new PostgresDialect({ pool }) });
  }

  read<Tables>(): Reader<Tables> {
    const tx = currentTx();
    const outside: unknown = this.outside;
    return tx ? readerOf(tx.db<Tables>()) : (outside as Reader<Tables>);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.outside.destroy();
  }
}
