import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type App, answers } from '../app.ts'
import { askerOf } from '../auth/authenticate.ts'
import { validKey } from '../auth/principal.ts'
import { createPendingChanges } from '../live/pending-changes.ts'
import { frame, openServerSent } from '../live/server-sent.ts'
import type { LedgerServices } from '../services.ts'
import type { LiveServices } from './events.ts'

export function changeRoutes(
  app: App,
  { readModels, events, bus }: Pick<LedgerServices, 'readModels' | 'events' | 'bus'>,
  { limits, counters, streams }: LiveServices,
): void {
  app.get(
    '/v1/changes',
    {
      schema: {
        summary: 'Which documents of which read models changed, as server-sent events: for screens that follow along',
        description:
          'Each notice is `{ position, changed: [{ readModel, documents, more }] }`; with `more`, others changed too. Nothing is told twice or kept: after a break, read again.',
        tags: ['events'],
        response: answers(z.string().describe('text/event-stream')),
      },
    },
    async (request, reply) => {
      const { keyId } = askerOf(request)
      const stillAllowed = async () => (await validKey(bus, keyId)) !== null
      const pending = createPendingChanges()
      let wake = Promise.withResolvers<void>()
      const stream = streams.add(() => openServerSent(reply, { ...limits, stillAllowed }))
      const subscription = readModels.changes.subscribe((changes) => {
        pending.add(changes)
        wake.resolve()
      })
      stream.signal.addEventListener('abort', () => wake.resolve(), { once: true })
      counters.streams.inc({ stream: 'changes' })
      try {
        await stream.send(frame(JSON.stringify({ position: String(await events.head()), changed: [] })))
        while (!stream.signal.aborted) {
          await wake.promise
          wake = Promise.withResolvers()
          const told = pending.take()
          if (told !== null) await stream.send(frame(JSON.stringify(told)))
          await sleep(limits.changesEveryMs, undefined, { signal: stream.signal }).catch(() => undefined)
        }
      } finally {
        subscription.unsubscribe()
        counters.streams.dec({ stream: 'changes' })
      }
    },
  )
}
