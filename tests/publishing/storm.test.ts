import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fulfilmentAggregate } from '../../domain/fulfilment/fulfilment.ts'
import { seeded } from '../../projections/testing/seeded.ts'
import { minuteMs } from '../spine/harness.ts'
import { type Mood, startChannels } from './simulator.ts'
import { openPublishing, type Publishing, secret } from './world.ts'

const moods: readonly Mood[] = ['well', 'well', 'die', 'dieAfter', 'garbage', 'broken', 'late', 'refuse:isv.busy']
const stockChannels = ['app', 'taobao', 'douyin', 'pdd'] as const
const shares = { app: 30, taobao: 40, douyin: 20, pdd: 10 } as const

/** What each channel is to show: by hand, from what the stock itself says. */
async function wanted(world: Publishing) {
  const atp = async (location: string) => {
    const stock = await world.stock('fridge', location)
    return stock === null ? 0 : Math.max(0, stock.onHand - stock.reserved)
  }
  const all = (await atp('HZ')) + (await atp('SH'))
  return Object.fromEntries(
    stockChannels.map((channel) => [`${channel}/${channel === 'app' ? 'c-fridge' : '9'}`, Math.floor((all * shares[channel]) / 100)]),
  )
}

test('whatever channels do in a storm, and however often the ledger dies in it, they show what the policy says, and know each parcel', async () => {
  const pick = seeded(Number(process.env.FAST_CHECK_SEED ?? 1))
  const channels = await startChannels(secret)
  const folder = mkdtempSync(join(tmpdir(), 'ledger-storm-'))
  let world = await openPublishing({ folder, channels })
  await world.define({ locations: ['HZ', 'SH'] })
  await world.receive('fridge', 'HZ', 60)
  for (const channel of stockChannels) if (channel !== 'app') await world.list(channel, '9', 'fridge', '77')
  await world.connect(stockChannels, { timeoutMs: 60, triesTaken: 100, retryFirstMs: 2_000, retryLongestMs: minuteMs })
  await world.share(Object.fromEntries(stockChannels.map((channel) => [channel, { sharePercent: shares[channel] }])))
  channels.storm(() => moods[pick(moods.length)]!)
  const left: string[] = []
  for (let round = 0; round < 24; round++) {
    const what = pick(6)
    if (what <= 1) await world.receive('fridge', pick(2) === 0 ? 'HZ' : 'SH', 1 + pick(5))
    else if (what <= 4) {
      const orderId = `o${round}`
      await world.order(orderId)
      for (const location of ['HZ', 'SH'] as const) {
        const work = await world.ledger.bus.look(fulfilmentAggregate, `app.s1.${orderId}.1@${location}`)
        if (work === null) continue
        await world.dispatch(orderId, `SF${round}`, 1, location)
        left.push(`app/${orderId}/SF${round}`)
      }
    } else {
      const from = world.clock.now()
      await world.close({ keep: `${folder}-${round}` })
      world = await openPublishing({ folder: `${folder}-${round}`, from, channels })
      await world.drain()
    }
    await world.pass(1_000 + 1_000 * pick(4))
    if (pick(5) === 0) channels.letComeLate()
  }
  channels.storm(null)
  channels.letComeLate()
  for (let round = 0; round < 12; round++) await world.pass(minuteMs)
  expect(Object.fromEntries(channels.shown)).toEqual(await wanted(world))
  expect(left.length).toBeGreaterThan(0)
  expect([...channels.told.keys()].sort()).toEqual([...left].sort())
  expect(channels.forged).toEqual([])
  const pushes = await world.pushes()
  expect(pushes.filter(({ state }) => state !== 'taken')).toEqual([])
  expect(await world.openExceptions()).toEqual([])
  const count = channels.received.length
  for (let round = 0; round < 3; round++) await world.pass(minuteMs)
  expect(channels.received).toHaveLength(count)
  await world.close()
  await channels.stop()
})
