import fc from 'fast-check'
import { test } from 'vitest'
import { conditions } from '../shared/fields.ts'
import { agrees, equal, type Model, type Verdict } from '../shared/testing/agreement.ts'
import type { SerialCommand } from './commands.ts'
import { type SerialTypes, serialAggregate, serialAggregateRemembering } from './serial.ts'
import { giveBack, issue, receive, regrade } from './testing/ask.ts'

const at = fc.integer({ min: 1, max: 200 })
const place = fc.constantFrom('WH1', 'WH2')
const order = fc.constantFrom('jd.s.1', 'jd.s.2')
const number = fc.integer({ min: 1, max: 40 }).map((of) => `N${of}`)
const command: fc.Arbitrary<SerialCommand> = fc.oneof(
  fc.tuple(number, place, fc.option(place), at).map((of) => receive(...of)),
  fc.tuple(number, place, order, at).map((of) => issue(...of)),
  fc.tuple(number, place, order, at, fc.constantFrom(undefined, null, ...conditions)).map((of) => giveBack(...of)),
  fc.tuple(number, place, fc.constantFrom(...conditions), at).map((of) => regrade(...of)),
)

const alter = (asked: SerialCommand, by: number): SerialCommand =>
  ({
    ...asked,
    data: { ...asked.data, ...(by === 1 ? { location: 'WH3' } : by === 2 ? { askedAt: asked.data.askedAt + 1 } : { sku: 'other' }) },
  }) as SerialCommand

/** The whole life of a unit, read from its first day whenever somebody asks where it is. */
function unitModel(limit: number): Model<SerialTypes> {
  const life: { paper: string; sku: string; at: number; all: string; to: string; unfit: boolean }[] = []
  const events = {
    ReceiveSerialNumber: 'SerialNumberReceived',
    IssueSerialNumber: 'SerialNumberIssued',
    ReturnSerialNumber: 'SerialNumberReturned',
    GradeSerialNumber: 'SerialNumberGraded',
  }
  /** Whoever says nothing of its condition says that nobody looked. */
  const told = ({ type, data }: SerialCommand): string =>
    JSON.stringify(type === 'ReturnSerialNumber' ? { ...data, condition: data.condition ?? null } : data)
  const judge = (asked: SerialCommand): Verdict => {
    const { type, data } = asked
    const paper = `${events[type]} ${type === 'IssueSerialNumber' ? `${data.fulfilmentId} ${data.shipmentId}` : data.documentId}`
    const older = life.slice(0, Math.max(0, life.length - limit)).sort((a, b) => b.at - a.at || (a.paper < b.paper ? 1 : -1))
    const known = [...life.slice(-limit), ...older.slice(0, limit)].find((moved) => moved.paper === paper)
    if (known !== undefined) return known.all === told(asked) ? 'repeat' : 'DOCUMENT_DIFFERS'
    if (older.slice(limit).some((moved) => data.askedAt <= moved.at)) return 'COMMAND_TOO_OLD'
    if (life.some((moved) => moved.sku !== data.sku)) return 'SERIAL_NUMBERS_MISMATCH'
    const whereabouts = life.at(-1)?.to
    const needed =
      type === 'ReceiveSerialNumber' ? `at ${data.from}` : type === 'ReturnSerialNumber' ? `with ${data.orderId}` : `at ${data.location}`
    if (type === 'IssueSerialNumber' && life.at(-1)?.unfit) return 'SERIAL_NUMBER_UNFIT'
    if (whereabouts !== undefined && whereabouts !== needed) return 'SERIAL_NUMBER_ELSEWHERE'
    life.push({
      paper,
      sku: data.sku,
      at: data.askedAt,
      all: told(asked),
      unfit: 'condition' in data && (data.condition === 'refurbish' || data.condition === 'scrap'),
      to: type === 'IssueSerialNumber' ? `with ${data.orderId}` : `at ${data.location}`,
    })
    return 'happens'
  }
  return {
    judge,
    check({ place: now }) {
      const told = now.kind === 'nowhere' ? undefined : now.kind === 'location' ? `at ${now.location}` : `with ${now.orderId}`
      equal([told], [life.at(-1)?.to], 'the one place of the unit')
    },
  }
}

test('a unit is where its life says it is', () => {
  agrees({ aggregate: serialAggregate, model: () => unitModel(1_000), command, alter })
})

test('a unit that remembers little refuses what it may have forgotten, and never moves twice for one paper', () => {
  agrees({ aggregate: serialAggregateRemembering(2), model: () => unitModel(2), command, alter })
})
