import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createListingDirectory } from '../../commands/publishing/listing-directory.ts'
import { createPartStockFinder } from '../../commands/publishing/part-stock.ts'
import { openPublishing, type Publishing, secret } from './world.ts'

const listing = 'stock.app.s1.c%2Dfridge'
let world: Publishing
beforeEach(async () => {
  world = await openPublishing()
  await world.define({ locations: ['HZ', 'SH'] })
})
afterEach(() => world.close())

async function connected(rule: object = {}, change: Parameters<Publishing['connect']>[1] = {}) {
  await world.receive('fridge', 'HZ', 10)
  await world.connect(['app'], change)
  await world.share({ app: rule })
  await world.settle()
}

describe('how many units a shop shows', () => {
  test('is told once it is connected, and again when it changes', async () => {
    await connected()
    expect(world.channels.shown.get('app/c-fridge')).toBe(10)
    await world.order('1', 3)
    await world.receive('fridge', 'SH', 2)
    await world.settle()
    expect(world.channels.quantities('app', 'c-fridge')).toEqual([10, 9])
  })

  test('is told once of many movements, and not at all where nothing is left to tell', async () => {
    await connected()
    for (let count = 0; count < 10; count++) await world.receive('fridge', 'HZ', 1)
    await world.settle()
    expect(world.channels.quantities('app', 'c-fridge')).toEqual([10, 20])
    await world.receive('fridge', 'HZ', 1)
    await world.ask('AdjustStock', {
      ...{
        sku: 'fridge',
        location: 'HZ',
        regionPath: [],
        category: 'refrigerator',
        brand: 'Snow',
        documentId: 'a',
        askedAt: world.clock.now(),
      },
      ...{ difference: -1, reason: 'test' },
    })
    await world.settle()
    expect(world.channels.quantities('app', 'c-fridge')).toEqual([10, 20])
  })

  test('costs nothing where no shop is connected: no push, no wait, no process at all', async () => {
    const without = await openPublishing({ more: { LEDGER_CHANNEL_SECRETS: '' } })
    await without.define()
    await without.receive('fridge', 'HZ', 10)
    await without.connect()
    await without.share()
    await without.order('1')
    await without.dispatch('1', 'SF1')
    await without.settle()
    const streams = new Set<string>()
    for await (const page of without.ledger.events.readAll()) for (const { stream } of page.events) streams.add(stream)
    expect([...streams].filter((stream) => /^(push-|process-(stock|status)-push)/.test(stream))).toEqual([])
    expect(without.channels.received).toEqual([])
    expect(without.ledger.processes.map(({ name }) => name).filter((name) => name.endsWith('-push'))).toEqual([])
    expect(without.ledger.observers.flatMap(({ types }) => types)).not.toContain('ListingDefined')
    await without.close()
  })

  test('follows the policy: share, safety, cap, and a change of all of them', async () => {
    await connected({ sharePercent: 50, safety: 1 })
    expect(world.channels.shown.get('app/c-fridge')).toBe(4)
    await world.share({ app: { cap: 3 } })
    await world.settle()
    expect(world.channels.shown.get('app/c-fridge')).toBe(3)
  })

  test('of a policy that begins later is told then', async () => {
    await connected()
    const from = world.clock.now() + 60_000
    await world.publish('channel-stock', { shops: [{ channel: 'app', shop: 's1', cap: 2 }] }, from)
    await world.settle()
    expect(world.channels.shown.get('app/c-fridge')).toBe(10)
    await world.receive('fridge', 'HZ', 1)
    await world.settle()
    expect(world.channels.shown.get('app/c-fridge')).toBe(11)
    await world.pass(60_000)
    await world.settle()
    expect(world.channels.shown.get('app/c-fridge')).toBe(2)
  })

  test('follows a location that is switched off and on again, at once, and nobody else is looked at', async () => {
    await world.define({ skus: ['oven'], locations: [] })
    await world.receive('oven', 'SH', 4)
    await connected()
    const here = { location: 'HZ', name: 'HZ', kind: 'warehouse', storeCode: null, covers: [] as string[] }
    const region = { path: ['330000', '330100', '330106'], name: '浙江 杭州 西湖' }
    const switched = async (active: boolean, change: object = {}) => {
      world.clock.advanceTo(world.clock.now() + 1_000)
      await world.asked('DefineLocation', { ...here, region, active, definedAt: world.clock.now(), ...change })
      await world.settle()
    }
    const ofOven = () => world.eventsOf('process-stock-push.stock.app.s1.c%2Doven')
    const before = await ofOven()
    await switched(false)
    expect(world.channels.quantities('app', 'c-fridge')).toEqual([10, 0])
    await switched(true)
    expect(world.channels.quantities('app', 'c-fridge')).toEqual([10, 0, 10])
    const ofFridge = () => world.eventsOf(`process-stock-push.${listing}`)
    const looked = await ofFridge()
    await switched(true, { name: 'Hangzhou' })
    expect(await ofFridge()).toEqual(looked)
    await switched(true, { kind: 'store' })
    expect(world.channels.quantities('app', 'c-fridge')).toEqual([10, 0, 10, 0])
    expect(await ofOven()).toEqual(before)
  })

  test('of a bundle follows its parts, and of a listing that ended is nothing', async () => {
    await connected()
    const component = (sku: string, quantity: number) => ({ sku, quantity, priceShare: 1, kind: 'stock' })
    const base = { name: 'set', model: null, maker: null, energyGrade: null, barCode: null, weightGrams: 1, sizeMillimetres: null }
    await world.define({ skus: ['oven'], locations: [] })
    await world.ask('DefineSku', {
      ...{
        ...base,
        sku: 'set',
        category: 'set',
        brand: 'Snow',
        listPriceFen: 1,
        serialNumberRequired: false,
        definedAt: world.clock.now(),
      },
      components: [component('fridge', 2), component('oven', 1)],
    })
    await world.list('app', 'c-set', 'set')
    await world.receive('oven', 'SH', 3)
    await world.settle()
    expect(world.channels.shown.get('app/c-set')).toBe(3)
    await world.order('1', 6)
    await world.settle()
    expect(world.channels.shown.get('app/c-set')).toBe(2)
    await world.list('app', 'c-set', null)
    await world.settle()
    expect(world.channels.shown.get('app/c-set')).toBe(0)
  })

  test('is told to every channel in its own form, signed, under the item it knows', async () => {
    const others = ['taobao', 'jd', 'douyin', 'pdd', 'wechat-shop'] as const
    await world.receive('fridge', 'HZ', 10)
    for (const channel of others) await world.list(channel, '900719925474099312', 'fridge', '77')
    await world.connect(others)
    await world.share(Object.fromEntries(others.map((channel) => [channel, { sharePercent: 20 }])))
    await world.settle()
    expect(world.channels.forged).toEqual([])
    expect(Object.fromEntries(world.channels.shown)).toEqual(
      Object.fromEntries(others.map((channel) => [`${channel}/900719925474099312`, 2])),
    )
    const items = new Set(world.channels.received.map(({ heard }) => (heard.kind === 'stock' ? heard.item : '')))
    expect(items).toEqual(new Set(['77', null]))
  })
})

