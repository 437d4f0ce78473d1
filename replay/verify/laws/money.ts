import type { Law } from './law.ts'

/** Captured = kept + refunded, and nothing refunded that was not captured. `[captured, refunded]` by order. */
export function moneyLaw(): Law {
  const counted = new Map<string, [number, number]>()
  return {
    name: 'money of orders',
    types: ['DepositPaid', 'PaymentCaptured', 'RefundCommitted', 'RefundReleased'],
    see({ type, data }) {
      const money = counted.get(data.orderId) ?? [0, 0]
      const backFen = (data.buyerFen ?? 0) + (data.freightFen ?? 0) + (data.otherFen ?? 0)
      if (type === 'RefundCommitted') money[1] += backFen
      else if (type === 'RefundReleased') money[1] -= backFen
      else money[0] += data.amountFen
      counted.set(data.orderId, money)
    },
    async *breaches(shown) {
      for (const [orderId, [capturedFen, refundedFen]] of counted) {
        if (refundedFen > capturedFen || refundedFen < 0)
          yield {
            law: this.name,
            where: orderId,
            says: 'refunds are no more than what was captured',
            counted: refundedFen,
            shown: capturedFen,
          }
      }
      for await (const { orderId, capturedFen, refundCommittedFen } of shown.orders()) {
        const [captured, refunded] = counted.get(orderId) ?? [0, 0]
        if (captured !== capturedFen) yield { law: this.name, where: orderId, says: 'captured', counted: captured, shown: capturedFen }
        const kept = capturedFen - refundCommittedFen
        if (captured - refunded !== kept)
          yield { law: this.name, where: orderId, says: 'kept = captured - refunded', counted: captured - refunded, shown: kept }
      }
    },
  }
}
