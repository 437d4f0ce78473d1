/** What a channel can be told of an order, as far as it takes it. */
export const pushedStatuses = ['shipped', 'delivered', 'closed'] as const
export type PushedStatus = (typeof pushedStatuses)[number]
