export const clientNames = ['eventstore', 'kurrent'] as const
/** `eventstore` is `@eventstore/db-client`; `kurrent` its successor, whose reads are native code. */
export type ClientName = (typeof clientNames)[number]