describe('a channel that does not answer well', () => {
  test.each(['die', 'dieAfter', 'silent', 'garbage', 'broken', 'refuse:isv.busy', 'refuse:isp.busy'] as const)(
    'by %s is told again later, and each try is an event',
    async (mood) => {
      world.channels.feels(mood)
      await connected()
      await world.settle(3)
      expect(world.channels.shown.get('app/c-fridge')).toBe(10)
      expect((await world.pushEvents(listing)).slice(0, 4)).toEqual([
        'ChannelPushBegun',
        'ChannelPushAnswered',
        'ChannelPushBegun',
        'ChannelPushAnswered',
      ])
      const ids = world.channels.received.slice(0, 2).map(({ heard }) => (heard.kind === 'stock' ? heard.requestId : null))
      expect(new Set(ids).size).toBe(1)
      const [push] = await world.pushes()
      expect(push).toMatchObject({ state: 'taken', shownQuantity: 10, attempts: [{ attempt: 1 }, { attempt: 2, outcome: 'taken' }] })
    },
  )

  test('is told of what is left when it answers again, not of what it missed', async () => {
    await connected({}, { retryFirstMs: 60_000 })
    world.channels.feels('broken')
    await world.receive('fridge', 'HZ', 1)
    await world.settle(1)
    await world.receive('fridge', 'HZ', 4)
    await world.settle(3)
    expect(world.channels.quantities('app', 'c-fridge')).toEqual([10, 11])
    await world.settle(11)
    expect(world.channels.quantities('app', 'c-fridge')).toEqual([10, 11, 15])
  })

  test('and takes a lost quantity late is told once more of what is left', async () => {
    await connected()
    world.channels.feels('late')
    await world.receive('fridge', 'HZ', 1)
    await world.settle(1)
    await world.receive('fridge', 'HZ', 4)
    await world.settle(3)
    expect(world.channels.shown.get('app/c-fridge')).toBe(15)
    world.channels.letComeLate()
    expect(world.channels.shown.get('app/c-fridge')).toBe(11)
    await world.pass(60_000)
    await world.settle()
    expect(world.channels.shown.get('app/c-fridge')).toBe(15)
    expect(world.channels.quantities('app', 'c-fridge')).toEqual([10, 11, 15, 15])
  })

  test('so many times in a row is an exception, which ends when it takes something again', async () => {
    world.channels.feels('broken', 'broken', 'die')
    await connected({}, { triesTaken: 3, retryFirstMs: 1_000, retryLongestMs: 10_000 })
    await world.settle(4)
    expect(await world.openExceptions()).toMatchObject([{ code: 'CHANNEL_UNREACHED', subject: listing, channel: 'app', orderId: null }])
    const count = world.channels.received.length
    await world.settle(10)
    expect(world.channels.received).toHaveLength(count)
    await world.receive('fridge', 'HZ', 1)
    await world.settle(4)
    expect(world.channels.shown.get('app/c-fridge')).toBe(11)
    expect(await world.openExceptions()).toEqual([])
  })

  test('and says that it is of no use is an exception at once, tried anew when somebody says so', async () => {
    world.channels.feels('refuse:NO_SUCH_ITEM')
    await connected({}, { finalCodes: ['NO_SUCH_ITEM'] })
    const [found] = await world.openExceptions()
    expect(found).toMatchObject({ code: 'CHANNEL_REFUSED', details: { code: 'NO_SUCH_ITEM', tries: 1 } })
    expect(world.channels.received).toHaveLength(1)
    const asking = { commandId: 'retry', actor: 'key:test', occurredAt: world.clock.now(), correlationId: 'r', causationId: 'r' }
    expect(await world.ledger.exceptions.retry(found!, asking)).toMatchObject({ ok: true })
    await world.drain()
    await world.settle()
    expect(world.channels.shown.get('app/c-fridge')).toBe(10)
    expect(await world.openExceptions()).toEqual([])
  })

  test('and was set aside is told of the next quantity all the same', async () => {
    world.channels.feels('refuse:NO_SUCH_ITEM')
    await connected({}, { finalCodes: ['NO_SUCH_ITEM'] })
    const [found] = await world.openExceptions()
    const asking = { commandId: 'drop', actor: 'key:test', occurredAt: world.clock.now(), correlationId: 'r', causationId: 'r' }
    expect(await world.ledger.exceptions.drop(found!, asking)).toMatchObject({ accepted: true })
    await world.settle()
    expect(world.channels.received).toHaveLength(1)
    await world.receive('fridge', 'HZ', 1)
    await world.settle()
    expect(world.channels.shown.get('app/c-fridge')).toBe(11)
  })

  test('an item nobody named is an exception that says so, and nothing is sent', async () => {
    await world.receive('fridge', 'HZ', 10)
    await world.list('taobao', '9', 'fridge')
    await world.connect(['taobao'])
    await world.share({ taobao: {} })
    await world.settle()
    expect(world.channels.received).toEqual([])
    expect(await world.openExceptions()).toMatchObject([{ code: 'CHANNEL_REFUSED', details: { code: 'ITEM_UNKNOWN' } }])
    await world.list('taobao', '9', 'fridge', '77', world.clock.now() + 1)
    await world.pass(600_000)
    await world.settle()
    expect(world.channels.shown.get('taobao/9')).toBe(10)
    expect(await world.openExceptions()).toEqual([])
  })
})

