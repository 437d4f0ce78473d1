import type { EventOfType } from '../../../domain/events.ts'
import { streamKey } from '../../../domain/shared/stream-name.ts'
import type { Json } from '../../../stores/documents/port.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Process } from '../process.ts'

type Dispatched = EventOfType<'TransferDispatched'>['data']

/** Between the two legs of a transfer: tells the receiving location what is on its way to it. */
export const transferProcess = (clock: Clock): Process => ({
  name: 'transfer',
  triggers: ['TransferDispatched'],
  concerns(event) {
    if (event.type !== 'TransferDispatched') return { instances: [], wakes: [] }
    const { transferId, sku, to } = event.data
    return { instances: [{ instanceId: streamKey([transferId, sku], to), facts: event.data as Json }], wakes: [] }
  },
  next: async (_instanceId, state, facts) => {
    if (state.steps.has('expect')) return { do: 'end', outcome: 'expected' }
    const { sku, transferId, location: from, to, toRegionPath, quantity, category, brand } = facts as unknown as Dispatched
    const data = { sku, location: to, regionPath: toRegionPath, category, brand, transferId, from, quantity, askedAt: clock.now() }
    return { do: 'ask', step: 'expect', asks: [{ type: 'ExpectTransfer', data }] }
  },
})
