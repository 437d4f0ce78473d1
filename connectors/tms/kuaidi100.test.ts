import { describe, expect, test } from 'vitest'
import { textHashOf } from '../../domain/tracking/text-hash.ts'
import { notTracked, standing, takeFact } from '../../domain/tracking/tracking.ts'
import { readKuaidi100 } from './kuaidi100.ts'
import { named } from './states.ts'

describe('states of carriers', () => {
  test.each([
    ['0', '在途', 'inTransit', '在途'],
    ['1', null, 'collected', '1'],
    ['2', null, 'problem', '2'],
    ['3', '签收', 'delivered', '签收'],
    ['4', null, 'returned', '4'],
    ['5', null, 'outForDelivery', '5'],
    ['6', null, 'returning', '6'],
    ['7', null, 'forwarded', '7'],
    ['8', null, 'inTransit', '8'],
    ['13', null, 'inTransit', '13'],
    ['14', null, 'refused', '14'],
    ['101', null, 'ordered', '101'],
    ['102', null, 'ordered', '102'],
    ['103', null, 'collected', '103'],
    ['1001', null, 'arrived', '1001'],
    ['1002', null, 'inTransit', '1002'],
    ['1099', null, 'inTransit', '1099'],
    ['301', null, 'delivered', '301'],
    ['304', null, 'delivered', '304'],
    ['399', null, 'delivered', '399'],
    ['401', null, 'cancelled', '401'],
    ['501', null, 'awaitingPickup', '501'],
    ['502', null, 'outForDelivery', '502'],
    [null, '拒签', 'refused', '拒签'],
    [null, '干线到仓', 'arrived', '干线到仓'],
    [null, '入支线仓', 'arrived', '入支线仓'],
    [null, '预约', 'appointed', '预约'],
    [null, '配送上门', 'outForDelivery', '配送上门'],
    [null, '安装完成', 'installed', '安装完成'],
    ['9', '签收', 'delivered', '签收'],
    ['9', null, 'unknown', '9'],
    ['99', null, 'unknown', '99'],
    ['2001', null, 'unknown', '2001'],
    [null, '张三 13800000000', 'unknown', '-'],
    ['张三', null, 'unknown', '-'],
    [null, 'constructor', 'unknown', '-'],
    [null, null, 'unknown', '-'],
  ])('%s %s is %s', (code, word, milestone, status) => expect(named(code, word)).toEqual({ milestone, status }))
})

const line = (time: string, context: string, more: object = {}) => ({ time, ftime: time, context, ...more })
const at = (hour: number) => Date.UTC(2026, 10, 28, hour - 8)
const push = (data: readonly object[], state = '3') =>
  JSON.stringify({
    ...{ status: 'polling', billstatus: 'got', message: '' },
    lastResult: { message: 'ok', com: 'debangkuaidi', nu: 'DPK001', ischeck: '1', state, data },
  })

describe('a push of Kuaidi100', () => {
  const data = [
    line('2026-11-28 18:00:00', '快件已由张三签收 13800000000', { status: '签收', statusCode: '301' }),
    line('2026-11-28 09:00:00', '派送中', { status: '派件', statusCode: '5' }),
    line('2026-11-28 08:00:00', '已揽收', { status: '揽收' }),
  ]

  test('says of each line where the parcel was, and when', () => {
    expect(readKuaidi100(push(data))).toEqual({
      ok: true,
      carrier: 'debangkuaidi',
      waybill: 'DPK001',
      facts: [
        { milestone: 'delivered', status: '签收', reportedAt: at(18), textHash: textHashOf('快件已由张三签收 13800000000') },
        { milestone: 'outForDelivery', status: '派件', reportedAt: at(9), textHash: textHashOf('派送中') },
        { milestone: 'collected', status: '揽收', reportedAt: at(8), textHash: textHashOf('已揽收') },
      ],
    })
  })

  test('gives a parcel that stands where it should, though the latest line comes first', () => {
    const read = readKuaidi100(push(data))
    if (!read.ok) throw new Error('unreadable')
    expect(standing(read.facts.reduce(takeFact, notTracked))).toMatchObject({ milestone: 'delivered', lastAt: at(18) })
  })

  test('keeps nothing that names somebody', () => {
    expect(JSON.stringify(readKuaidi100(push(data)))).not.toMatch(/张三|138/)
  })

  test('tells the latest line by the state of the whole, where it has none of its own', () => {
    const lines = [line('2026-11-28 18:00:00', 'a'), line('2026-11-28 17:00:00', 'b')]
    expect(readKuaidi100(push(lines, '14'))).toMatchObject({ facts: [{ milestone: 'refused', status: '14' }, { milestone: 'unknown' }] })
  })

  test('believes the latest line where it has a state of its own', () => {
    const lines = [line('2026-11-28 18:00:00', 'a', { statusCode: '501' })]
    expect(readKuaidi100(push(lines, '5'))).toMatchObject({ facts: [{ milestone: 'awaitingPickup', status: '501' }] })
  })

  test('may have no line yet, and may be the answer to a query', () => {
    expect(readKuaidi100(push([]))).toMatchObject({ ok: true, facts: [] })
    expect(readKuaidi100(JSON.stringify({ com: 'sf', nu: 'SF1', state: '0', data: [] }))).toMatchObject({ ok: true, waybill: 'SF1' })
  })

  test.each([
    ['no JSON', 'param=', ''],
    ['no waybill', JSON.stringify({ com: 'sf', data: [] }), 'nu'],
    ['no time', push([{ context: 'a' }]), 'lastResult.data[0].time'],
    ['a time that is none', push([line('yesterday', 'a')]), 'lastResult.data[0].ftime'],
    ['no trace', JSON.stringify({ lastResult: 1 }), 'lastResult'],
  ])('with %s is unreadable, and says where', (_, text, path) => {
    expect(readKuaidi100(text)).toMatchObject({ ok: false, problems: expect.arrayContaining([expect.objectContaining({ path })]) })
  })
})
