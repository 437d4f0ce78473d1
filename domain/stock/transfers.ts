import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import type { StockCommand } from './commands.ts'
import type { StockChange } from './events.ts'
import { belowReserved } from './movements.ts'
import { record, repeated } from './repeats.ts'
import type { Stock } from './state.ts'

type Data<Type extends StockCommand['type']> = CommandOf<StockCommand, Type>['data']

/** A decision: what is reserved stays. */
export const dispatch = (stock: Readonly<Stock>, data: Data<'DispatchTransfer'>): Decision<StockChange> =>
  record(stock, { type: 'TransferDispatched', data }, () =>
    data.to === data.location
      ? reject('BAD_REQUEST', { reason: 'a transfer goes to another location' })
      : belowReserved(stock, data.quantity),
  )

/** Transfers on their way are known for as long as they are, however many documents came since. */
export function expect(stock: Readonly<Stock>, data: Data<'ExpectTransfer'>): Decision<StockChange> {
  const expected = stock.expected.get(data.transferId)
  if (expected === undefined) return record(stock, { type: 'TransferExpected', data })
  const { from, quantity } = expected
  return from === data.from && quantity === data.quantity ? accept() : reject('DOCUMENT_DIFFERS', { from, quantity })
}

export const arrive = (stock: Readonly<Stock>, data: Data<'ReceiveTransfer'>): Decision<StockChange> =>
  settle(stock, 'TransferReceived', data)

export const lose = (stock: Readonly<Stock>, data: Data<'LoseTransfer'>): Decision<StockChange> => settle(stock, 'TransferLost', data)

function settle(stock: Readonly<Stock>, type: 'TransferReceived' | 'TransferLost', data: Data<'ReceiveTransfer'>): Decision<StockChange> {
  const { transferId, quantity } = data
  const { from, remaining } = stock.expected.get(transferId) ?? { from: '', remaining: 0 }
  const event: StockChange = { type, data: { ...data, from, remaining: remaining - quantity } }
  const repeat = repeated(stock, event)
  if (repeat !== null) return repeat
  if (!stock.expected.has(transferId)) return reject('TRANSFER_UNKNOWN', { transferId })
  return quantity > remaining ? reject('QUANTITY_EXCEEDED', { remaining }) : accept(event)
}
