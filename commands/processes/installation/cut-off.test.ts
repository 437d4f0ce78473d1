import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { processAggregate } from '../../../domain/process/process.ts'
import { type Lives, openLives, orderId } from './testing/lives.ts'

/** The process was cut off between holding a slot and noting it: what it finds when it goes on. */

let lives: Lives
beforeEach(async () => {
  lives = await openLives({})
  await lives.cover('P1', true, false)
  await lives.place(0, 1)
  await lives.drain()
  await lives.offer('P1', 2, 1)
  await lives.cutOffAfterHold(0)
})
afterEach(() => lives.close())

const taken = async () => (await lives.capacities()).flatMap(({ capacity }) => [...capacity.open.values()]).length
const visits = async () => (await lives.cardsOf(0)).at(-1)!.installation.visits

describe('a slot that is held and not noted', () => {
  test('is noted', async () => {
    expect([await taken(), (await visits()).length]).toEqual([1, 0])
    await lives.goOn(0)
    expect([await taken(), (await visits()).length]).toEqual([1, 1])
  })

  test('is given back when the order is cancelled meanwhile', async () => {
    await lives.cancelOrder(0)
    await lives.goOn(0)
    expect([await taken(), (await visits()).length]).toEqual([0, 0])
  })

  test('is given back when the buyer calls it off meanwhile', async () => {
    await lives.callOff(0)
    await lives.goOn(0)
    expect(await taken()).toBe(0)
  })

  test('is given back when the buyer wishes for a later day meanwhile', async () => {
    await lives.want(0, 4)
    await lives.goOn(0)
    expect([await taken(), (await visits()).length]).toEqual([0, 0])
  })

  test('is given back when somebody books another by hand meanwhile', async () => {
    await lives.offer('P1', 3, 1)
    await lives.bookByHand(0, 3)
    await lives.goOn(0)
    expect((await visits()).map(({ date }) => date)).toEqual(['2026-11-14'])
    expect(await taken()).toBe(1)
  })

  test('belongs to what is asked, and is in no other state', async () => {
    const state = await lives.bus.look(processAggregate, `installation.${orderId(0)}`)
    expect(state?.pending?.step).toBe('hold/1')
  })
})
