import type { Operation } from './message.ts'
import { openingAt } from './opening.ts'
import type { Sale } from './sale.ts'
import { dateText, dayMs, saleStart } from './times.ts'

const command = (type: string, data: Readonly<Record<string, unknown>>): Operation => ({
  at: openingAt,
  command: { type, data },
  facts: [],
})

/** Brings and installs, but not everywhere. */
export const oneVisitCrew = 'SRV-RRS'
/** Installs what others brought. */
export const installCrew = 'SRV-AZ'

const names = { [oneVisitCrew]: '日日顺送装一体', [installCrew]: '安装到家' }

/** Cities with something to install, and how much of it there is. */
function citiesOf(sales: readonly Sale[]): ReadonlyMap<string, number> {
  const cities = new Map<string, number>()
  for (const { buyer, lines } of sales) {
    const city = buyer?.place.path[1]
    const installed = lines.filter(({ installs }) => installs).length
    if (city !== undefined && installed > 0) cities.set(city, (cities.get(city) ?? 0) + installed)
  }
  return cities
}

/** Half of the cities have a crew that brings what it installs. */
const comesAtOnce = (city: string): boolean => Number(city.slice(0, 4)) % 2 === 1

export function providers(sales: readonly Sale[]): readonly Operation[] {
  const cover = (provider: string, serviceKind: string, area: string) =>
    command('SetCoverage', {
      ...{ provider, serviceKind, area, category: null, brand: null },
      ...{ validFrom: openingAt, validTo: null, setAt: openingAt },
    })
  return [
    ...Object.entries(names).map(([provider, name]) => command('DefineProvider', { provider, name, definedAt: openingAt })),
    cover(installCrew, 'install', 'CN'),
    ...[...citiesOf(sales).keys()].filter(comesAtOnce).map((city) => cover(oneVisitCrew, 'toHomeAndInstall', city)),
  ]
}

/** How long ahead crews open their calendars. */
const openDays = 32
const slots = ['morning', 'afternoon']

/** A crew can come to so many of what a city bought in each slot: everybody is served within a week. */
export function capacities(sales: readonly Sale[], days: number): readonly Operation[] {
  return [...citiesOf(sales)].flatMap(([area, installed]) => {
    const quantity = Math.max(2, Math.ceil(installed / 8))
    const crews = comesAtOnce(area) ? [oneVisitCrew, installCrew] : [installCrew]
    return Array.from({ length: days + openDays }, (_, day) => dateText(saleStart + day * dayMs)).flatMap((date) =>
      crews.flatMap((provider) =>
        slots.map((slot) =>
          command('OfferCapacity', { area, date, provider, slot, offeredFor: null, quantity, overbookPercent: 10, setAt: openingAt }),
        ),
      ),
    )
  })
}
