import { issueFirstKey } from './api/auth/first-key.ts'
import { createApi } from './api/create-api.ts'
import { ensurePage } from './api/ensure-page.ts'
import { type DoorSettings, type OpenDoor, serveDoor } from './api/grpc/serve-door.ts'
import { defaultApiLimits } from './api/limits.ts'
import { listenTrouble } from './api/listen-trouble.ts'
import type { ApiOptions } from './api/services.ts'
import { followObservers } from './commands/catalogue/follow-observers.ts'
import { createForgetting } from './commands/personal/forgetting.ts'
import { type RunningProcesses, runProcesses } from './commands/processes/run.ts'
import { folderForDoor } from './compose/adapters/choose.ts'
import { backUp } from './compose/backup.ts'
import { type Ledger, openLedger } from './compose/ledger.ts'
import { SettingError } from './compose/setting-error.ts'
import type { Settings } from './compose/settings.ts'
import { openScratchDocuments } from './compose/stores.ts'

export interface ServeOptions extends Pick<ApiOptions, 'log' | 'logLevel' | 'checkAnswers' | 'limits'> {
  readonly host: string
  /** 0 for any that is free. */
  readonly port: number
  /** Null serves a plain word instead of the page; left out, the page is built when it has to be. */
  readonly page?: string | null
  /** The gRPC door; null, or left out, for none. */
  readonly door?: DoorSettings | null
}

export interface Server {
  readonly url: string
  /** Null when none was asked for. */
  readonly door: OpenDoor | null
  /** Of the admin of a ledger that had no key; to be shown once. Null when it has keys. */
  readonly firstKey: string | null
  readonly ledger: Ledger
  /** Answers what is being answered, ends event streams, lets processes come to rest, closes the ledger. */
  stop(): Promise<void>
}

/** Opens a ledger and serves it: processes, API and page. Throws in words a user understands when it cannot. */
export async function serve(settings: Settings, options: ServeOptions): Promise<Server> {
  // Before anything is opened: a first key that is issued and never shown would lock everyone out.
  if (options.door != null) folderForDoor(settings)
  const ledger = await openLedger(settings)
  try {
    return await serveLedger(ledger, options)
  } catch (failure) {
    await ledger.close()
    throw failure
  }
}

async function serveLedger(ledger: Ledger, options: ServeOptions): Promise<Server> {
  const { settings } = ledger
  const { clock, say, role } = settings
  if (role !== 'worker') await createForgetting({ ...ledger, clock }).drain()
  const firstKey = role === 'worker' ? null : await issueFirstKey({ ...ledger, say })
  const page = options.page === undefined && role !== 'worker' ? await ensurePage(say) : (options.page ?? null)
  const processes = await start(ledger)
  try {
    return { ...(await listenAtBoth(ledger, processes, page, options)), firstKey, ledger }
  } catch (failure) {
    await processes.stop()
    throw failure
  }
}

/** The door first: it lets itself be closed before anything behind it. */
async function listenAtBoth(
  ledger: Ledger,
  processes: Background,
  page: string | null,
  { door: wanted = null, ...options }: ServeOptions,
): Promise<Pick<Server, 'url' | 'door' | 'stop'>> {
  const { log: events, settings } = ledger
  const behind = { events, host: options.host, now: () => settings.clock.now(), log: options.log }
  const door = wanted === null ? null : await serveDoor({ ...behind, folder: folderForDoor(settings), ...wanted })
  try {
    const { url, stop } = await listen(ledger, processes, page, options)
    return {
      url,
      door,
      async stop() {
        await door?.stop()
        await stop()
      },
    }
  } catch (failure) {
    await door?.stop()
    throw failure
  }
}

/** The processes this one owns; and the catalogue, where it takes orders in without owning any. */
async function start(ledger: Ledger): Promise<Background> {
  const { settings, ownership } = ledger
  const { clock, say: onTrouble, role } = settings
  const following = ownership.shared && role !== 'worker' ? await followObservers({ ...ledger, onTrouble }) : null
  const running: RunningProcesses | null = role === 'api' ? null : await runProcesses({ ...ledger, clock, onTrouble })
  return {
    runtime: running?.runtime ?? null,
    async stop() {
      await running?.stop()
      await following?.stop()
    },
  }
}

interface Background {
  /** Null where no process runs. */
  readonly runtime: RunningProcesses['runtime'] | null
  stop(): Promise<void>
}

async function listen(
  ledger: Ledger,
  processes: Background,
  page: string | null,
  { host, port, page: _, ...apiOptions }: Omit<ServeOptions, 'door'>,
): Promise<Pick<Server, 'url' | 'stop'>> {
  const { settings } = ledger
  const api = await createApi({
    ledger,
    processes: processes.runtime,
    onlyOperation: settings.role === 'worker',
    scratch: openScratchDocuments,
    backUp: (target) => backUp(settings, target),
    page,
    ...apiOptions,
  })
  try {
    const url = await api.listen({ host, port })
    return {
      url,
      async stop() {
        await closeWithin(api, apiOptions.limits?.stopMs ?? defaultApiLimits.stopMs)
        await processes.stop()
        await ledger.close()
      },
    }
  } catch (failure) {
    await api.close()
    const trouble = listenTrouble(failure, host, port, 'PORT or --port')
    if (trouble !== null) throw new SettingError(trouble)
    throw failure
  }
}

/**
 * Waits for answers under way, and cuts those off that take too long: what was not answered may be asked again. A connection is idle, and
 * let go, only once its answer is out.
 */
async function closeWithin(api: Awaited<ReturnType<typeof createApi>>, ms: number): Promise<void> {
  const letGo = setInterval(() => api.server.closeIdleConnections(), 50)
  const cut = setTimeout(() => api.server.closeAllConnections(), ms)
  try {
    await api.close()
  } finally {
    clearInterval(letGo)
    clearTimeout(cut)
  }
}
