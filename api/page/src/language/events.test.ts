import { describe, expect, test } from 'vitest'
import { eventDefinitions } from '../../../../domain/events.ts'
import { eventName, eventNames, toldFields } from './events.ts'
import { fieldNames } from './fields.ts'

describe('every event of the ledger', () => {
  test('has a name of its own in Chinese and in English', () => {
    const types = Object.keys(eventDefinitions)
    expect(Object.keys(eventNames).sort()).toEqual(types.sort())
    for (const type of types) {
      expect(eventName(type).zh).toMatch(/\p{Script=Han}/u)
      expect(eventName(type).en).toMatch(/^[A-Z][A-Za-z -]+$/)
    }
    expect(new Set(types.map((type) => eventName(type).en)).size).toBe(types.length)
  })

  test('tells only facts it has', () => {
    for (const [type, { data }] of Object.entries(eventDefinitions)) {
      for (const field of toldFields(type)) expect(Object.keys(data.shape), type).toContain(field)
    }
  })

  test('tells every fact under a Chinese and an English name', () => {
    for (const type of Object.keys(eventDefinitions)) {
      for (const field of toldFields(type)) expect(fieldNames[field], `${type}.${field}`).toBeDefined()
    }
  })

  test('shows amounts as money and instants as times', () => {
    for (const [field, { as }] of Object.entries(fieldNames)) {
      expect(as === 'fen', field).toBe(field.endsWith('Fen'))
      expect(as === 'instant', field).toBe(/(At|By|From)$/.test(field) && field !== 'cancelledBy')
    }
  })
})

test('an event that the page does not know yet keeps its own name', () => {
  expect(eventName('ClaimSubmitted')).toEqual({ zh: 'ClaimSubmitted', en: 'ClaimSubmitted' })
  expect(toldFields('ClaimSubmitted')).toEqual([])
  expect(eventName('constructor').en).toBe('constructor')
})
