import { expect, test } from 'vitest'
import type { StockCommand } from './commands.ts'
import { stockCommands } from './commands.ts'
import { available, type Stock, stockAggregate, stockAggregateRemembering } from './stock.ts'
import { issue, receive, release, reserve } from './testing/ask.ts'

function after(stock: Stock, command: StockCommand): Stock {
  const decision = stockAggregate.decide(stock, command)
  if (!decision.accepted) throw new Error(decision.code)
  return decision.events.reduce((state, event) => stockAggregate.evolve(state, event), stock)
}

function hotSku(open: number): Stock {
  let stock = after(stockAggregate.initial(), receive('D1', 1_000_000))
  for (let buyer = 0; buyer < open; buyer++) stock = after(stock, reserve(`taobao.s1.${buyer}.1`, 1, { askedAt: buyer }))
  return stock
}

test('a stream is one SKU at one location, whatever their names hold', () => {
  const command = receive('D1', 1)
  expect(stockAggregate.key(command)).toBe('BCD%2D500@WH1')
})

test('every command of stock has its rule', () => {
  expect(stockAggregate.commandTypes).toEqual(Object.keys(stockCommands))
})

test('a snapshot of 100,000 open reservations thaws to the same stock', () => {
  const stock = hotSku(100_000)
  const thawed = stockAggregate.thaw(JSON.parse(JSON.stringify(stockAggregate.freeze(stock))))
  expect(thawed.open.size).toBe(100_000)
  expect(available(thawed, 'jd')).toBe(900_000)
  expect(stockAggregate.decide(thawed, reserve('taobao.s1.7.1', 1, { askedAt: 7 }))).toEqual({ accepted: true, events: [] })
  expect(JSON.stringify(stockAggregate.freeze(thawed))).toBe(JSON.stringify(stockAggregate.freeze(stock)))
})

test('a snapshot does not change when the stock goes on', () => {
  const stock = hotSku(3)
  const frozen = stockAggregate.freeze(stock)
  const before = JSON.stringify(frozen)
  after(after(stock, issue('taobao.s1.1.1', 1)), release('taobao.s1.2.1'))
  expect(JSON.stringify(frozen)).toBe(before)
})

test('a thawed stock does not change what it was thawed from', () => {
  const frozen = stockAggregate.freeze(hotSku(3))
  const before = JSON.stringify(frozen)
  after(stockAggregate.thaw(frozen), issue('taobao.s1.1.1', 1))
  expect(JSON.stringify(frozen)).toBe(before)
})

test('a stock weighs what it remembers, and what it remembers is bounded', () => {
  expect(stockAggregate.weigh(hotSku(1_000))).toBeGreaterThan(stockAggregate.weigh(hotSku(10)))
  const aggregate = stockAggregateRemembering(10)
  const weighing = (receipts: number) => {
    let stock = aggregate.initial()
    for (let receipt = 1; receipt <= receipts; receipt++) {
      const decision = aggregate.decide(stock, receive(`D${receipt}`, 1, receipt))
      if (decision.accepted) for (const event of decision.events) stock = aggregate.evolve(stock, event)
    }
    expect(stock.onHand).toBe(receipts)
    return aggregate.weigh(stock)
  }
  expect(weighing(5_000)).toBe(weighing(20))
})

test('whatever was seen is never done twice, remembered or not', () => {
  const aggregate = stockAggregateRemembering(10)
  let stock = aggregate.initial()
  const receipts = Array.from({ length: 200 }, (_, at) => receive(`D${at}`, 1, (at * 37) % 200))
  const ask = (command: StockCommand): string => {
    const decision = aggregate.decide(stock, command)
    if (!decision.accepted) return decision.code
    for (const event of decision.events) stock = aggregate.evolve(stock, event)
    return decision.events.length > 0 ? 'happens' : 'repeat'
  }
  const happened = receipts.filter((receipt) => ask(receipt) === 'happens').length
  expect(new Set(receipts.map(ask))).toEqual(new Set(['COMMAND_TOO_OLD', 'repeat']))
  expect(stock.onHand).toBe(happened)
})

test('an event that cannot have happened is an error, not a number', () => {
  const stock = hotSku(1)
  const decision = stockAggregate.decide(stock, issue('taobao.s1.0.1', 1))
  const [issued] = decision.accepted ? decision.events : []
  stockAggregate.evolve(stock, issued!)
  expect(() => stockAggregate.evolve(stock, issued!)).toThrow('reservation taobao.s1.0.1 is not open')
})
