import { total, yuanText } from '../amounts.ts'
import type { AfterSale, Line, Sale, Version, Writer } from '../sale.ts'
import { dateText, localText } from '../times.ts'

/** Tickets of a till: yuan as text, times in China; a return has negative quantities and amounts. */

const ticketOf = (orderId: string) => {
  const [storeCode, posNo, bizDate, ticketNo] = orderId.split('.') as [string, string, string, string]
  return { storeCode, posNo, bizDate, ticketNo }
}

const customer = ({ buyer, lines }: Sale) => {
  if (buyer === null) return {}
  const { province, city, district } = buyer.place
  const isSubsidised = lines.some(({ shares }) => shares.governmentFen > 0)
  const { name, phone, address } = buyer
  return {
    memberId: `M-${buyer.number}`,
    customer: { name, phone, identityNumber: isSubsidised ? buyer.identityNumber : null, province, city, district, address },
  }
}

const ticketLine = (line: Line, sale: Sale, sign: 1 | -1, quantity: number) => ({
  lineNo: line.lineId,
  sku: line.channelSku,
  title: line.sku.name,
  sns: line.serialNumbers.slice(0, quantity),
  qty: sign * quantity,
  tagPrice: yuanText(line.unitFen),
  dealPrice: yuanText(line.unitFen),
  lineDiscount: yuanText((sign * line.shares.itemFen * quantity) / line.quantity),
  deliveryMode: sale.delivery === 'carryOut' ? 'carry' : line.installs ? 'install' : 'ship',
  ...(line.isGift ? { gift: true, giftOfLineNo: sale.lines[0]!.lineId } : {}),
})

function order(sale: Sale, version: Version): unknown {
  const subsidyFen = total(sale.lines.map(({ shares }) => shares.governmentFen))
  const { depositFen } = sale
  const isDeposit = depositFen !== null && version.paidAt === null
  const isFinal = depositFen !== null && version.paidAt !== null
  const ticket = ticketOf(sale.orderId)
  const money = (method: string, fen: number, suffix: string, stage: string | null) => ({
    ...{ method, amount: yuanText(fen), refNo: `${sale.orderId}-${suffix}` },
    ...(stage === null ? {} : { stage }),
  })
  return {
    type: isDeposit ? 'deposit' : isFinal ? 'final' : 'sale',
    ...ticket,
    ...(isFinal ? { ticketNo: `F${ticket.ticketNo}`, originalTicketNo: ticket.ticketNo, originalBizDate: ticket.bizDate } : {}),
    storeName: sale.store!.name,
    saleTime: localText(isFinal ? version.paidAt! : sale.placedAt),
    changedTime: localText(version.modifiedAt),
    ...customer(sale),
    lines: sale.lines.map((line) => ticketLine(line, sale, 1, line.quantity)),
    freight: yuanText(sale.freightFen),
    ...(isDeposit ? { dueLater: yuanText(sale.payFen - depositFen) } : {}),
    tenders: [
      ...(depositFen === null ? [money('wx', sale.payFen, '1', null)] : [money('wx', depositFen, 'D', isFinal ? 'deposit' : null)]),
      ...(isFinal ? [money('card', sale.payFen - depositFen, 'B', 'balance')] : []),
      ...(subsidyFen > 0 ? [money('gov_subsidy', subsidyFen, 'G', null)] : []),
    ],
    ...(subsidyFen > 0 ? { subsidyCategory: sale.lines[0]!.sku.category, subsidyRegionCode: sale.store!.place.path[1] } : {}),
    ...(sale.remark === null ? {} : { remark: sale.remark }),
  }
}

const afterSale = (sale: Sale, { lines, refundFen, modifiedAt, refundId, condition }: AfterSale): unknown => {
  const original = ticketOf(sale.orderId)
  const returned = ticketOf(refundId)
  return {
    type: 'return',
    ...returned,
    originalTicketNo: original.ticketNo,
    originalBizDate: original.bizDate,
    saleTime: localText(modifiedAt),
    ...{ bizDate: dateText(modifiedAt), storeName: sale.store!.name },
    lines: lines.map(({ line, quantity }) => ({ ...ticketLine(line, sale, -1, quantity), condition })),
    tenders: [{ method: 'wx', amount: yuanText(-refundFen), refNo: `${refundId}-R` }],
    reason: '不合用',
  }
}

export const pos: Writer = { order, afterSale, severalLines: true }
