/** What a channel can be told of an order, or of an after-sales case of it, as far as it takes it. */
export const pushedStatuses = [
  'shipped',
  'delivered',
  'installed',
  'closed',
  'refundAgreed',
  'refundRefused',
  'returnReceived',
  'returnInspected',
  'refundPaid',
] as const
export type PushedStatus = (typeof pushedStatuses)[number]

/** What a shop is told that does not say what. Decisions about money are told where that is said. */
export const usualStatuses = ['shipped', 'delivered', 'closed'] as const satisfies readonly PushedStatus[]
