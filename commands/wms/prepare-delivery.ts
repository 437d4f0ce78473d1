import { fulfilmentAggregate } from '../../domain/fulfilment/fulfilment.ts'
import { isOpen, phaseOf } from '../../domain/fulfilment/phase.ts'
import type { Requested } from '../../domain/fulfilment/requested.ts'
import type { AnyCommand } from '../../domain/shared/aggregate.ts'
import { type Rejection, reject } from '../../domain/shared/decision.ts'
import { sum } from '../../domain/shared/money.ts'
import type { DeliveryConfirm, LackReport, ProcessReport } from '../../domain/wms/canonical.ts'
import { fulfilmentIdOf } from '../../domain/wms/keys.ts'
import { lackOfRest, type MatchedShipment, restOf } from '../../domain/wms/matching.ts'
import { wmsOrderAggregate } from '../../domain/wms/order.ts'
import { lackTogether, type MatchedTogether, matchTogether } from '../../domain/wms/together.ts'
import { firstRefusal } from './dry-run.ts'
import type { PreparedWms, Preparing, WmsSource } from './prepared.ts'
import { usedSerialNumber } from './serial-numbers.ts'

type Works = readonly [Requested, ...Requested[]]
const isRefused = (found: object): found is Rejection => 'accepted' in found

/** The work a message is about, that in whose name it was sent first; refused when there is none. */
async function worksOf(orderCode: string, { location }: WmsSource, { bus }: Preparing): Promise<Works | Rejection> {
  const fulfilmentId = fulfilmentIdOf(orderCode, location)
  const fulfilment = fulfilmentId === null ? null : await bus.look(fulfilmentAggregate, fulfilmentId)
  if (fulfilment === null || fulfilment.request === null) return reject('FULFILMENT_UNKNOWN', { orderCode })
  const members = (await bus.look(wmsOrderAggregate, fulfilment.request.fulfilmentId))?.members ?? []
  const others = await Promise.all(members.map((id) => bus.look(fulfilmentAggregate, id)))
  return [fulfilment as Requested, ...others.map((other) => other as Requested)]
}

function whichOf({ request: { fulfilmentId, orderId, channel, shop, location } }: Requested) {
  return { fulfilmentId, orderId, channel, shop, location }
}

/** Where nothing left, its word for how the work stands is all it says. */
export async function prepareDelivery(confirm: DeliveryConfirm, source: WmsSource, options: Preparing): Promise<PreparedWms | Rejection> {
  const { orderCode, status, confirmedAt } = confirm
  const works = await worksOf(orderCode, source, options)
  if (isRefused(works)) return works
  if (status !== null && endings.has(status) && isEmpty(confirm))
    return prepareProgress({ kind: 'processReport', orderCode, status, reportedAt: confirmedAt }, source, options)
  const messageNumber = confirm.messageNumber ?? source.messageId
  const matched = matchTogether(works, confirm, `${orderCode}/${messageNumber}`.slice(-200))
  if ('accepted' in matched) return matched
  const commands = [
    await recordAsk(works, confirm, messageNumber, matched, source, options),
    ...works.flatMap((work, place) => dispatchAsks(work, confirm, matched.parts[place]!, source)),
  ]
  const refusal = await refusalOf(works, confirm, matched, commands[0]!, source, options)
  return refusal ?? { subjectId: works[0].request.fulfilmentId, commands }
}

const isEmpty = ({ packages, lines }: DeliveryConfirm): boolean =>
  sum([...lines, ...packages.flatMap(({ units }) => units)].map(({ quantity }) => quantity)) === 0

async function recordAsk(
  works: Works,
  { isFinal, confirmedAt }: DeliveryConfirm,
  messageNumber: string,
  { units, parcels, parts }: MatchedTogether,
  { location, receivedAt }: WmsSource,
  { policies, clock }: Preparing,
): Promise<AnyCommand> {
  const { document } = await policies.inForce('wms', clock.now())
  const settleMs = document.warehouses.find((each) => each.location === location)?.lackSettlesAfterMs ?? 0
  const leaving = sum(parts.flat().flatMap(({ lines }) => lines.map(({ quantity }) => quantity)))
  const isShort = isFinal && sum(works.map(restOf)) > leaving
  const data = { ...whichOf(works[0]), messageNumber, isFinal, units, parcels, confirmedAt: confirmedAt ?? receivedAt }
  return { type: 'RecordWmsConfirm', data: { ...data, settleBy: isShort ? receivedAt + settleMs : null } }
}

const dispatchAsks = (
  work: Requested,
  { confirmedAt }: DeliveryConfirm,
  shipments: readonly MatchedShipment[],
  { receivedAt }: WmsSource,
) =>
  shipments.map((shipment) => ({
    type: 'DispatchShipment',
    data: { fulfilmentId: work.request.fulfilmentId, ...shipment, dispatchedAt: confirmedAt ?? receivedAt },
  }))

async function refusalOf(
  works: Works,
  confirm: DeliveryConfirm,
  { parts }: MatchedTogether,
  record: AnyCommand,
  source: WmsSource,
  { bus, catalogue }: Preparing,
): Promise<Rejection | null> {
  let used: Rejection | null = null
  for (const [place, work] of works.entries()) {
    const shipments = parts[place]!
    const refusal = firstRefusal(fulfilmentAggregate, work, dispatchAsks(work, confirm, shipments, source))
    if (refusal !== null) return refusal
    used ??= await usedSerialNumber(
      bus,
      catalogue,
      work.request,
      shipments.flatMap(({ lines }) => lines),
    )
  }
  return used ?? firstRefusal(wmsOrderAggregate, await bus.look(wmsOrderAggregate, works[0].request.fulfilmentId), [record])
}

/** Words by which a warehouse says that nothing more comes of the work. */
const endings = new Set(['REJECT', 'CANCELED', 'CLOSED', 'CANCELEDFAIL', 'EXCEPTION'])
/** Words by which it says that it works on it. */
const working = new Set(['ACCEPT', 'PRINT', 'PICK', 'CHECK', 'PACKAGE', 'WEIGH', 'READY'])

export async function prepareProgress(report: ProcessReport, source: WmsSource, options: Preparing): Promise<PreparedWms | Rejection> {
  const works = await worksOf(report.orderCode, source, options)
  if (isRefused(works)) return works
  const { fulfilmentId } = works[0].request
  const noted = { ...whichOf(works[0]), status: report.status.slice(0, 100), reportedAt: report.reportedAt ?? source.receivedAt }
  return {
    subjectId: fulfilmentId,
    commands: [{ type: 'RecordWmsProgress', data: noted }, ...works.flatMap((work) => followAsks(work, report.status))],
  }
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
  const works = await worksOf(report.orderCode, source, options)
  if (isRefused(works)) return works
  const { fulfilmentId } = works[0].request
  const wanted = report.lines.filter(({ quantity }) => quantity > 0)
  if (wanted.length === 0) return { subjectId: fulfilmentId, commands: [] }
  const lacks = lackTogether(works, wanted)
  if (isRefused(lacks)) return lacks
  const commands: AnyCommand[] = []
  for (const [place, work] of works.entries()) {
    const lines = lacks[place]!
    if (lines.length === 0) continue
    const command = { type: 'ReportLack', data: { fulfilmentId: work.request.fulfilmentId, lines } }
    const refusal = firstRefusal(fulfilmentAggregate, work, [command])
    if (refusal !== null) return refusal
    commands.push(command)
  }
  return { subjectId: fulfilmentId, commands }
}
