import { describe, expect, test } from 'vitest'
import { upcast } from '../codec.ts'
import { scenariosOf } from '../shared/testing/scenario.ts'
import { stockEvents } from './events.ts'
import { stockAggregate } from './stock.ts'
import {
  adjust,
  arrive,
  count,
  damage,
  dispatch,
  expectTransfer,
  giveBack,
  keepBack,
  lose,
  receive,
  regrade,
  reserve,
  scrap,
  setQuota,
} from './testing/ask.ts'

const scenario = scenariosOf(stockAggregate)

describe('documents', () => {
  scenario('the same receipt twice comes in once').after(receive('D1', 3)).when(receive('D1', 3)).yieldsNothing()
  scenario('the same receipt with another quantity is refused').after(receive('D1', 3)).when(receive('D1', 4)).rejects('DOCUMENT_DIFFERS')
  scenario('the same receipt stamped anew is found out')
    .after(receive('D1', 3))
    .when(receive('D1', 3, 5))
    .rejects('DOCUMENT_DIFFERS')
  scenario('a count and a receipt may bear the same number')
    .after(receive('D1', 3))
    .when(count('D1', 3))
    .yieldsLike({ type: 'StockCounted' })
  scenario('the same return in another condition is refused')
    .after(giveBack('R1', 1))
    .when(giveBack('R1', 1, 'damaged'))
    .rejects('DOCUMENT_DIFFERS')
  scenario('a repeated count is one, whatever happened since').after(count('C1', 3), receive('D1', 2)).when(count('C1', 3)).yieldsNothing()
  scenario('the same adjustment twice is made once').after(adjust('A1', 3)).when(adjust('A1', 3)).yieldsNothing()
  scenario('the same damage twice is done once').after(receive('D1', 3), damage('X1', 1)).when(damage('X1', 1)).yieldsNothing()
})

describe('returns, damage and scrap', () => {
  scenario('a sellable return is sold again').after(giveBack('R1', 1)).when(reserve('A')).yieldsLike({ type: 'StockReserved' })
  scenario('a damaged return is not')
    .after(giveBack('R1', 1, 'damaged'))
    .when(reserve('A'))
    .rejects('INSUFFICIENT_STOCK', { available: 0 })
  scenario('units that are not there cannot be damaged')
    .after(receive('D1', 1))
    .when(damage('X1', 2))
    .rejects('INSUFFICIENT_STOCK', { onHand: 1 })
  scenario('damage is taken even where units are promised')
    .after(receive('D1', 1), reserve('A'))
    .when(damage('X1', 1))
    .yieldsLike({ type: 'StockDamaged', data: { availableToPromise: { before: 0, after: 0 } } })
  scenario('all damaged units can be scrapped')
    .after(receive('D1', 2), damage('X1', 2))
    .when(scrap('Y1', 2))
    .yieldsLike({ type: 'StockScrapped' })
  scenario('sellable units are not scrapped')
    .after(receive('D1', 2), damage('X1', 1))
    .when(scrap('Y1', 2))
    .rejects('INSUFFICIENT_STOCK', { damaged: 1 })
})

describe('grades', () => {
  const graded = [giveBack('R1', 1, 'refurbish'), giveBack('R2', 2, 'scrap'), giveBack('R3', 1, 'damaged')] as const
  scenario('no grade but sellable is sold')
    .after(...graded)
    .when(reserve('A'))
    .rejects('INSUFFICIENT_STOCK', { available: 0 })
  scenario('a repaired unit is')
    .after(...graded, regrade('G1', 1, 'refurbish', 'sellable'))
    .when(reserve('A'))
    .yieldsLike({ type: 'StockReserved' })
  scenario('what makes a unit sellable says that there is one more to promise')
    .after(...graded)
    .when(regrade('G1', 1, 'refurbish', 'sellable'))
    .yieldsLike({ type: 'StockGraded', data: { was: 'refurbish', condition: 'sellable', availableToPromise: { before: 0, after: 1 } } })
  scenario('no more are graded than are of that grade')
    .after(...graded)
    .when(regrade('G1', 2, 'refurbish', 'scrap'))
    .rejects('INSUFFICIENT_STOCK', { refurbish: 1 })
  scenario('what was not graded yet is graded later')
    .after(...graded, regrade('G1', 1, 'damaged', 'scrap'))
    .when(scrap('Y1', 3, 1, 'scrap'))
    .yieldsLike({ type: 'StockScrapped', data: { condition: 'scrap', quantity: 3 } })
  scenario('damaged units are disposed of when nobody says which')
    .after(...graded)
    .when(scrap('Y1', 2))
    .rejects('INSUFFICIENT_STOCK', { damaged: 1 })
  scenario('the same grading twice is one')
    .after(...graded, regrade('G1', 1, 'refurbish', 'scrap'))
    .when(regrade('G1', 1, 'refurbish', 'scrap'))
    .yieldsNothing()
  scenario('the same document with another grade is refused')
    .after(...graded, regrade('G1', 1, 'refurbish', 'scrap'))
    .when(regrade('G1', 1, 'refurbish', 'sellable'))
    .rejects('DOCUMENT_DIFFERS')
  scenario('a grade is another one than before')
    .after(...graded)
    .when(regrade('G1', 1, 'scrap', 'scrap'))
    .rejects('BAD_REQUEST')

  test('what was returned or disposed of before there were grades is read as it was', () => {
    expect(upcast(stockEvents.StockReturned, { quantity: 1, condition: 'damaged' }, 1)).toEqual({ quantity: 1, condition: 'damaged' })
    expect(upcast(stockEvents.StockScrapped, { quantity: 1 }, 1)).toEqual({ quantity: 1, condition: 'damaged' })
  })
})

