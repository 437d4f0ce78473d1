import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DeliveryConfirm } from '../../domain/wms/canonical.ts'
import { gramsOfKilograms } from './fields.ts'
import { methodOf, qimenMethods, readQimen } from './read.ts'

const fixture = readFileSync(new URL('fixtures/deliveryorder.confirm.xml', import.meta.url), 'utf8')
const at = (text: string) => Date.parse(`${text}+08:00`)

function read(method: string, inside: string) {
  const reading = readQimen(method, `<request>${inside}</request>`)
  if (!reading.ok) throw new Error(reading.reason)
  return reading.message
}
const unreadable = (method: string, body: string) => readQimen(method, body)

describe('a confirm of a delivery', () => {
  test('is read with its parcels, units and serial numbers, amounts and times exactly', () => {
    const reading = readQimen('deliveryorder.confirm', fixture)
    expect(reading).toEqual({
      ok: true,
      message: {
        ...{ kind: 'deliveryConfirm', orderCode: 'app.s1.1.1', messageNumber: 'OUT-1', status: 'PARTDELIVERED', isFinal: false },
        confirmedAt: at('2026-11-11T09:30:00'),
        packages: [
          {
            ...{ carrier: 'SF', waybill: 'SF1001', weightGrams: 61_250 },
            units: [
              { lineNumber: null, sku: 'fridge', quantity: 1, serialNumbers: ['SN-1'] },
              { lineNumber: null, sku: 'hose & pipe', quantity: 2, serialNumbers: [] },
            ],
          },
          {
            ...{ carrier: 'SF', waybill: 'SF1002', weightGrams: null },
            units: [{ lineNumber: null, sku: 'box', quantity: 1, serialNumbers: [] }],
          },
        ],
        lines: [
          { lineNumber: 1, sku: 'fridge', quantity: 1, serialNumbers: [] },
          { lineNumber: 2, sku: 'hose & pipe', quantity: 2, serialNumbers: [] },
        ],
      },
    })
  })

  const confirm = (order: string, rest = '') =>
    read(
      'deliveryorder.confirm',
      `<deliveryOrder><deliveryOrderCode>a</deliveryOrderCode>${order}</deliveryOrder>${rest}`,
    ) as DeliveryConfirm

  test('is final unless it says that more is to come', () => {
    expect(confirm('').isFinal).toBe(true)
    expect(confirm('<confirmType>0</confirmType>').isFinal).toBe(true)
    expect(confirm('<confirmType>1</confirmType>').isFinal).toBe(false)
    expect(confirm('<confirmType>0</confirmType><status>PARTDELIVERED</status>').isFinal).toBe(false)
  })

  test('keeps every number of it as it is written', () => {
    const boxes = '<packages><package><expressCode>0012</expressCode><items/></package></packages>'
    const { messageNumber, packages } = confirm('<outBizCode>1.50</outBizCode>', boxes)
    expect([messageNumber, packages[0]!.waybill]).toEqual(['1.50', '0012'])
  })

  test('without parcels is one all the same', () => {
    expect(confirm('', '<packages/><orderLines></orderLines>')).toMatchObject({ packages: [], lines: [] })
  })

  test('whose code is cut off, or whose units are none, cannot be read, and says where', () => {
    const half = unreadable('deliveryorder.confirm', '<request><deliveryOrder><status>X</status></deliveryOrder></request>')
    expect(half).toMatchObject({ ok: false, code: 'UNPARSABLE', details: { path: 'deliveryOrder.deliveryOrderCode' } })
    const line = '<orderLines><orderLine><itemCode>a</itemCode><actualQty>1.5</actualQty></orderLine></orderLines>'
    const odd = unreadable(
      'deliveryorder.confirm',
      `<request><deliveryOrder><deliveryOrderCode>a</deliveryOrderCode></deliveryOrder>${line}</request>`,
    )
    expect(odd).toMatchObject({ ok: false, details: { path: 'orderLines.orderLine[0].actualQty' } })
  })
})

