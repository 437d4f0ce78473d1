import { describe, expect, it } from 'vitest'
import { fenOfYuan, yuanOfFen } from '../../domain/shared/money.ts'
import type { ChannelDocumentation } from '../documentation.ts'
import type { ChannelConnector } from '../port.ts'
import { canonicalEquations } from '../shared/sums.ts'
import { at, exactly, type Fixture, isRawNumber, type Path, pathText, placesOf, rawNumber, replaced } from './fixtures.ts'

/** Names of fields that hold money, in all the ways channels write them. */
const moneyName =
  /(?:fee|amount|amount_new|price|payment|discount|discounts?|cost|freight|postage|fen|sum|value|used|couponprice|roundoff|duelater|paid_coupon|service_?fee)$/i

interface Amount {
  readonly path: Path
  readonly pattern: string
  readonly fen: number
  readonly write: (fen: number) => unknown
}

export function registerSums(connector: ChannelConnector, documentation: ChannelDocumentation, fixtures: readonly Fixture[]): void {
  const names = new Set([...documentation.equations, ...canonicalEquations].map(({ name }) => name))
  const good = fixtures.filter(({ expected }) => expected.ok).map(({ name, text }) => ({ name, payload: exactly(text) }))
  const amounts = good.flatMap(({ name, payload }) => amountsOf(payload, documentation).map((amount) => ({ name, payload, ...amount })))
  const isListed = (pattern: string): string | undefined =>
    Object.keys(documentation.notCovered).find((end) => pattern === end || pattern.endsWith(`.${end}`))

  const escapes = ({ payload, path, fen, write }: (typeof amounts)[number]): boolean =>
    [fen + 1, ...(fen > 0 ? [fen - 1] : [])].some((other) => {
      const reading = connector.read(JSON.stringify(replaced(payload, path, () => write(other))))
      return reading.ok || (reading.code === 'SUM_BROKEN' && !names.has(reading.details.equation ?? ''))
    })

  describe(`${connector.channel} holds its amounts against each other`, () => {
    it('so that one fen more or less anywhere breaks a sum it names, or a limit', () => {
      const escaped = amounts.filter((amount) => isListed(amount.pattern) === undefined && escapes(amount))
      expect(escaped.map(({ name, pattern }) => `${name}: ${pattern}`)).toEqual([])
    })

    it('but for the amounts it lists, each for a reason', () => {
      const escaped = new Set(amounts.filter(escapes).map(({ pattern }) => isListed(pattern)))
      expect(Object.keys(documentation.notCovered).filter((end) => !escaped.has(end))).toEqual([])
    })

    it('by equations that each have a name of their own', () => {
      const own = documentation.equations.map(({ name }) => name)
      expect(own).toEqual([...new Set(own)])
      for (const name of own) expect(name.startsWith(`${connector.channel}.`)).toBe(true)
    })
  })
}

function amountsOf(payload: unknown, { unit, otherUnits }: ChannelDocumentation): readonly Amount[] {
  return placesOf(payload).flatMap((path) => {
    const pattern = pathText(path)
    const key = String(path.findLast((part) => typeof part === 'string'))
    const value = at(payload, path)
    const text = isRawNumber(value) ? value.rawJSON : value
    if (!moneyName.test(key) || typeof text !== 'string') return []
    const other = Object.entries(otherUnits).find(([end]) => pattern.endsWith(end))?.[1]
    const fen = (other ?? unit) === 'yuan' ? fenOfYuan(text, { negative: true }) : Number(text)
    if (fen === null || !Number.isInteger(fen)) return []
    const write = (changed: number): unknown => {
      const written = (other ?? unit) === 'yuan' ? yuanOfFen(changed) : String(changed)
      return isRawNumber(value) ? rawNumber(written) : written
    }
    return [{ path, pattern, fen, write }]
  })
}
