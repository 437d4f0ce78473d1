import type { CommandOf } from '../../shared/command.ts'
import { orderKey } from '../../shared/stream-name.ts'
import type { AfterSalesCommand, ChannelAfterSale } from '../commands.ts'

export const afterSalesId = orderKey('app', 'shop', 'r1')
export const requestedAt = Date.UTC(2026, 5, 19)

/** A return of one unit for 1,000 fen, just asked for. */
export const returnOf = (overrides: Partial<ChannelAfterSale> = {}): ChannelAfterSale => ({
  afterSalesId,
  orderId: orderKey('app', 'shop', '1'),
  channel: 'app',
  shop: 'shop',
  channelOrderId: '1',
  refundId: 'r1',
  kind: 'returnAndRefund',
  status: 'requested',
  rawStatus: 'WAIT',
  modifiedAt: requestedAt,
  requestedAt,
  paidAt: null,
  lines: [{ lineId: 'a', quantity: 1 }],
  refundFen: 1_000,
  freightFen: 0,
  reason: null,
  returnWaybill: null,
  returnedTo: null,
  condition: null,
  serialNumbers: [],
  ...overrides,
})

export const later = (message: ChannelAfterSale, laterMs: number, changes: Partial<ChannelAfterSale> = {}): ChannelAfterSale => ({
  ...message,
  modifiedAt: message.modifiedAt + laterMs,
  ...changes,
})

export const record = (data: ChannelAfterSale): AfterSalesCommand => ({ type: 'RecordChannelAfterSale', data })

/** A command on the one case of the tests. */
export const ask = <Type extends Exclude<AfterSalesCommand['type'], 'RecordChannelAfterSale'>>(
  type: Type,
  data: Omit<CommandOf<AfterSalesCommand, Type>['data'], 'afterSalesId'>,
): AfterSalesCommand => ({ type, data: { afterSalesId, ...data } }) as unknown as AfterSalesCommand

export const units = (quantity: number, lineId = 'a') => ({ lineId, sku: `sku ${lineId}`, quantity, serialNumbers: [] as string[] })
