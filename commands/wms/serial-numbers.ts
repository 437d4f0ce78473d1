import type { FulfilmentRequest, ShippedLine } from '../../domain/fulfilment/state.ts'
import { serialAggregate } from '../../domain/serial/serial.ts'
import { type Rejection, reject } from '../../domain/shared/decision.ts'
import { streamKey } from '../../domain/shared/stream-name.ts'
import type { Catalogue } from '../catalogue/port.ts'
import type { CommandBus } from '../command-bus.ts'

/** A unit that, as the ledger knows, cannot have left here: a buyer has it, or another location. Null when there is none. */
export async function usedSerialNumber(
  bus: CommandBus,
  catalogue: Pick<Catalogue, 'sku'>,
  { fulfilmentId, location }: FulfilmentRequest,
  lines: readonly ShippedLine[],
): Promise<Rejection | null> {
  for (const { sku, serialNumbers } of lines) {
    const maker = serialNumbers.length === 0 ? null : ((await catalogue.sku(sku))?.maker ?? null)
    if (maker === null) continue
    for (const serialNumber of serialNumbers) {
      const serial = await bus.look(serialAggregate, streamKey([maker, serialNumber]))
      if (serial === null || serial.place.kind === 'nowhere') continue
      if (serial.sku !== null && serial.sku !== sku) return reject('SERIAL_NUMBERS_MISMATCH', { sku, serialNumber, knownAs: serial.sku })
      const { place } = serial
      const isHere = place.kind === 'location' ? place.location === location : place.fulfilmentId === fulfilmentId
      if (!isHere) return reject('SERIAL_NUMBER_ELSEWHERE', { serialNumber, ...place })
    }
  }
  return null
}
