import { createServer, connect, type Server, type Socket } from 'node:net';

/** A line to PostgreSQL that can be held: bytes are taken and go nowhere, as with a server or a network that hangs. */
export class LineToTheDatabase {
  private readonly sockets = new Set<Socket>();
  private held = false;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async to(databaseUrl: string): Promise<LineToTheDatabase> {
    const target = new URL(databaseUrl);
    const socket = target.searchParams.get('host');
    const toServer = () =>
      socket
        ? connect(`${socket}/.s.PGSQL.${target.port || 5432}`)
        : connect(Number(target.port || 5432), target.hostname);
    let line: LineToTheDatabase | undefined;
    const server = createServer((client) => line!.carry(client, toServer()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = new URL(databaseUrl);
    url.searchParams.delete('host');
    url.hostname = '127.0.0.1';
    url.port = String((server.address() as { port: number }).port);
    return (line = new LineToTheDatabase(server, url.href));
  }

  hold(): void {
    this.held = true;
    for (const socket of this.sockets) socket.pause();
  }

  letGo(): void {
    this.held = false;
    for (const socket of this.sockets) socket.resume();
  }

  /** Every connection ends, without a word. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private carry(client: Socket, server: Socket): void {
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => (this.sockets.delete(from), to.destroy()));
      from.on('data', (bytes) => void to.write(bytes));
      if (this.held) from.pause();
    }
  }
}
