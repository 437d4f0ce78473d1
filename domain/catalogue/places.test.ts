import { expect, test } from 'vitest'
import { scenariosOf } from '../shared/testing/scenario.ts'
import type { LocationCommand, ShopCommand } from './commands.ts'
import { locationAggregate } from './location.ts'
import { shopAggregate } from './shop.ts'

const location = (name: string, definedAt: number): LocationCommand => ({
  type: 'DefineLocation',
  data: {
    location: 'WH1',
    name,
    kind: 'warehouse',
    region: { path: ['310000', '310100'], name: 'Shanghai' },
    storeCode: null,
    covers: [],
    active: true,
    definedAt,
  },
})
const shop = (name: string, definedAt: number): ShopCommand => ({
  type: 'DefineShop',
  data: { channel: 'taobao', shop: 's1', name, invoicingEntity: 'Appliances Ltd', unpaidTimeoutMs: null, definedAt },
})

test('a stream is one location, or one shop of a channel', () => {
  expect(locationAggregate.key(location('North', 1))).toBe('WH1')
  expect(shopAggregate.key(shop('Flagship', 1))).toBe('taobao.s1')
})

const locations = scenariosOf(locationAggregate)
locations('a location is defined').when(location('North', 1)).yieldsLike({ type: 'LocationDefined' })
locations('the same location twice is one').after(location('North', 1)).when(location('North', 1)).yieldsNothing()
locations('a later location replaces it')
  .after(location('North', 1))
  .when(location('South', 2))
  .yieldsLike({ type: 'LocationDefined', data: { name: 'South' } })
locations('a location that comes late does not').after(location('North', 2)).when(location('South', 1)).rejects('COMMAND_TOO_OLD')
locations('of one instant there is one location').after(location('North', 1)).when(location('South', 1)).rejects('COMMAND_DIFFERS')

const able = (handlingFen: number | null, setAt: number): LocationCommand => ({
  type: 'SetLocationAbility',
  data: {
    location: 'WH1',
    ability:
      handlingFen === null
        ? null
        : {
            ...{ tasks: ['ship'], card: 'standard', invoicingEntities: null, subsidyRegions: null, handlingFen },
            ...{ deliveryDays: [1, 1, 2, 3], paused: false },
          },
    setAt,
  },
})
locations('what a location can do is said')
  .after(location('North', 5))
  .when(able(1, 1))
  .yieldsLike({ type: 'LocationAbilitySet', data: { ability: { handlingFen: 1 } } })
locations('what a location can do that is not there is refused').when(able(1, 1)).rejects('LOCATION_UNKNOWN', { location: 'WH1' })
locations('what it can do may be left to its kind again')
  .after(location('North', 1), able(1, 1))
  .when(able(null, 2))
  .yieldsLike({ type: 'LocationAbilitySet', data: { ability: null } })
locations('the same ability twice is one').after(location('North', 1), able(1, 1)).when(able(1, 1)).yieldsNothing()
locations('an ability that comes late does not hold').after(location('North', 1), able(1, 2)).when(able(2, 1)).rejects('COMMAND_TOO_OLD')
locations('of one instant there is one ability').after(location('North', 1), able(1, 1)).when(able(2, 1)).rejects('COMMAND_DIFFERS')
locations('a definition leaves the ability as it is')
  .after(location('North', 1), able(1, 9), location('South', 2))
  .when(able(1, 9))
  .yieldsNothing()

const shops = scenariosOf(shopAggregate)
shops('a shop is defined').when(shop('Flagship', 1)).yieldsLike({ type: 'ShopDefined' })
shops('the same shop twice is one').after(shop('Flagship', 1)).when(shop('Flagship', 1)).yieldsNothing()
shops('a later shop replaces it')
  .after(shop('Flagship', 1))
  .when(shop('Outlet', 2))
  .yieldsLike({ type: 'ShopDefined', data: { name: 'Outlet' } })
shops('a shop that comes late does not').after(shop('Flagship', 2)).when(shop('Outlet', 1)).rejects('COMMAND_TOO_OLD')
shops('of one instant there is one shop').after(shop('Flagship', 1)).when(shop('Outlet', 1)).rejects('COMMAND_DIFFERS')
