import type { Aggregate } from '../shared/aggregate.ts'
import { type Decision, reject } from '../shared/decision.ts'
import { expireAuditHold, recordAudit } from './auditing.ts'
import { cancelLine, cancelOrder } from './cancelling.ts'
import { type OrderCommand, orderCommands } from './commands.ts'
import { recordSourcingDecision } from './deciding.ts'
import { recordDelivery, recordShipment } from './delivering.ts'
import { draftOf } from './draft.ts'
import { completeOrder } from './ending.ts'
import type { OrderEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { holdOrder, releaseOrder } from './holding.ts'
import { endInstallation, expectInstallation } from './installing.ts'
import { capturePayment, expireUnpaid } from './paying.ts'
import { recordChannelOrder } from './recording.ts'
import { commitRefund, releaseRefund } from './refunding.ts'
import { freeze, thaw, weigh } from './snapshot.ts'
import { recordBackorder, recordSourcing } from './sourcing.ts'
import type { OrderState } from './state.ts'

function decide(state: OrderState, command: OrderCommand): Decision<OrderEvent> {
  if (command.type === 'RecordChannelOrder') return recordChannelOrder(state, command.data)
  if (state === null) return reject('ORDER_UNKNOWN', { orderId: command.data.orderId })
  const draft = draftOf(state)
  switch (command.type) {
    case 'CapturePayment':
      return capturePayment(draft, command)
    case 'ExpireUnpaidOrder':
      return expireUnpaid(draft, command)
    case 'HoldOrder':
      return holdOrder(draft, command)
    case 'ReleaseOrder':
      return releaseOrder(draft, command)
    case 'CancelOrder':
      return cancelOrder(draft, command)
    case 'CancelLine':
      return cancelLine(draft, command)
    case 'RecordAudit':
      return recordAudit(draft, command)
    case 'ExpireAuditHold':
      return expireAuditHold(draft, command)
    case 'RecordSourcingDecision':
      return recordSourcingDecision(draft, command)
    case 'RecordSourcing':
      return recordSourcing(draft, command)
    case 'RecordBackorder':
      return recordBackorder(draft, command)
    case 'RecordShipment':
      return recordShipment(draft, command)
    case 'RecordDelivery':
      return recordDelivery(draft, command)
    case 'ExpectInstallation':
      return expectInstallation(draft, command)
    case 'EndInstallation':
      return endInstallation(draft, command)
    case 'CompleteOrder':
      return completeOrder(draft, command)
    case 'CommitRefund':
      return commitRefund(draft, command)
    case 'ReleaseRefund':
      return releaseRefund(draft, command)
  }
}

/** Commands whose repeats the order itself knows: these a process may tell it. */
export const keyedOfOrder = [
  'RecordAudit',
  'RecordSourcingDecision',
  'RecordSourcing',
  'RecordShipment',
  'RecordDelivery',
  'ExpectInstallation',
  'EndInstallation',
] as const satisfies readonly OrderCommand['type'][]

/** One order: what was bought and for how much, what was captured and given back, and what became of it. Key: the order id. */
export const orderAggregate: Aggregate<{ state: OrderState; command: OrderCommand; event: OrderEvent }> = {
  category: 'order',
  stateVersion: 5,
  commandTypes: Object.keys(orderCommands) as OrderCommand['type'][],
  naturallyKeyed: keyedOfOrder,
  key: ({ data }) => data.orderId,
  initial: () => null,
  evolve,
  decide,
  freeze,
  thaw,
  weigh,
}
