import { expect, test } from 'vitest'
import { storeAcceptKind } from '../policy/kinds/store-accept.ts'
import { scenariosOf } from '../shared/testing/scenario.ts'
import { acceptanceOf } from './acceptance.ts'
import { fulfilmentAggregate } from './fulfilment.ts'
import {
  accept,
  acceptBy,
  cancel,
  decline,
  dispatch,
  expire,
  filters,
  handOver,
  pack,
  request,
  requestInTime,
  settle,
} from './testing/ask.ts'

const scenario = scenariosOf(fulfilmentAggregate)
const gone = (type: string) => ({ type })

scenario('a location may be given a time to take the work, and is told by which policy')
  .when(requestInTime())
  .yieldsLike(gone('FulfilmentRequested'), {
    type: 'AcceptanceDue',
    data: { dueAt: acceptBy, policy: { name: 'store-accept', version: 1 } },
  })
scenario('asking again with another time is a repeat: the first one holds').after(requestInTime()).when(request()).yieldsNothing()
scenario('work nobody took in time expires')
  .after(requestInTime())
  .when(expire('notAccepted', acceptBy, acceptBy))
  .yieldsLike(gone('FulfilmentExpired'))
scenario('work does not expire before its time')
  .after(requestInTime())
  .when(expire('notAccepted', acceptBy, acceptBy - 1))
  .rejects('NOT_DUE', { acceptBy })
scenario('work does not expire at a time it was not given')
  .after(requestInTime())
  .when(expire('notAccepted', acceptBy - 1, acceptBy))
  .rejects('NOT_DUE')
scenario('work without a time does not expire')
  .after(request())
  .when(expire('notAccepted', 1, 9))
  .rejects('NOT_DUE')
scenario('work that was taken in the last moment does not expire')
  .after(requestInTime(), accept())
  .when(expire('notAccepted', acceptBy, acceptBy))
  .rejects('NOT_DUE', { answer: 'accepted' })
scenario('work that was begun without a word does not expire')
  .after(requestInTime(), pack('P1', filters(1)))
  .when(expire('notAccepted', acceptBy, acceptBy))
  .rejects('NOT_DUE')
scenario('who takes expired work comes too late')
  .after(requestInTime(), expire('notAccepted', acceptBy, acceptBy))
  .when(accept())
  .rejects('FULFILMENT_STATE', { phase: 'expired' })
scenario('expired work does not leave')
  .after(requestInTime(), expire('notAccepted', acceptBy, acceptBy))
  .when(dispatch('S1', filters(1)))
  .rejects('FULFILMENT_STATE', { phase: 'expired' })
scenario('expiring twice is once')
  .after(requestInTime(), expire('notAccepted', acceptBy, acceptBy))
  .when(expire('notAccepted', acceptBy, acceptBy + 9))
  .yieldsNothing()

scenario('work is handed over once').after(request(), handOver()).when(handOver()).yieldsNothing()
scenario('work that is over is not handed over').after(request(), cancel()).when(handOver()).rejects('FULFILMENT_STATE')
scenario('of work another system has, that system is asked first')
  .after(request(), handOver())
  .when(cancel())
  .yieldsLike({ type: 'CallOffAsked', data: { as: 'cancelled' } })
scenario('it is asked once').after(request(), handOver(), cancel()).when(cancel()).yieldsNothing()
scenario('until it answers the work goes on').after(request(), handOver(), cancel()).when(accept()).yieldsLike(gone('FulfilmentAccepted'))
scenario('what it lets be is cancelled')
  .after(request(), handOver(), cancel())
  .when(settle('calledOff'))
  .yieldsLike(gone('FulfilmentCancelled'))
scenario('what it does not let be will leave')
  .after(request(), handOver(), cancel())
  .when(settle('refused'))
  .yieldsLike(gone('CallOffRefused'))
scenario('what will leave is not called off again')
  .after(request(), handOver(), cancel(), settle('refused'))
  .when(cancel())
  .rejects('FULFILMENT_STATE', { callOff: 'refused' })
scenario('it may let be later what it would not at first')
  .after(request(), handOver(), cancel(), settle('refused'))
  .when(settle('calledOff'))
  .yieldsLike(gone('FulfilmentCancelled'))
scenario('what left meanwhile has left')
  .after(request(), handOver(), cancel(), dispatch('S1', filters(2)))
  .when(settle('calledOff'))
  .rejects('FULFILMENT_STATE', { phase: 'partDispatched' })
scenario('what has left is not called off')
  .after(request(), handOver(), dispatch('S1', filters(2)))
  .when(cancel())
  .rejects('FULFILMENT_STATE')
scenario('nobody lets be what nobody asked to').after(request(), handOver()).when(settle('calledOff')).rejects('FULFILMENT_STATE')
scenario('a system that did not send in time is asked to let it be, and the work expires then')
  .after(request(), handOver(), accept(), expire('notConfirmed', 5, 5))
  .when(settle('calledOff'))
  .yieldsLike(gone('FulfilmentExpired'))
scenario('only work that was handed over is waited for')
  .after(request(), accept())
  .when(expire('notConfirmed', 5, 5))
  .rejects('NOT_DUE')
scenario('work of which some has left is waited for')
  .after(request(), handOver(), dispatch('S1', filters(1)))
  .when(expire('notConfirmed', 5, 5))
  .rejects('NOT_DUE')
scenario('the location itself may say no at any time')
  .after(request(), handOver(), cancel())
  .when(decline())
  .yieldsLike(gone('FulfilmentRejected'))

test('how long a location may take follows from its kind; while nothing is published, as long as it likes', () => {
  const document = { ...storeAcceptKind.builtIn, withinMinutes: { store: 15, warehouse: null, supplier: 60 } }
  const within = (of: typeof document, kind: string) => acceptanceOf(of, kind, 1_000)
  expect(['store', 'warehouse', 'supplier', 'transit', 'toString'].map((kind) => within(document, kind))).toEqual([
    901_000,
    null,
    3_601_000,
    null,
    null,
  ])
  expect(['store', 'warehouse', 'supplier'].map((kind) => acceptanceOf(storeAcceptKind.builtIn, kind, 1_000))).toEqual([null, null, null])
})
