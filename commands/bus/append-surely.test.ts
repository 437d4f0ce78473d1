import { describe, expect, test } from 'vitest'
import { createMemoryEventStore } from '../../stores/events/memory/memory-event-store.ts'
import type { EventToAppend } from '../../stores/events/port.ts'
import { appendSurely } from './append-surely.ts'
import { type Fault, faultyStore } from './testing/faulty-store.ts'

const event = (id: string, text = id): EventToAppend => ({ id, type: 'Happened', data: Buffer.from(text), metadata: Buffer.from('{}') })

function setup(...plan: Fault[]) {
  const store = createMemoryEventStore({ now: () => 1 })
  let tries = 0
  const faulty = faultyStore(store, {
    next: () => plan[tries++] ?? 'none',
    overtake: async (stream) => void (await store.append(stream, [event('a', 'otherwise')], 'any')),
  })
  const append = (events: readonly EventToAppend[], after = -1) =>
    appendSurely(faulty, { stream: 's', events, after }, { attempts: 3, backOff: async () => {} })
  return { store, append, tries: () => tries }
}

describe('an append', () => {
  test('that is answered is tried once', async () => {
    const { store, append, tries } = setup()
    expect(await append([event('a'), event('b')])).toEqual({ written: true, position: await store.head() })
    expect(tries()).toBe(1)
  })

  test('whose answer was lost is ours when every byte is', async () => {
    const { store, append } = setup('written, answer lost')
    expect(await append([event('a'), event('b')])).toEqual({ written: true, position: await store.head() })
  })

  test('is not ours when another process wrote the same ids otherwise, or first', async () => {
    expect(await setup('overtaken').append([event('a')])).toEqual({ written: false })
    expect(await setup('lost', 'overtaken').append([event('a')])).toEqual({ written: false })
    const { store, append } = setup()
    await store.append('s', [event('a')], 'no-stream')
    expect(await append([event('a')])).toEqual({ written: false })
  })

  test('is not written when the stream has moved', async () => {
    const { store, append } = setup()
    await store.append('s', [event('x')], 'no-stream')
    expect(await append([event('a')])).toEqual({ written: false })
    expect(await append([event('a')], 0)).toMatchObject({ written: true })
  })

  test('that never gets an answer says so after its last try', async () => {
    const { append, tries } = setup('lost', 'lost', 'lost', 'lost')
    await expect(append([event('a')])).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' })
    expect(tries()).toBe(3)
  })

  test('that was not written for another reason is not tried again', async () => {
    const { append, tries } = setup('unavailable')
    await expect(append([event('a')])).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(tries()).toBe(1)
  })
})
