import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { Config } from '../config/config.js';
import { boundWaitingForConnections, CONNECTIONS } from './connections.js';

export interface Statement {
  /** Named statements are prepared once per connection. */
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

/**
 * Once for each connection: left to choose, PostgreSQL plans `= ANY($1)` anew for each batch, which takes as long as what is planned. And by an index also
 * where a table is empty yet: a month is when it begins, and what was planned then would read all of it for a minute, until it is counted.
 */
const PLANS = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off';

/** Bare connections for the hot paths, where the cost of every layer above them was measured and found too high. */
@Injectable()
export class SqlPool implements OnApplicationShutdown {
  private readonly pool: pg.Pool;

  constructor(config: Config) {
    this.pool = new pg.Pool({
      connectionString: config.settings.DATABASE_URL,
      max: 8, // More of them only take the processor from those that are ahead: with 16, a backlog drained more slowly.
      application_name: 'bamin-hot-path',
      options: PLANS,
      ...CONNECTIONS,
    });
    boundWaitingForConnections(this.pool);
    this.pool.on('error', () => undefined); // An idle connection that the server closed; the next query opens another.
  }

  query<Row extends pg.QueryResultRow>(statement: Statement): Promise<pg.QueryResult<Row>> {
    // Not by the pool's own `query`: for who had to wait it runs in the name of whoever gave the connection back, and with what is left of their time.
    return this.withConnection((client) => client.query<Row>({ ...statement, values: [...(statement.values ?? [])] }));
  }

  async withConnection<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      return await work(client);
    } finally {
      client.release();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
