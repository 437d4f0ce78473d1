import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startChannels } from './simulator.ts'
import { openPublishing, secret } from './world.ts'

test('a ledger that dies between sending and hearing tells again, and the channel shows what is left', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-publishing-'))
  const first = await openPublishing({ folder })
  await first.define()
  await first.receive('fridge', 'HZ', 5)
  await first.connect()
  await first.share()
  first.channels.hold()
  const settling = first.settle().catch(() => 'died')
  while (first.channels.heldBack() === 0) await sleep(5)
  const from = first.clock.now()
  const closing = first.ledger.close()
  first.channels.letGo()
  await closing
  await settling
  const second = await openPublishing({ folder, from, channels: first.channels })
  await second.drain()
  await second.receive('fridge', 'HZ', 1)
  await second.settle(3)
  expect(first.channels.shown.get('app/c-fridge')).toBe(6)
  const [push] = await second.pushes()
  expect(push!.attempts).toMatchObject([{ outcome: 'unanswered', code: 'INTERRUPTED' }, { outcome: 'taken' }])
  await second.close()
  await first.channels.stop()
})

test('a ledger restarted while a listing is at rest until a later policy tells nothing twice, and what that policy says in time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-publishing-'))
  const channels = await startChannels(secret)
  let here = await openPublishing({ folder, channels })
  await here.define()
  await here.receive('fridge', 'HZ', 5)
  await here.connect()
  await here.share()
  await here.settle()
  const later = here.clock.now() + 600_000
  await here.publish('channel-stock', { shops: [{ channel: 'app', shop: 's1', intervalMs: 5_000, cap: 2 }] }, later)
  await here.settle()
  for (let count = 1; count <= 3; count++) {
    const from = here.clock.now()
    await here.close({ keep: `${folder}-${count}` })
    here = await openPublishing({ folder: `${folder}-${count}`, from, channels })
    await here.drain()
    await here.settle(3)
    expect(channels.quantities('app', 'c-fridge')).toEqual([5])
  }
  await here.receive('fridge', 'HZ', 1)
  await here.settle()
  expect(channels.quantities('app', 'c-fridge')).toEqual([5, 6])
  await here.pass(600_000)
  await here.settle()
  expect(channels.quantities('app', 'c-fridge')).toEqual([5, 6, 2])
  await here.close()
  await channels.stop()
})