describe('adjusting and counting', () => {
  scenario('an adjustment never goes below what is promised')
    .after(receive('D1', 3), reserve('A', 2))
    .when(adjust('A1', -2))
    .rejects('STOCK_BELOW_RESERVED', {
      onHand: 3,
      reserved: 2,
      removable: 1,
    })
  scenario('an adjustment may leave just what is promised')
    .after(receive('D1', 3), reserve('A', 2))
    .when(adjust('A1', -1))
    .yieldsLike({
      type: 'StockAdjusted',
      data: { difference: -1 },
    })
  scenario('an adjustment upwards is always taken')
    .after(receive('D1', 3), reserve('A', 3), count('C1', 0))
    .when(adjust('A1', 1))
    .yieldsLike({ type: 'StockAdjusted' })
  scenario('a count is taken even where it finds less than is promised')
    .after(receive('D1', 3), reserve('A', 2))
    .when(count('C1', 1))
    .yieldsLike({
      type: 'StockCounted',
      data: { counted: 1, difference: -2 },
    })
  scenario('a count counts damaged units apart')
    .after(receive('D1', 3), damage('X1', 1))
    .when(count('C1', 2))
    .yieldsLike({
      type: 'StockCounted',
      data: { difference: 0 },
    })
})

describe('transfers', () => {
  scenario('promised units do not leave for another location')
    .after(receive('D1', 3), reserve('A', 2))
    .when(dispatch('T1', 2))
    .rejects('STOCK_BELOW_RESERVED', {
      removable: 1,
    })
  scenario('free units do').after(receive('D1', 3), reserve('A', 2)).when(dispatch('T1', 1)).yieldsLike({ type: 'TransferDispatched' })
  scenario('the same transfer twice leaves once').after(receive('D1', 3), dispatch('T1', 1)).when(dispatch('T1', 1)).yieldsNothing()
  scenario('the same transfer to elsewhere is refused')
    .after(receive('D1', 3), dispatch('T1', 1))
    .when(dispatch('T1', 1, 'WH9'))
    .rejects('DOCUMENT_DIFFERS')
  scenario('a transfer goes elsewhere')
    .after(receive('D1', 3))
    .when(dispatch('T1', 1, 'WH1'))
    .rejects('BAD_REQUEST')
  scenario('units on their way are not promised').after(expectTransfer('T1', 3)).when(reserve('A')).rejects('INSUFFICIENT_STOCK')
  scenario('the same news of a transfer twice is one').after(expectTransfer('T1', 3)).when(expectTransfer('T1', 3)).yieldsNothing()
  scenario('other news of the same transfer is refused')
    .after(expectTransfer('T1', 3))
    .when(expectTransfer('T1', 4))
    .rejects('DOCUMENT_DIFFERS')
  scenario('a transfer that arrived is not expected again')
    .after(expectTransfer('T1', 3), arrive('T1', 'D1', 3))
    .when(expectTransfer('T1', 3))
    .yieldsNothing()
  scenario('arrives in parts')
    .after(expectTransfer('T1', 3), arrive('T1', 'D1', 1))
    .when(arrive('T1', 'D2', 2))
    .yieldsLike({
      type: 'TransferReceived',
      data: { quantity: 2, remaining: 0, from: 'WH0' },
    })
  scenario('the same arrival twice is one')
    .after(expectTransfer('T1', 3), arrive('T1', 'D1', 3))
    .when(arrive('T1', 'D1', 3))
    .yieldsNothing()
  scenario('arrived units are promised')
    .after(expectTransfer('T1', 3), arrive('T1', 'D1', 3))
    .when(reserve('A', 3))
    .yieldsLike({ type: 'StockReserved' })
  scenario('more than left cannot arrive')
    .after(expectTransfer('T1', 3), arrive('T1', 'D1', 1))
    .when(arrive('T1', 'D2', 3))
    .rejects('QUANTITY_EXCEEDED', {
      remaining: 2,
    })
  scenario('lost units do not arrive')
    .after(expectTransfer('T1', 3), lose('T1', 'D1', 3))
    .when(arrive('T1', 'D2', 1))
    .rejects('TRANSFER_UNKNOWN')
  scenario('lost units do not become stock')
    .after(expectTransfer('T1', 3), lose('T1', 'D1', 3))
    .when(reserve('A'))
    .rejects('INSUFFICIENT_STOCK')
  scenario('what nobody sent does not arrive')
    .when(arrive('T1', 'D1', 1))
    .rejects('TRANSFER_UNKNOWN')
})

describe('settings', () => {
  scenario('the same decision twice is one').after(keepBack(2)).when(keepBack(2)).yieldsNothing()
  scenario('another decision of the same instant is refused').after(keepBack(2)).when(keepBack(3)).rejects('COMMAND_DIFFERS')
  scenario('a decision that arrives after a later one is refused').after(keepBack(2, 5)).when(keepBack(3, 4)).rejects('COMMAND_TOO_OLD')
  scenario('a later decision holds')
    .after(keepBack(2, 5))
    .when(keepBack(3, 6))
    .yieldsLike({ type: 'SafetyStockSet', data: { safetyStock: 3, safetyStockBefore: 2 } })
  scenario('the same quota twice is one').after(setQuota('jd', 2)).when(setQuota('jd', 2)).yieldsNothing()
  scenario('a quota set late is refused')
    .after(setQuota('jd', 2, 'shared', 5))
    .when(setQuota('jd', 3, 'shared', 4))
    .rejects('COMMAND_TOO_OLD')
  scenario('each channel has its own quota')
    .after(setQuota('jd', 2, 'shared', 5))
    .when(setQuota('pdd', 3, 'shared', 4))
    .yieldsLike({ type: 'ChannelQuotaSet' })
})