test('the stock of a SKU is looked for once for all listings, and bundles, that ask at the same time', async () => {
  await connected()
  const component = { sku: 'fridge', quantity: 2, priceShare: 1, kind: 'stock' }
  const size = { model: null, maker: null, energyGrade: null, barCode: null, weightGrams: 1, sizeMillimetres: null, listPriceFen: 1 }
  const set = {
    sku: 'set',
    name: 'set',
    category: 'set',
    brand: 'Snow',
    serialNumberRequired: false,
    definedAt: world.clock.now(),
    ...size,
  }
  await world.asked('DefineSku', { ...set, components: [component] })
  const { events, documents, readModels, catalogue } = world.ledger
  let looked = 0
  const waitFor: typeof readModels.waitFor = (...args) => {
    looked += 1
    return readModels.waitFor(...args)
  }
  const directory = createListingDirectory()
  const find = createPartStockFinder({ events, documents, catalogue, directory, readModels: { waitFor } })
  const [one, other, bundle] = await Promise.all([find('fridge'), find('fridge'), find('set')])
  expect(looked).toBe(1)
  expect(one).toEqual([{ sku: 'fridge', quantityPerUnit: 1, places: [expect.objectContaining({ location: 'HZ', beyondSafety: 10 })] }])
  expect([other, bundle![0]!.places]).toEqual([one, one![0]!.places])
  expect(directory.sellersAt('HZ')).toEqual([])
})

test('a listing at rest until a later policy is not looked at without a reason, however long that takes', async () => {
  await connected()
  await world.publish('channel-stock', { shops: [{ channel: 'app', shop: 's1', cap: 2 }] }, world.clock.now() + 86_400_000)
  await world.settle()
  const events = await world.eventsOf(`process-stock-push.${listing}`)
  expect(events.at(-1)).toBe('Waiting')
  await world.settle(20)
  expect(await world.eventsOf(`process-stock-push.${listing}`)).toEqual(events)
})

test('nothing that was written holds a secret or an access token', async () => {
  await connected()
  let written = ''
  for await (const page of world.ledger.events.readAll())
    for (const { data, metadata } of page.events) written += Buffer.from(data).toString() + Buffer.from(metadata).toString()
  expect(written).toContain('c-fridge')
  expect(written).not.toContain(secret)
})
