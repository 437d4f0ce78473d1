import { execFile, execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A PostgreSQL of our own, in a folder of its own, reached through a socket in it. */
export interface Postgres {
  /** Reservations a second of one hot row, each a transaction of its own, synced. */
  reservationsPerSecond(clients: number, seconds: number): Promise<number>
  stop(): Promise<void>
}

const DATABASE = 'postgres'
const PORT = '54329'
/** Where Debian keeps what `initdb` needs, beside what the path says. */
const places = () => {
  const versions = '/usr/lib/postgresql'
  const found = fs.existsSync(versions) ? fs.readdirSync(versions).map((version) => join(versions, version, 'bin')) : []
  return [...found.sort().reverse(), ...(process.env.PATH ?? '').split(':')]
}

const toolsIn = (place: string): boolean => ['initdb', 'pg_ctl', 'pgbench', 'psql'].every((tool) => fs.existsSync(join(place, tool)))

const SCHEMA = `
  CREATE TABLE stock (sku int PRIMARY KEY, available bigint NOT NULL);
  CREATE TABLE reservation (id bigserial PRIMARY KEY, sku int NOT NULL, order_id text NOT NULL, quantity int NOT NULL, asked_at timestamptz NOT NULL DEFAULT now());
  INSERT INTO stock VALUES (1, 1000000000);`
const SALE = `BEGIN;
UPDATE stock SET available = available - 1 WHERE sku = 1 AND available >= 1;
INSERT INTO reservation (sku, order_id, quantity) VALUES (1, 'taobao.flagship.' || :client_id, 1);
COMMIT;
`

/** Null where no PostgreSQL is installed, or it cannot be started here; `why` then says so. */
export async function startPostgres(folder: string, why: (reason: string) => void): Promise<Postgres | null> {
  const place = places().find(toolsIn)
  if (place === undefined) {
    why('PostgreSQL is not installed: its figures are skipped')
    return null
  }
  const user = unprivilegedUser()
  if (user === null) {
    why('PostgreSQL does not run as root, and there is no user postgres: its figures are skipped')
    return null
  }
  fs.chownSync(folder, user.uid, user.gid)
  const tool = async (name: string, ...args: readonly string[]) =>
    (await run(join(place, name), [...args], { ...user, cwd: folder, maxBuffer: 1 << 24 })).stdout
  const reach = ['-h', folder, '-p', PORT, '-U', 'bench']
  const data = join(folder, 'data')
  const script = join(folder, 'sale.sql')
  await tool('initdb', '-D', data, '-U', 'bench', '-A', 'trust', '--no-instructions')
  const settings = `-c listen_addresses='' -c unix_socket_directories='${folder}' -p ${PORT}`
  await tool('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start')
  await tool('psql', ...reach, '-q', '-d', DATABASE, '-c', SCHEMA)
  fs.writeFileSync(script, SALE)
  return {
    async reservationsPerSecond(clients, seconds) {
      // The time to connect is within the span, though not within the figure.
      const span = String(Math.ceil(seconds + clients / 32))
      const report = await tool(
        'pgbench',
        ...reach,
        '-n',
        '-M',
        'prepared',
        '-c',
        String(clients),
        '-j',
        '2',
        '-T',
        span,
        '-f',
        script,
        DATABASE,
      )
      const perSecond = Number(/tps = ([\d.]+)/.exec(report)?.[1])
      if (Number.isNaN(perSecond)) throw new Error(`pgbench with ${clients} clients reports no rate:\n${report}`)
      return perSecond
    },
    async stop() {
      await tool('pg_ctl', '-D', data, '-m', 'fast', '-w', 'stop')
    },
  }
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }))
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return null
  }
}
