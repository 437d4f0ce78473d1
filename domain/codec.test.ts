import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { decode, encodeJson, type StoredEvent, UndecodableEvent, upcast } from './codec.ts'
import type { EventDefinition } from './shared/event.ts'

const metadata = {
  occurredAt: 1_700_000_000_000,
  $correlationId: 'correlation',
  $causationId: 'causation',
  commandId: 'command',
  actor: 'timer',
  schemaVersion: 1,
}
const data = { personId: 'person', forgottenAt: 1_700_000_000_000 }
const stored: StoredEvent = {
  id: 'id',
  stream: 'person-person',
  revision: 7,
  position: 9_007_199_254_740_993n,
  recordedAt: 1_700_000_000_001,
  type: 'PersonForgotten',
  data: encodeJson(data),
  metadata: encodeJson(metadata),
}
const failureOf = (changed: Partial<StoredEvent>): unknown => {
  try {
    return decode({ ...stored, ...changed })
  } catch (failure) {
    return failure
  }
}

describe('decoding', () => {
  test('gives back what was encoded, and where it stands', () => {
    const { data: _, metadata: __, ...where } = stored
    expect(decode(stored)).toEqual({ ...where, data, metadata })
  })

  test('gives back every JSON value as it was', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const back = decode({ ...stored, data: encodeJson(value) }).data
        expect(back).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  test.each([
    ['a type the catalogue does not know', { type: 'PersonRemembered' }, 'not in the catalogue'],
    ['a type that every object has as a property', { type: 'constructor' }, 'not in the catalogue'],
    ['data that is no JSON', { data: Buffer.from('{') }, 'JSON'],
    ['data that is no UTF-8', { data: Buffer.from([0x22, 0xff, 0x22]) }, 'not valid'],
    ['metadata that is no JSON', { metadata: Buffer.from('') }, 'JSON'],
    ['a version of the future', { metadata: encodeJson({ ...metadata, schemaVersion: 2 }) }, 'schema version 2 is not one of 1 to 1'],
    ['metadata without a version', { metadata: encodeJson({}) }, 'schema version undefined'],
  ])('refuses %s, and says where it stands', (_, changed, why) => {
    const failure = failureOf(changed)
    expect(failure).toBeInstanceOf(UndecodableEvent)
    expect((failure as UndecodableEvent).message).toContain(why)
    expect((failure as UndecodableEvent).message).toContain('event 7 of stream person-person')
    expect((failure as UndecodableEvent).stored.position).toBe(stored.position)
  })

  test('repeats nothing of the data in its refusal', () => {
    for (const text of ['{"name":"Zhang San"', '{"name":Zhang San}', 'Zhang San']) {
      const failure = failureOf({ data: Buffer.from(text) })
      expect(inspect(failure)).not.toContain('Zhang')
    }
  })
})

describe('upcasting', () => {
  const definition: EventDefinition = {
    description: 'An event',
    data: z.object({ amountFen: z.int(), bearer: z.string() }),
    version: 3,
    upcasts: {
      1: ({ yuan, ...rest }) => ({ ...rest, amountFen: Number(yuan) * 100 }),
      2: (before) => ({ ...before, bearer: 'merchant' }),
    },
  }

  test('takes every step from the version written to the current one, in order', () => {
    expect(upcast(definition, { yuan: 3 }, 1)).toEqual({ amountFen: 300, bearer: 'merchant' })
    expect(upcast(definition, { amountFen: 300 }, 2)).toEqual({ amountFen: 300, bearer: 'merchant' })
  })

  test('leaves the current version as it is', () => {
    const current = { amountFen: 300, bearer: 'platform' }
    expect(upcast(definition, current, 3)).toBe(current)
  })

  test('refuses a version that never was, and a step nobody wrote', () => {
    for (const from of [0, -1, 4, Number.NaN]) expect(() => upcast(definition, {}, from)).toThrow('is not one of 1 to 3')
    expect(() => upcast({ ...definition, upcasts: { 1: (each) => each } }, {}, 1)).toThrow('no upcast from schema version 2')
    expect(() => upcast(definition, {}, 1.5)).toThrow('no upcast from schema version 1.5')
  })
})
