import type { Aggregate } from '../shared/aggregate.ts'
import { type Decision, reject } from '../shared/decision.ts'
import { agreeToRefund, approveRefund, closeAfterSales, recordRefundPaid, refuseRefund } from './answering.ts'
import { type AfterSalesCommand, afterSalesCommands } from './commands.ts'
import { draftOf } from './draft.ts'
import type { AfterSalesEvent } from './events.ts'
import { nameReplacement, priceExchange } from './exchanging.ts'
import { claimGift, recordReplacement, restoreSale, undoSale, waiveGift } from './following.ts'
import { recordChannelAfterSale } from './recording.ts'
import { amendRefund, requestRefund } from './requesting.ts'
import { expireReturn, setReturnDeadline } from './return-deadline.ts'
import { expectReturn, inspectReturn, receiveReturn } from './returning.ts'
import { type AfterSalesState, evolve, freeze, thaw, weigh } from './state.ts'

function decide(state: AfterSalesState, command: AfterSalesCommand): Decision<AfterSalesEvent> {
  if (command.type === 'RecordChannelAfterSale') return recordChannelAfterSale(state, command.data)
  if (command.type === 'RequestRefund') return requestRefund(state, command)
  if (state === null) return reject('AFTER_SALES_UNKNOWN', { afterSalesId: command.data.afterSalesId })
  const draft = draftOf(state)
  switch (command.type) {
    case 'AmendRefund':
      return amendRefund(draft, command)
    case 'AgreeToRefund':
      return agreeToRefund(draft)
    case 'ApproveRefund':
      return approveRefund(draft, command)
    case 'RefuseRefund':
      return refuseRefund(draft, command)
    case 'RecordRefundPaid':
      return recordRefundPaid(draft, command)
    case 'CloseAfterSales':
      return closeAfterSales(draft, command)
    case 'ExpectReturn':
      return expectReturn(draft, command)
    case 'ReceiveReturn':
      return receiveReturn(draft, command)
    case 'InspectReturn':
      return inspectReturn(draft, command)
    case 'SetReturnDeadline':
      return setReturnDeadline(draft, command)
    case 'ExpireReturn':
      return expireReturn(draft, command)
    case 'NameReplacement':
      return nameReplacement(draft, command)
    case 'PriceExchange':
      return priceExchange(draft, command)
    case 'RecordReplacement':
      return recordReplacement(draft, command)
    case 'ClaimGift':
      return claimGift(draft, command)
    case 'WaiveGift':
      return waiveGift(draft, command)
    case 'UndoSale':
      return undoSale(draft, command)
    case 'RestoreSale':
      return restoreSale(draft)
  }
}

/**
 * One after-sales case: what a buyer asks for, what was answered, and what came back. It asks, the order decides about its money:
 * agreed here, committed there, then approved here. Key: the after-sales id.
 */
export const afterSalesAggregate: Aggregate<{ state: AfterSalesState; command: AfterSalesCommand; event: AfterSalesEvent }> = {
  category: 'aftersales',
  stateVersion: 3,
  commandTypes: Object.keys(afterSalesCommands) as AfterSalesCommand['type'][],
  key: ({ data }) => data.afterSalesId,
  initial: () => null,
  evolve,
  decide,
  freeze,
  thaw,
  weigh,
}
