import { expect, test } from 'vitest'
import { upcast } from '../codec.ts'
import { scenariosOf } from '../shared/testing/scenario.ts'
import { serialEvents } from './events.ts'
import { serialAggregate, serialAggregateRemembering } from './serial.ts'
import { giveBack, issue, receive, regrade } from './testing/ask.ts'

const scenario = scenariosOf(serialAggregate)
const one = 'taobao.s1.1'
const other = 'jd.s2.2'

test('a stream is one unit of one maker', () => {
  expect(serialAggregate.key(receive('D1', 'WH1'))).toBe('Haier.SN%2D0001')
})

scenario('a unit arrives')
  .when(receive('D1', 'WH1'))
  .yieldsLike({ type: 'SerialNumberReceived', data: { location: 'WH1' } })
scenario('the same arrival twice is one').after(receive('D1', 'WH1')).when(receive('D1', 'WH1')).yieldsNothing()
scenario('the same arrival elsewhere is refused').after(receive('D1', 'WH1')).when(receive('D1', 'WH2')).rejects('DOCUMENT_DIFFERS')
scenario('the same arrival stamped anew is found out')
  .after(receive('D1', 'WH1'))
  .when(receive('D1', 'WH1', null, 5))
  .rejects('DOCUMENT_DIFFERS')
scenario('a unit that is at one location does not arrive at another')
  .after(receive('D1', 'WH1'))
  .when(receive('D2', 'WH2'))
  .rejects('SERIAL_NUMBER_ELSEWHERE', {
    location: 'WH1',
  })
scenario('a unit moves from where it is')
  .after(receive('D1', 'WH1'))
  .when(receive('D2', 'WH2', 'WH1'))
  .yieldsLike({
    type: 'SerialNumberReceived',
    data: { location: 'WH2' },
  })
scenario('a unit does not move from where it is not')
  .after(receive('D1', 'WH1'))
  .when(receive('D2', 'WH2', 'WH3'))
  .rejects('SERIAL_NUMBER_ELSEWHERE')
scenario('a unit leaves from where it is')
  .after(receive('D1', 'WH1'))
  .when(issue('S1', 'WH1', one))
  .yieldsLike({ type: 'SerialNumberIssued' })
scenario('a unit does not leave from where it is not')
  .after(receive('D1', 'WH1'))
  .when(issue('S1', 'WH2', one))
  .rejects('SERIAL_NUMBER_ELSEWHERE', {
    kind: 'location',
    location: 'WH1',
  })
scenario('a unit that was never seen may leave')
  .when(issue('S1', 'WH1', one))
  .yieldsLike({ type: 'SerialNumberIssued' })
scenario('one unit is not sold to two buyers')
  .after(receive('D1', 'WH1'), issue('S1', 'WH1', one))
  .when(issue('S2', 'WH1', other))
  .rejects('SERIAL_NUMBER_ELSEWHERE', { kind: 'buyer', orderId: one, shipmentId: 'S1' })
scenario('a unit with a buyer does not arrive by itself')
  .after(issue('S1', 'WH1', one))
  .when(receive('D1', 'WH1'))
  .rejects('SERIAL_NUMBER_ELSEWHERE')
scenario('a unit comes back from its buyer')
  .after(issue('S1', 'WH1', one))
  .when(giveBack('R1', 'WH2', one))
  .yieldsLike({
    type: 'SerialNumberReturned',
    data: { location: 'WH2' },
  })
scenario('a unit does not come back from somebody else')
  .after(issue('S1', 'WH1', one))
  .when(giveBack('R1', 'WH2', other))
  .rejects('SERIAL_NUMBER_ELSEWHERE', {
    orderId: one,
  })
scenario('a unit that never left does not come back')
  .after(receive('D1', 'WH1'))
  .when(giveBack('R1', 'WH1', one))
  .rejects('SERIAL_NUMBER_ELSEWHERE')
scenario('a unit that came back is sold again')
  .after(issue('S1', 'WH1', one), giveBack('R1', 'WH1', one))
  .when(issue('S2', 'WH1', other))
  .yieldsLike({ type: 'SerialNumberIssued', data: { orderId: other } })
scenario('a unit that came back is sold again under a ticket number that was used before')
  .after(issue('T1', 'WH1', one), giveBack('R1', 'WH1', one))
  .when(issue('T1', 'WH1', other))
  .yieldsLike({ type: 'SerialNumberIssued', data: { orderId: other } })
scenario('a shipment told again after the unit came back is still a repeat')
  .after(issue('S1', 'WH1', one), giveBack('R1', 'WH1', one))
  .when(issue('S1', 'WH1', one))
  .yieldsNothing()
scenario('a unit does not become another SKU')
  .after(receive('D1', 'WH1'))
  .when({ ...issue('S1', 'WH1', one), data: { ...issue('S1', 'WH1', one).data, sku: 'KFR-35' } } as ReturnType<typeof issue>)
  .rejects('SERIAL_NUMBERS_MISMATCH', { sku: 'BCD-500' })

const forgetful = scenariosOf(serialAggregateRemembering(1))
forgetful('a movement that may be a forgotten one is refused')
  .after(receive('D1', 'WH1', null, 1), receive('D2', 'WH2', 'WH1', 2), receive('D3', 'WH1', 'WH2', 3), receive('D4', 'WH2', 'WH1', 4))
  .when(receive('D1', 'WH1', null, 1))
  .rejects('COMMAND_TOO_OLD', { forgottenUpTo: 2 })

scenario('a unit that is to be refurbished is not sold as it is')
  .after(issue('S1', 'WH1', one), giveBack('R1', 'WH1', one, 2, 'refurbish'))
  .when(issue('S2', 'WH1', other, 3))
  .rejects('SERIAL_NUMBER_UNFIT', { condition: 'refurbish' })
scenario('nor is scrap')
  .after(issue('S1', 'WH1', one), giveBack('R1', 'WH1', one, 2, 'scrap'))
  .when(issue('S2', 'WH1', other, 3))
  .rejects('SERIAL_NUMBER_UNFIT')
scenario('a repaired unit is')
  .after(issue('S1', 'WH1', one), giveBack('R1', 'WH1', one, 2, 'refurbish'), regrade('G1', 'WH1', 'sellable', 3))
  .when(issue('S2', 'WH1', other, 4))
  .yieldsLike({ type: 'SerialNumberIssued' })
scenario('a unit nobody graded may leave, as before there were grades')
  .after(issue('S1', 'WH1', one), giveBack('R1', 'WH1', one, 2, 'damaged'))
  .when(issue('S2', 'WH1', other, 3))
  .yieldsLike({ type: 'SerialNumberIssued' })
scenario('a unit is graded where it is')
  .after(receive('D1', 'WH1'))
  .when(regrade('G1', 'WH2', 'scrap'))
  .rejects('SERIAL_NUMBER_ELSEWHERE')
scenario('the same grading twice is one')
  .after(receive('D1', 'WH1'), regrade('G1', 'WH1', 'scrap'))
  .when(regrade('G1', 'WH1', 'scrap'))
  .yieldsNothing()
scenario('a return that says another grade is another return')
  .after(issue('S1', 'WH1', one), giveBack('R1', 'WH1', one, 2, 'scrap'))
  .when(giveBack('R1', 'WH1', one, 2, 'sellable'))
  .rejects('DOCUMENT_DIFFERS')
test('a return of before there were grades says that nobody graded the unit', () => {
  expect(upcast(serialEvents.SerialNumberReturned, { sku: 's' }, 1)).toEqual({ sku: 's', condition: null })
})
