import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { InstanceName } from '../runtime/awaited.ts'
import { startDeadlineTimer } from './timer.ts'

const instance = (instanceId: string): InstanceName => ({ process: 'order', instanceId })

/** A timer over the instances that are due, with who was woken, how often, and a way to bring them to rest. */
function timing(due: Set<string>) {
  const woken: string[] = []
  const resting = new Map<string, () => void>()
  const timer = startDeadlineTimer({
    due: async (_, atMost) => [...due].slice(0, atMost).map(instance),
    wake: ({ instanceId }) => {
      woken.push(instanceId)
      return new Promise((rest) => resting.set(instanceId, rest))
    },
    clocks: { wall: () => 0, monotonic: () => 0 },
    onPause: () => undefined,
    onFailure: (failure) => {
      throw failure
    },
    everyMs: 1,
    batch: 2,
  })
  const until = async (condition: () => boolean) => {
    while (!condition()) await sleep(1)
  }
  return { timer, woken, rest: (instanceId: string) => resting.get(instanceId)!(), until }
}

test('an instance that does not come to rest keeps nobody else from a deadline', async () => {
  const { timer, woken, until } = timing(new Set(['stuck 1', 'stuck 2', 'fine']))
  await until(() => woken.includes('fine'))
  await timer.stop()
  expect(woken).toEqual(['stuck 1', 'stuck 2', 'fine'])
})

test('an instance still due after it came to rest is woken again', async () => {
  const { timer, woken, rest, until } = timing(new Set(['a']))
  await until(() => woken.length === 1)
  rest('a')
  await until(() => woken.length === 2)
  await timer.stop()
  expect(woken).toEqual(['a', 'a'])
})
