import { textHashOf } from '../../tracking/text-hash.ts'
import type { TraceCommand } from '../commands.ts'
import type { TracedFact } from '../fields.ts'

const which = { reporter: 'kuaidi100', waybill: 'SF1' }
const kept = (messageId: string) => ({ messageId, receivedAt: 10, personId: 'p1', payload: 'sealed:p1:AAAA', byteLength: 4 })

export const fact = (reportedAt: number, milestone: TracedFact['milestone'] = 'inTransit', text = milestone): TracedFact => ({
  ...{ milestone, status: '0', reportedAt, textHash: textHashOf(text) },
})
export const receive = (messageId: string, ...facts: TracedFact[]): TraceCommand => ({
  type: 'RecordTrace',
  data: { ...which, carrier: 'shunfeng', ...kept(messageId), facts },
})
export const receiveUnreadable = (messageId: string): TraceCommand => ({
  type: 'RecordUnreadableTrace',
  data: { reporter: 'kuaidi100', ...kept(messageId), problems: [{ path: 'nu', expected: 'an id' }] },
})
export const miss = (): TraceCommand => ({ type: 'MissShipment', data: { ...which, code: 'WAYBILL_UNKNOWN', dueAt: 20 } })
export const shipment = (name: string) => ({ orderId: 'app.s1.1', fulfilmentId: `app.s1.1.1@${name}`, shipmentId: 'SF1' })
export const match = (...names: string[]): TraceCommand => ({ type: 'MatchTrace', data: { ...which, shipments: names.map(shipment) } })
