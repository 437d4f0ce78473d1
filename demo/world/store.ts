import type { Fact } from '../message.ts'
import { randomFor } from '../random.ts'
import { laterMessagesOf } from '../story/messages.ts'
import { minuteMs, toSecond } from '../times.ts'
import type { Outside, Partner } from './partner.ts'
import { createSender } from './sender.ts'
import { type GivenWork, hasToSend } from './works.ts'

const rejected: Fact = { is: 'cause', cause: 'rejected' }
const silent: Fact = { is: 'cause', cause: 'notAcceptedInTime' }

const rejectRate = 0.04
const silentRate = 0.02
const courier = '达达同城'

/** Stores take work or do not, send what they took by a courier, and hand over what its buyer comes for. */
export function createStores({ seed, agenda, doors, orders }: Outside, isStore: (location: string) => boolean, now: () => number): Partner {
  const sender = createSender({ agenda, doors }, courier)
  const ignored = new Set<string>()
  const expired = new Set<string>()

  function accept(work: GivenWork, at: number): void {
    const { fulfilmentId } = work.request
    const run = () => (hasToSend(work) ? doors.ask({ type: 'AcceptFulfilment', data: { fulfilmentId } }, fulfilmentId, at) : null)
    agenda.add({ at, about: fulfilmentId, run })
  }

  function reject(work: GivenWork, at: number): void {
    const { fulfilmentId } = work.request
    const data = { fulfilmentId, reason: '样机，不外发' }
    const run = () => (hasToSend(work) ? doors.ask({ type: 'RejectFulfilment', data }, fulfilmentId, at, [rejected]) : null)
    agenda.add({ at, about: fulfilmentId, run })
  }

  /** The channel says that its code was shown at the counter, and with that the order is done. */
  function handOver({ request: { orderId } }: GivenWork, at: number): void {
    const life = orders.get(orderId)
    if (life === null) return
    const departed = { at, parcels: [] }
    const { sequel } = life.story
    const messages = [
      ...laterMessagesOf(life.story, 'left', sequel.left(departed), seed),
      ...laterMessagesOf(life.story, 'arrived', sequel.arrived(departed, at), seed),
    ]
    for (const message of messages) agenda.add({ at: message.at, about: message.about, run: () => doors.tell(message) })
  }

  return {
    sees: {
      FulfilmentRequested(request) {
        if (!isStore(request.location) || request.kind === 'carryOut') return
        const random = randomFor(seed, 'store', request.fulfilmentId)
        const work = sender.take(request)
        const answersAt = toSecond(now() + random.whole(2, 25) * minuteMs)
        const isFetched = request.kind === 'storePickup'
        const draw = random.next()
        // What a buyer chose to fetch here is here.
        if (!isFetched && draw < rejectRate) return reject(work, answersAt)
        if (!isFetched && draw < rejectRate + silentRate) return void ignored.add(request.fulfilmentId)
        accept(work, answersAt)
        if (isFetched) handOver(work, toSecond(answersAt + random.whole(2 * 60, 48 * 60) * minuteMs))
        else sender.send(work, answersAt + random.whole(100, 20 * 60) * minuteMs, false)
      },
      // Called off before that, nobody waited for it in vain.
      AcceptanceDue({ fulfilmentId, dueAt }) {
        const work = sender.find(fulfilmentId)
        if (work === undefined || !ignored.has(fulfilmentId)) return
        agenda.add({
          at: dueAt,
          about: fulfilmentId,
          run() {
            if (hasToSend(work) || expired.has(fulfilmentId)) doors.note([silent])
            return null
          },
        })
      },
      ...sender.sees,
      // On a busy day the ledger may come to its deadline before its turn here.
      FulfilmentExpired(event) {
        expired.add(event.fulfilmentId)
        sender.sees.FulfilmentExpired?.(event)
      },
    },
  }
}
