import type { Outside, Partner } from './partner.ts'
import { type GivenWork, hasToSend, nextSending, workFrom } from './works.ts'

/** The works of those who send by hand, and say so by command. */
export interface Sender {
  /** Notes that it is to be done. */
  take(request: GivenWork['request']): GivenWork
  /** Undefined once it is over. */
  find(fulfilmentId: string): GivenWork | undefined
  /** Sends, then, what is still to be sent; of a first parcel of several its first line alone. */
  send(work: GivenWork, at: number, isFirstOfSeveral: boolean): void
  readonly sees: Pick<Partner['sees'], 'FulfilmentCancelled' | 'FulfilmentRejected' | 'FulfilmentExpired'>
}

export function createSender({ agenda, doors }: Pick<Outside, 'agenda' | 'doors'>, carrier: string): Sender {
  const works = new Map<string, GivenWork>()

  function over({ fulfilmentId }: { readonly fulfilmentId: string }): void {
    const work = works.get(fulfilmentId)
    if (work !== undefined) work.isOver = true
    works.delete(fulfilmentId)
  }

  return {
    take(request) {
      const work = workFrom(request)
      works.set(request.fulfilmentId, work)
      return work
    },
    find: (fulfilmentId) => works.get(fulfilmentId),
    send(work, at, isFirstOfSeveral) {
      const { fulfilmentId } = work.request
      agenda.add({
        at,
        about: fulfilmentId,
        run() {
          if (!hasToSend(work)) return null
          const { waybill, lines } = nextSending(work, isFirstOfSeveral)
          const data = { fulfilmentId, shipmentId: waybill, carrier, waybill, lines, dispatchedAt: at }
          return doors.ask({ type: 'DispatchShipment', data }, waybill, at)
        },
      })
    },
    sees: { FulfilmentCancelled: over, FulfilmentRejected: over, FulfilmentExpired: over },
  }
}
