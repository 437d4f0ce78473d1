import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { eventDefinitions } from '../domain/events.ts'
import { eventsDocument } from './document-events.ts'

describe('the catalogue of events', () => {
  test('in docs/events.md is current: run `node replay/document-events.ts`', () => {
    expect(readFileSync('docs/events.md', 'utf8') === eventsDocument()).toBe(true)
  })

  test('names every event', () => {
    const text = eventsDocument()
    expect(Object.keys(eventDefinitions).filter((type) => !text.includes(`### ${type}\n`))).toEqual([])
  })
})
