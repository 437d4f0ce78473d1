import { usingAll } from '../../compose/open-all.ts'
import { buildThreadsInto } from '../../compose/read-models.ts'
import type { Settings } from '../../compose/settings.ts'
import { checkEvents, checkReadModels, openCopiedDocuments, openForReading, openScratchDocuments } from '../../compose/stores.ts'
import { projections } from '../../projections/index.ts'
import { comeToRest } from '../verify/come-to-rest.ts'
import { type Verification, type VerifyOptions, verify } from '../verify/verify.ts'

const nothingCompared: Verification = {
  ok: false,
  events: 0,
  documents: 0,
  differences: 0,
  oversold: 0,
  damage: [],
  laws: [],
  readModels: [],
  first: null,
}

/** Proves a folder, whether somebody writes it meanwhile or not. A log that cannot be trusted is not compared with anything. */
export async function verifyFolder(settings: Settings, onProgress: NonNullable<VerifyOptions['onProgress']>): Promise<Verification> {
  const log = await checkEvents(settings)
  if (!log.ok) {
    const first = log.problems[0] === undefined ? null : `damage: ${JSON.stringify(log.problems[0])}`
    return { ...nothingCompared, events: log.events, differences: log.problems.length, damage: log.problems, first }
  }
  return usingAll(async (opened) => {
    const documents = opened(await openCopiedDocuments(settings))
    const scratch = opened(await openScratchDocuments())
    const stores = opened(await openForReading(settings))
    const checks = { checkLog: async () => log, checkReadModels: () => checkReadModels(settings) }
    const buildThreads = buildThreadsInto(settings, scratch)
    const threads = buildThreads === undefined ? {} : { threads: buildThreads }
    await comeToRest(documents, stores.events, projections, await stores.events.head())
    return await verify({ events: stores.events, documents, scratch, ...threads, projections, ...checks, onProgress })
  })
}
