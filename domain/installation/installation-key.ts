import { parseStreamKey, streamKey } from '../shared/stream-name.ts'

/** Work cards of an order line are counted from 1: another takes the place of one that is called off. */
export const installationKey = (orderId: string, lineId: string, attempt: number): string =>
  streamKey([...parseStreamKey(orderId).parts, lineId, String(attempt)])