test('reports of work, lack, counts, movements and returns are read', () => {
  const process =
    '<order><orderCode>a</orderCode></order><process><processStatus>PICK</processStatus><operateTime>2026-11-11 10:00:00</operateTime></process>'
  expect(read('orderprocess.report', process)).toEqual({
    ...{ kind: 'processReport', orderCode: 'a', status: 'PICK', reportedAt: at('2026-11-11T10:00:00') },
  })
  const lack =
    '<deliveryOrderCode>a</deliveryOrderCode><outBizCode>L1</outBizCode><items><item><itemCode>fridge</itemCode><lackQty>2</lackQty></item></items>'
  expect(read('itemlack.report', lack)).toEqual({
    ...{ kind: 'lackReport', orderCode: 'a', messageNumber: 'L1', lines: [{ sku: 'fridge', quantity: 2 }] },
  })
  const item = (type: string, quantity: number, more = '') =>
    `<item><itemCode>fridge</itemCode><inventoryType>${type}</inventoryType><quantity>${quantity}</quantity>${more}</item>`
  expect(read('inventory.report', `<checkOrderCode>C1</checkOrderCode><items>${item('ZP', -2)}${item('CC', 1)}</items>`)).toEqual({
    ...{ kind: 'stockReport', messageNumber: 'C1', changedAt: null },
    items: [
      { sku: 'fridge', isSellable: true, difference: -2, documentNumber: null, orderType: null },
      { sku: 'fridge', isSellable: false, difference: 1, documentNumber: null, orderType: null },
    ],
  })
  const moved = item('ZP', 3, '<outBizCode>M1</outBizCode><orderType>CGRK</orderType><changeTime>2026-11-11 11:00:00</changeTime>')
  expect(read('stockchange.report', `<items>${moved}</items>`)).toEqual({
    ...{ kind: 'stockReport', messageNumber: null, changedAt: at('2026-11-11T11:00:00') },
    items: [{ sku: 'fridge', isSellable: true, difference: 3, documentNumber: 'M1', orderType: 'CGRK' }],
  })
  const back = `<returnOrder><returnOrderCode>app.s1.r1</returnOrderCode><outBizCode>R1</outBizCode></returnOrder><orderLines><orderLine><itemCode>fridge</itemCode><inventoryType>CC</inventoryType><actualQty>1</actualQty><snList><sn>a</sn></snList></orderLine></orderLines>`
  expect(read('returnorder.confirm', back)).toEqual({
    ...{ kind: 'returnConfirm', orderCode: 'app.s1.r1', messageNumber: 'R1', confirmedAt: null },
    lines: [{ lineNumber: null, sku: 'fridge', quantity: 1, serialNumbers: ['a'], isSellable: false }],
  })
})

test('a method may be named with its platform or without; others are not read', () => {
  expect(methodOf('taobao.qimen.deliveryorder.confirm')).toBe('deliveryorder.confirm')
  expect(methodOf('deliveryorder.confirm')).toBe('deliveryorder.confirm')
  expect(unreadable('weather.report', '<request/>')).toMatchObject({ ok: false, details: { path: 'method' } })
  expect(unreadable('toString', '<request/>')).toMatchObject({ ok: false })
})

test('declarations of entities, other roots and half documents are not read', () => {
  const bomb = '<!DOCTYPE r [<!ENTITY a "aa">]><request><order><orderCode>&a;</orderCode></order></request>'
  for (const body of [bomb, '<response/>', '<request><order>', '', 'no', '{"a":1}', '<request/><request/>', '<a>'.repeat(5_000)]) {
    expect(unreadable('orderprocess.report', body), body.slice(0, 40)).toMatchObject({ ok: false, details: { path: '$' } })
  }
})

test('whatever comes, reading never throws', () => {
  const bits = fc.constantFrom(
    '<request>',
    '</request>',
    '<items>',
    '</items>',
    '<item>',
    '<itemCode>',
    '&lt;',
    '&#0;',
    '__proto__',
    '<__proto__>',
    'x',
    '<![CDATA[',
    ']]>',
  )
  const cut = fc.nat({ max: fixture.length }).map((length) => fixture.slice(0, length))
  const body = fc.oneof(
    fc.array(bits, { maxLength: 12 }).map((parts) => parts.join('')),
    cut,
    fc.string({ unit: 'binary' }),
  )
  fc.assert(fc.property(fc.constantFrom(...qimenMethods), body, (method, text) => typeof readQimen(method, text).ok === 'boolean'))
})

test('letters written by their number are read as what they are', () => {
  expect(
    read('orderprocess.report', '<order><orderCode>&#65;&#x42;</orderCode></order><process><processStatus>P</processStatus></process>'),
  ).toMatchObject({
    orderCode: 'AB',
  })
})

test('kilograms become grams exactly', () => {
  expect(['315.0000', '0.0000', '0.0005', '1', '1.5', '', 'heavy', '-1'].map(gramsOfKilograms)).toEqual([
    315_000,
    0,
    0,
    1_000,
    1_500,
    null,
    null,
    null,
  ])
  const kilograms = fc
    .nat({ max: 9_999_999 })
    .map((grams) => [grams, `${Math.floor(grams / 1_000)}.${String(grams % 1_000).padStart(3, '0')}`] as const)
  fc.assert(fc.property(kilograms, ([grams, text]) => gramsOfKilograms(text) === grams))
})

const real = '/work/shared/data/payloads/qimen_deliveryorder_confirm_3packages.xml'
test.skipIf(!existsSync(real))('a real confirm of three parcels is read: two of them are boxes of nothing that was asked for', () => {
  const reading = readQimen('deliveryorder.confirm', readFileSync(real, 'utf8'))
  if (!reading.ok || reading.message.kind !== 'deliveryConfirm') throw new Error('not read')
  const { orderCode, messageNumber, isFinal, confirmedAt, packages, lines } = reading.message
  expect([orderCode, messageNumber, isFinal]).toEqual(['201027220000038', '200916829679720 - SFGD', true])
  expect(confirmedAt).toBe(at('2020-10-27T22:00:00'))
  expect(packages.map(({ carrier, waybill, weightGrams }) => [carrier, waybill, weightGrams])).toEqual([
    ['SFTH', 'SF104073474812', 315_000],
    ['SFTH', 'SF204073471002', 0],
    ['SFTH', 'SF204073421002', 0],
  ])
  expect(packages.map(({ units }) => units.map(({ sku, quantity }) => [sku, quantity]))).toEqual([
    [['SAJH047', 2]],
    [['muti_goods', 1]],
    [['muti_goods', 1]],
  ])
  expect(lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([['SAJH047', 2]])
})
