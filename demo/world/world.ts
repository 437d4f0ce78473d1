import { decode } from '../../domain/codec.ts'
import type { DomainEvent, EventType } from '../../domain/events.ts'
import type { EventStore, RecordedEvent } from '../../stores/events/port.ts'
import type { Location } from '../places.ts'
import { withSystem } from '../places.ts'
import type { Plan } from '../plan.ts'
import { type Agenda, createAgenda } from './agenda.ts'
import { createCarriers } from './carrier.ts'
import { createCashier } from './cashier.ts'
import { createChannels } from './channels.ts'
import type { Doors } from './doors.ts'
import { createInspectors } from './inspector.ts'
import { createInstallers } from './installer.ts'
import { createOrders } from './orders.ts'
import type { Outside, Partner } from './partner.ts'
import { createStores } from './store.ts'
import { createWarehouses, type Pace } from './warehouse.ts'
import { createWarehouseSystems, type WarehouseSystems } from './warehouse-system.ts'

/** Everybody outside of the ledger. */
export interface World {
  readonly agenda: Agenda
  readonly warehouseSystems: WarehouseSystems
  /** Lets everybody see what the ledger wrote since. */
  look(): Promise<void>
}

const paces: Readonly<Record<Location['kind'], Pace | null>> = {
  warehouse: { fromMinutes: 100, toMinutes: 30 * 60, lackRate: 0.006 },
  // What it sends nobody else has.
  supplier: { fromMinutes: 8 * 60, toMinutes: 44 * 60, lackRate: 0 },
  store: null,
}

export function createWorld({ seed, stories, locations }: Plan, doors: Doors, events: EventStore, now: () => number): World {
  const agenda = createAgenda()
  const outside: Outside = { seed, agenda, doors, orders: createOrders(stories) }
  const kindOf = new Map(locations.map(({ location, kind }) => [location, kind]))
  const paceOf = (location: string): Pace | null => {
    const kind = kindOf.get(location)
    return kind === undefined || withSystem.includes(location) ? null : paces[kind]
  }
  const partners: readonly Partner[] = [
    createWarehouses(outside, paceOf, now),
    createStores(outside, (location) => kindOf.get(location) === 'store', now),
    createInstallers(outside, now),
    createCarriers(outside, now),
    createChannels(outside, now),
    createInspectors(outside, now),
    createCashier(outside, now),
  ]
  const seers = new Map<string, ((data: never) => void)[]>()
  for (const { sees } of partners)
    for (const [type, see] of Object.entries(sees)) seers.set(type, [...(seers.get(type) ?? []), see as (data: never) => void])
  const filter = { types: [...seers.keys()] as EventType[] }
  let position: bigint | undefined

  return {
    agenda,
    warehouseSystems: createWarehouseSystems(outside, now),
    async look() {
      const written: RecordedEvent[] = []
      for await (const page of events.readAll({ ...(position === undefined ? {} : { after: position }), filter })) {
        for (const event of page.events) written.push(event)
        position = page.position
      }
      // Streams written at once lie in the log as they happened to.
      written.sort((a, b) => (a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : a.revision - b.revision))
      for (const stored of written) {
        const { type, data } = decode(stored) as DomainEvent
        for (const see of seers.get(type) ?? []) see(data as never)
      }
    },
  }
}
