import { hotSku } from '../goods.ts'
import type { Fact } from '../message.ts'
import { randomFor } from '../random.ts'
import { minuteMs, toSecond } from '../times.ts'
import type { Outside, Partner } from './partner.ts'
import { createSender } from './sender.ts'
import { type GivenWork, hasToSend, loseUnit, unitsOf } from './works.ts'

const rejected: Fact = { is: 'cause', cause: 'rejected' }
const lacking: Fact = { is: 'cause', cause: 'lacking' }

const severalParcelsRate = 0.1
const carrier = '极兔快运'

/** Work of a location takes so many minutes at least and at most, and at times a unit of it is not found. */
export interface Pace {
  readonly fromMinutes: number
  readonly toMinutes: number
  readonly lackRate: number
}

/** Whoever sends by hand: what is asked is picked after a while, does at times not find a unit, and leaves in one parcel or two. */
export function createWarehouses({ seed, agenda, doors }: Outside, paceOf: (location: string) => Pace | null, now: () => number): Partner {
  const sender = createSender({ agenda, doors }, carrier)

  function lack(work: GivenWork, at: number): void {
    const { fulfilmentId } = work.request
    agenda.add({
      at,
      about: fulfilmentId,
      run() {
        if (!hasToSend(work)) return null
        const facts = unitsOf(work) === 1 ? [lacking, rejected] : [lacking]
        return doors.ask({ type: 'ReportLack', data: { fulfilmentId, lines: [loseUnit(work)] } }, fulfilmentId, at, facts)
      },
    })
  }

  return {
    sees: {
      FulfilmentRequested(request) {
        const pace = paceOf(request.location)
        if (pace === null || request.kind === 'storePickup' || request.kind === 'carryOut') return
        const random = randomFor(seed, 'warehouse', request.fulfilmentId)
        const work = sender.take(request)
        const leavesAt = toSecond(now() + random.whole(pace.fromMinutes, pace.toMinutes) * minuteMs)
        const isShort = request.lines.some(({ sku }) => sku === hotSku.sku)
        if (!isShort && random.chance(pace.lackRate)) lack(work, leavesAt - random.whole(5, 60) * minuteMs)
        const isSeveral = request.lines.length > 1 && random.chance(severalParcelsRate)
        sender.send(work, leavesAt, isSeveral)
        if (isSeveral) sender.send(work, leavesAt + random.whole(60, 300) * minuteMs, false)
      },
      ...sender.sees,
    },
  }
}
