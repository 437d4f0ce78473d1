import type { CommandOf } from '../../shared/command.ts'
import type { Channel, Condition } from '../../shared/fields.ts'
import type { StockCommand } from '../commands.ts'
import type { Grade } from '../events.ts'

type Data<Type extends StockCommand['type']> = CommandOf<StockCommand, Type>['data']

/** Commands about one SKU at one location, as short as the sentence of a shopkeeper. */
export const where = { sku: 'BCD-500', location: 'WH1', regionPath: ['310000', '310100'], category: 'fridge', brand: 'Haier' }
const day = 1_700_000_000_000

export const receive = (documentId: string, quantity: number, askedAt = day): StockCommand => ({
  type: 'ReceiveStock',
  data: { ...where, documentId, quantity, askedAt },
})

interface Asking {
  readonly orderId?: string
  readonly channel?: Channel
  readonly askedAt?: number
}

/** `reserve('A', 2)`, or `reserve({ A: 2, B: 1 })` for several lines of one order. */
export function reserve(what: string | Record<string, number>, quantity = 1, asking: Asking = {}): StockCommand {
  const units = typeof what === 'string' ? { [what]: quantity } : what
  const reservations = Object.entries(units).map(([reservationId, of]) => ({
    reservationId,
    lineId: `line ${reservationId}`,
    quantity: of,
  }))
  return { type: 'ReserveStock', data: { ...where, orderId: 'taobao.s1.1', channel: 'taobao', askedAt: day, ...asking, reservations } }
}

export const release = (reservationId: string, keep = 0): StockCommand => ({
  type: 'ReleaseReservation',
  data: { ...where, reservationId, keep, reason: 'cancelled' },
})

export const issue = (reservationId: string, quantity: number, shipmentId = 'S1'): StockCommand => ({
  type: 'IssueStock',
  data: { ...where, reservationId, quantity, shipmentId, fulfilmentId: 'taobao.s1.1.1@WH1' },
})

export const giveBack = (
  documentId: string,
  quantity: number,
  condition: Data<'ReturnStock'>['condition'] = 'sellable',
  askedAt = day,
): StockCommand => ({
  type: 'ReturnStock',
  data: { ...where, documentId, quantity, condition, askedAt, orderId: 'taobao.s1.1', afterSalesId: 'taobao.s1.R1' },
})

export const adjust = (documentId: string, difference: number, askedAt = day): StockCommand => ({
  type: 'AdjustStock',
  data: { ...where, documentId, difference, askedAt, reason: 'found behind the shelf' },
})

export const count = (documentId: string, counted: number, askedAt = day): StockCommand => ({
  type: 'CountStock',
  data: { ...where, documentId, counted, askedAt },
})

export const damage = (documentId: string, quantity: number, askedAt = day): StockCommand => ({
  type: 'DamageStock',
  data: { ...where, documentId, quantity, askedAt, reason: 'dropped' },
})

export const scrap = (documentId: string, quantity: number, askedAt = day, condition?: Grade): StockCommand => ({
  type: 'ScrapStock',
  data: { ...where, documentId, quantity, askedAt, ...(condition === undefined ? {} : { condition }) },
})

export const regrade = (documentId: string, quantity: number, was: Grade, condition: Condition, askedAt = day): StockCommand => ({
  type: 'GradeStock',
  data: { ...where, documentId, quantity, was, condition, askedAt },
})

export const dispatch = (transferId: string, quantity: number, to = 'WH2', askedAt = day): StockCommand => ({
  type: 'DispatchTransfer',
  data: { ...where, transferId, quantity, to, toRegionPath: ['330000'], askedAt },
})

export const expectTransfer = (transferId: string, quantity: number, from = 'WH0', askedAt = day): StockCommand => ({
  type: 'ExpectTransfer',
  data: { ...where, transferId, quantity, from, askedAt },
})

export const arrive = (transferId: string, documentId: string, quantity: number, askedAt = day): StockCommand => ({
  type: 'ReceiveTransfer',
  data: { ...where, transferId, documentId, quantity, askedAt },
})

export const lose = (transferId: string, documentId: string, quantity: number, askedAt = day): StockCommand => ({
  type: 'LoseTransfer',
  data: { ...where, transferId, documentId, quantity, askedAt },
})

export const keepBack = (safetyStock: number, setAt = 1): StockCommand => ({
  type: 'SetSafetyStock',
  data: { ...where, safetyStock, setAt },
})

export const setQuota = (channel: Channel, quota: number | null, kind: 'exclusive' | 'shared' = 'exclusive', setAt = 1): StockCommand => ({
  type: 'SetChannelQuota',
  data: { ...where, channel, quota, kind, setAt },
})
