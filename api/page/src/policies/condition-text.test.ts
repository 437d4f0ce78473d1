import { expect, test } from 'vitest'
import type { Condition } from '../../../../domain/audit/condition.ts'
import { condition } from '../../../../domain/audit/condition.ts'
import { conditionText } from './condition-text.ts'

const dear: Condition = { test: 'atLeast', fact: 'buyerFen', value: 1_000_000 }
const ofJd: Condition = { test: 'equals', fact: 'channel', value: 'jd' }
const toVillage: Condition = { test: 'in', fact: 'addressFlags', values: ['village', 'island'] }

test.for<[Condition, string, string]>([
  [dear, 'buyerFen ≥ ¥10,000.00', 'buyerFen ≥ ¥10,000.00'],
  [{ test: 'atMost', fact: 'shipWithinMs', value: 7_200_000 }, 'shipWithinMs ≤ 2 小时', 'shipWithinMs ≤ 2 h'],
  [{ test: 'between', fact: 'unitCount', from: 2, to: 5 }, '2 ≤ unitCount ≤ 5', '2 ≤ unitCount ≤ 5'],
  [{ test: 'contains', fact: 'campaign', value: '618' }, 'campaign ∋ “618”', 'campaign ∋ “618”'],
  [{ test: 'present', fact: 'store' }, 'store 有值', 'store is known'],
  [{ test: 'all', of: [] }, '总是', 'always'],
  [{ test: 'any', of: [] }, '从不', 'never'],
  [
    { test: 'all', of: [ofJd, { test: 'any', of: [dear, toVillage] }] },
    'channel = jd 且 (buyerFen ≥ ¥10,000.00 或 addressFlags ∈ { village, island })',
    'channel = jd and (buyerFen ≥ ¥10,000.00 or addressFlags ∈ { village, island })',
  ],
  [
    { test: 'not', of: { test: 'any', of: [ofJd, dear] } },
    '非 (channel = jd 或 buyerFen ≥ ¥10,000.00)',
    'not (channel = jd or buyerFen ≥ ¥10,000.00)',
  ],
])('the condition %j reads as a line', ([rule, chinese, english]) => {
  expect(condition.safeParse(rule).success).toBe(true)
  expect([conditionText(rule, 'zh'), conditionText(rule, 'en')]).toEqual([chinese, english])
})
