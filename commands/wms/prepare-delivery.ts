import { fulfilmentAggregate } from '../../domain/fulfilment/fulfilment.ts'
import { isOpen, phaseOf } from '../../domain/fulfilment/phase.ts'
import type { Requested } from '../../domain/fulfilment/requested.ts'
import type { AnyCommand } from '../../domain/shared/aggregate.ts'
import { type Rejection, reject } from '../../domain/shared/decision.ts'
import { sum } from '../../domain/shared/money.ts'
import type { DeliveryConfirm, LackReport, ProcessReport } from '../../domain/wms/canonical.ts'
import { fulfilmentIdOf } from '../../domain/wms/keys.ts'
import { lackOfRest, type Matched, matchConfirm, matchLack, restOf } from '../../domain/wms/matching.ts'
import { wmsOrderAggregate } from '../../domain/wms/order.ts'
import { firstRefusal } from './dry-run.ts'
import type { PreparedWms, Preparing, WmsSource } from './prepared.ts'
import { usedSerialNumber } from './serial-numbers.ts'

/** The work a message is about; refused when there is none. */
async function workOf(orderCode: string, { location }: WmsSource, { bus }: Preparing): Promise<Requested | Rejection> {
  const fulfilmentId = fulfilmentIdOf(orderCode, location)
  const fulfilment = fulfilmentId === null ? null : await bus.look(fulfilmentAggregate, fulfilmentId)
  if (fulfilment === null || fulfilment.request === null) return reject('FULFILMENT_UNKNOWN', { orderCode })
  return fulfilment as Requested
}

function whichOf({ request: { fulfilmentId, orderId, channel, shop, location } }: Requested) {
  return { fulfilmentId, orderId, channel, shop, location }
}

/** Where nothing left, its word for how the work stands is all it says. */
export async function prepareDelivery(confirm: DeliveryConfirm, source: WmsSource, options: Preparing): Promise<PreparedWms | Rejection> {
  const { orderCode, status, confirmedAt } = confirm
  const work = await workOf(orderCode, source, options)
  if ('accepted' in work) return work
  if (status !== null && endings.has(status) && isEmpty(confirm))
    return prepareProgress({ kind: 'processReport', orderCode, status, reportedAt: confirmedAt }, source, options)
  const messageNumber = confirm.messageNumber ?? source.messageId
  const matched = matchConfirm(work, confirm, `${orderCode}/${messageNumber}`.slice(-200))
  if ('accepted' in matched) return matched
  const commands = [
    await recordAsk(work, confirm, messageNumber, matched, source, options),
    ...dispatchAsks(work, confirm, matched, source),
  ]
  const refusal = await refusalOf(work, matched, commands, options)
  return refusal ?? { subjectId: work.request.fulfilmentId, commands }
}

const isEmpty = ({ packages, lines }: DeliveryConfirm): boolean =>
  sum([...lines, ...packages.flatMap(({ units }) => units)].map(({ quantity }) => quantity)) === 0

async function recordAsk(
  work: Requested,
  { isFinal, confirmedAt }: DeliveryConfirm,
  messageNumber: string,
  { units, parcels, shipments }: Matched,
  { location, receivedAt }: WmsSource,
  { policies, clock }: Preparing,
): Promise<AnyCommand> {
  const { document } = await policies.inForce('wms', clock.now())
  const settleMs = document.warehouses.find((each) => each.location === location)?.lackSettlesAfterMs ?? 0
  const leaving = sum(shipments.flatMap(({ lines }) => lines).map(({ quantity }) => quantity))
  const isShort = isFinal && restOf(work) > leaving
  const data = { ...whichOf(work), messageNumber, isFinal, units, parcels, confirmedAt: confirmedAt ?? receivedAt }
  return { type: 'RecordWmsConfirm', data: { ...data, settleBy: isShort ? receivedAt + settleMs : null } }
}

const dispatchAsks = (work: Requested, { confirmedAt }: DeliveryConfirm, { shipments }: Matched, { receivedAt }: WmsSource) =>
  shipments.map((shipment) => ({
    type: 'DispatchShipment',
    data: { fulfilmentId: work.request.fulfilmentId, ...shipment, dispatchedAt: confirmedAt ?? receivedAt },
  }))

async function refusalOf(
  work: Requested,
  { shipments }: Matched,
  [record, ...dispatches]: readonly AnyCommand[],
  { bus, catalogue }: Preparing,
): Promise<Rejection | null> {
  const refusal = firstRefusal(fulfilmentAggregate, work, dispatches)
  if (refusal !== null) return refusal
  const used = await usedSerialNumber(
    bus,
    catalogue,
    work.request,
    shipments.flatMap(({ lines }) => lines),
  )
  return used ?? firstRefusal(wmsOrderAggregate, await bus.look(wmsOrderAggregate, work.request.fulfilmentId), [record!])
}

/** Words by which a warehouse says that nothing more comes of the work. */
const endings = new Set(['REJECT', 'CANCELED', 'CLOSED', 'CANCELEDFAIL', 'EXCEPTION'])
/** Words by which it says that it works on it. */
const working = new Set(['ACCEPT', 'PRINT', 'PICK', 'CHECK', 'PACKAGE', 'WEIGH', 'READY'])

export async function prepareProgress(report: ProcessReport, source: WmsSource, options: Preparing): Promise<PreparedWms | Rejection> {
  const work = await workOf(report.orderCode, source, options)
  if ('accepted' in work) return work
  const { fulfilmentId } = work.request
  const noted = { ...whichOf(work), status: report.status.slice(0, 100), reportedAt: report.reportedAt ?? source.receivedAt }
  return { subjectId: fulfilmentId, commands: [{ type: 'RecordWmsProgress', data: noted }, ...followAsks(work, report.status)] }
}

/** Its word about calling the work off is final; and what it gives up by itself, it does not send. */
function followAsks(work: Requested, status: string): readonly AnyCommand[] {
  const { fulfilmentId } = work.request
  if (!isOpen(work)) return []
  const reason = `the warehouse says ${status}`
  if (working.has(status)) return phaseOf(work) === 'requested' ? [{ type: 'AcceptFulfilment', data: { fulfilmentId } }] : []
  if (status === 'CANCELEDFAIL')
    return work.callOff?.answer === 'asked' ? [{ type: 'SettleCallOff', data: { fulfilmentId, outcome: 'refused', reason } }] : []
  if (status !== 'CANCELED' && status !== 'REJECT' && status !== 'CLOSED') return []
  if (work.callOff !== null) return [{ type: 'SettleCallOff', data: { fulfilmentId, outcome: 'calledOff', reason } }]
  if (work.units.dispatched === 0) return [{ type: 'RejectFulfilment', data: { fulfilmentId, reason } }]
  const lines = lackOfRest(work)
  return lines.length === 0 ? [] : [{ type: 'ReportLack', data: { fulfilmentId, lines } }]
}

export async function prepareLack(report: LackReport, source: WmsSource, options: Preparing): Promise<PreparedWms | Rejection> {
  const work = await workOf(report.orderCode, source, options)
  if ('accepted' in work) return work
  const { fulfilmentId } = work.request
  const wanted = report.lines.filter(({ quantity }) => quantity > 0)
  if (wanted.length === 0) return { subjectId: fulfilmentId, commands: [] }
  const lines = matchLack(work, wanted)
  if ('accepted' in lines) return lines
  const command = { type: 'ReportLack', data: { fulfilmentId, lines } }
  return firstRefusal(fulfilmentAggregate, work, [command]) ?? { subjectId: fulfilmentId, commands: [command] }
}
