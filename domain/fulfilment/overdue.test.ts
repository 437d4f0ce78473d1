import { expect, test } from 'vitest'
import { storeAcceptKind } from '../policy/kinds/store-accept.ts'
import { scenariosOf } from '../shared/testing/scenario.ts'
import { sendingOf } from './acceptance.ts'
import { fulfilmentAggregate } from './fulfilment.ts'
import {
  accept,
  arrivalOverdue,
  cancel,
  deliver,
  dispatch,
  acceptBy as dueAt,
  filters,
  fridges,
  handOver,
  lack,
  request,
  requestToSendInTime,
  sendingOverdue,
  which,
} from './testing/ask.ts'

const scenario = scenariosOf(fulfilmentAggregate)

scenario('work that has not left by the time it was to is shown')
  .after(requestToSendInTime(), accept())
  .when(sendingOverdue(dueAt, dueAt))
  .yields({ type: 'SendingOverdue', data: { ...which, dueAt } })
scenario('so is work of which a part has left')
  .after(requestToSendInTime(), dispatch('S1', filters(2)))
  .when(sendingOverdue(dueAt, dueAt))
  .yieldsLike({ type: 'SendingOverdue' })
scenario('it is shown once')
  .after(requestToSendInTime(), sendingOverdue(dueAt, dueAt))
  .when(sendingOverdue(dueAt, dueAt + 1))
  .yieldsNothing()
scenario('what leaves later has left')
  .after(requestToSendInTime(), sendingOverdue(dueAt, dueAt))
  .when(dispatch('S1', filters(2)))
  .yieldsLike({ type: 'ShipmentDispatched' })
for (const [what, before, at] of [
  ['before its time', [], dueAt - 1],
  ['that left in whole', [dispatch('S1', fridges('a', 'b', 'c'), filters(2))], dueAt],
  ['of which the rest is lacking', [dispatch('S1', fridges('a', 'b', 'c')), lack(['R2', 2])], dueAt],
  ['that was called off', [cancel()], dueAt],
  ['that a system has, which is waited for by its own rules', [handOver()], dueAt],
] as const)
  scenario(`work ${what} is not`)
    .after(requestToSendInTime(), ...before)
    .when(sendingOverdue(dueAt, at))
    .rejects('NOT_DUE')
scenario('nor is work that may take its time').after(request()).when(sendingOverdue(dueAt, dueAt)).rejects('NOT_DUE')

const left = [request(), dispatch('S1', filters(1))] as const
scenario('a parcel nobody says what became of is shown, with its waybill')
  .after(...left)
  .when(arrivalOverdue('S1', 9, 9))
  .yields({
    type: 'ArrivalOverdue',
    data: { ...which, shipmentId: 'S1', carrier: 'SF', waybill: 'SF-S1', dueAt: 9, policy: { name: 'transport', version: 1 } },
  })
scenario('each parcel once')
  .after(...left, arrivalOverdue('S1', 9, 9))
  .when(arrivalOverdue('S1', 9, 10))
  .yieldsNothing()
scenario('that the location says again that it left is a repeat all the same')
  .after(...left, arrivalOverdue('S1', 9, 9))
  .when(dispatch('S1', filters(1)))
  .yieldsNothing()
scenario('what became of it counts whenever it is said')
  .after(...left, arrivalOverdue('S1', 9, 9))
  .when(deliver('S1'))
  .yieldsLike({ type: 'ShipmentDelivered' })
scenario('one that the buyer has is not')
  .after(...left, deliver('S1'))
  .when(arrivalOverdue('S1', 9, 9))
  .rejects('NOT_DUE')
scenario('nor one whose time is not over')
  .after(...left)
  .when(arrivalOverdue('S1', 9, 8))
  .rejects('NOT_DUE')
scenario('nor one that never left')
  .after(...left)
  .when(arrivalOverdue('S2', 9, 9))
  .rejects('SHIPMENT_UNKNOWN')

test('how long a location may take to send follows from its kind; while nothing is published, as long as it likes', () => {
  const document = { ...storeAcceptKind.builtIn, sendWithinMinutes: { store: 15, warehouse: null, supplier: 60 } }
  const within = (kind: string) => sendingOf(document, kind, 1_000)
  expect(['store', 'warehouse', 'supplier', 'transit'].map(within)).toEqual([901_000, null, 3_601_000, null])
  expect(sendingOf(storeAcceptKind.builtIn, 'store', 1_000)).toBeNull()
})
