import type { DocumentStore } from '../documents/port.ts'
import { createAnswered } from './answered.ts'
import { createHeldLease, type HeldLease } from './held-lease.ts'
import { plan, type Sightings, sight } from './plan.ts'
import type { Contender, Ownership } from './port.ts'
import { memberIn, type NamedRecord, openLeases, ownersIn, readLeases } from './records.ts'
import { defaultTiming, type LeaseClock, type LeaseTiming } from './timing.ts'
import { leaseWrites } from './writes.ts'

export interface LeaseKeeperOptions {
  readonly documents: DocumentStore
  /** Names this process, and never another one. */
  readonly owner: string
  readonly clock: LeaseClock
  readonly timing?: LeaseTiming
  readonly onTrouble: (message: string) => void
}

/** One worker among several that share resources out among themselves. */
export interface LeaseKeeper {
  readonly ownership: Ownership
  /** Beats, looks, and takes or gives up. Never throws; ends though the store does not answer. */
  round(): Promise<void>
  /** Takes leave of the others. */
  leave(): Promise<void>
}

interface Group {
  readonly resources: readonly string[]
  readonly contender: Contender
}

/** Dead workers are forgotten after so many times the time that makes them dead. */
const FORGOTTEN_AFTER = 10
/** Resigned leases are left to others for so many times the time after which they are taken. */
const RESTING = 2

export async function createLeaseKeeper(options: LeaseKeeperOptions): Promise<LeaseKeeper> {
  const { documents, owner: me, clock, timing = defaultTiming, onTrouble } = options
  const leases = await openLeases(documents)
  const writes = leaseWrites(leases, me)
  const answered = createAnswered({ clock, answerMs: timing.answerMs, onTrouble })
  const groups = new Set<Group>()
  const held = new Map<string, HeldLease>()
  const restingUntil = new Map<string, number>()
  let sightings: Sightings = new Map()
  let sightedMs = Number.NEGATIVE_INFINITY
  let lives = 0

  async function beat(lease: HeldLease): Promise<void> {
    const sentMs = clock.monotonic()
    if (lease.isUnsure) return
    if ((await answered(writes.beat(lease))) === true) {
      lease.beat += 1
      lease.renew(sentMs + timing.heldMs)
    } else lease.isUnsure = true
  }

  /** What this worker believes to hold, against what the store says. What is older than the belief says nothing. */
  function compare(seen: readonly NamedRecord[]): void {
    const records = new Map(seen.map(({ resource, record }) => [resource, record]))
    for (const lease of held.values()) {
      const record = records.get(lease.resource)
      if (record === undefined || record.epoch > lease.epoch || (record.epoch === lease.epoch && record.owner !== me)) lease.end()
      else if (record.epoch === lease.epoch && lease.isUnsure) Object.assign(lease, { beat: record.beat, isUnsure: false })
    }
  }

  function sweep(): void {
    for (const lease of held.values()) {
      if (lease.isHeld()) continue
      held.delete(lease.resource)
      if (lease.hasResigned) {
        restingUntil.set(lease.resource, clock.monotonic() + RESTING * timing.takenAfterMs)
        void answered(writes.release(lease))
      }
      lease.contender.lost(lease)
    }
  }

  async function take({ contender }: Group, resources: readonly string[]): Promise<void> {
    const taken = await Promise.all(
      resources.map(async (resource) => {
        const sentMs = clock.monotonic()
        const epoch = await answered(writes.take(resource, sightings.get(resource)))
        return epoch == null ? [] : [createHeldLease(resource, epoch, contender, clock.monotonic, sentMs + timing.heldMs)]
      }),
    )
    const acquired = taken.flat()
    if (acquired.length === 0) return
    for (const lease of acquired) held.set(lease.resource, lease)
    contender.acquired(acquired).catch((failure: unknown) => {
      onTrouble(`${acquired.map(({ resource }) => resource).join(', ')}: ${failure instanceof Error ? failure.message : String(failure)}`)
      for (const lease of acquired) lease.end()
    })
  }

  async function giveUp(lease: HeldLease): Promise<void> {
    if (lease.isHandingOver) return
    lease.isHandingOver = true
    const isDone = await lease.contender.handOver(lease).catch(() => false)
    lease.isHandingOver = false
    if (isDone) await release(lease)
  }

  async function release(lease: HeldLease): Promise<void> {
    if (held.get(lease.resource) === lease) held.delete(lease.resource)
    lease.end()
    await answered(writes.release(lease))
  }

  const heldOf = ({ contender }: Group): HeldLease[] => [...held.values()].filter((lease) => lease.contender === contender)

  async function share(group: Group): Promise<void> {
    const nowMs = clock.monotonic()
    const resting = new Set([...restingUntil].filter(([, until]) => until > nowMs).map(([resource]) => resource))
    const holding = { resources: group.resources, held: new Set(heldOf(group).map(({ resource }) => resource)), resting }
    const { take: free, giveUp: surplus } = plan({ me, sightings, nowMs, takenAfterMs: timing.takenAfterMs }, holding)
    for (const resource of surplus) void giveUp(held.get(resource)!)
    await take(group, free)
  }

  function forgetTheDead(): void {
    for (const [resource, { sinceMs }] of sightings) {
      const member = memberIn(resource)
      if (member !== null && member !== me && clock.monotonic() - sinceMs > FORGOTTEN_AFTER * timing.takenAfterMs) {
        void answered(writes.forget(member))
      }
    }
  }

  return {
    ownership: {
      shared: true,
      async contend(resources, contender) {
        const group = { resources, contender }
        groups.add(group)
        return {
          async withdraw() {
            groups.delete(group)
            await Promise.all(heldOf(group).map(release))
          },
        }
      },
      owners: () => ownersIn(documents),
    },
    async round() {
      lives += 1
      const read = answered(readLeases(leases))
      await Promise.all([answered(writes.live(lives)), ...[...held.values()].map(beat)])
      const seen = await read
      if (seen !== undefined) {
        const nowMs = clock.monotonic()
        // What stood still while nobody looked may have moved: it is watched anew.
        sightings = sight(nowMs - sightedMs > timing.takenAfterMs ? new Map() : sightings, seen, nowMs)
        sightedMs = nowMs
        compare(seen)
      }
      sweep()
      if (seen === undefined) return
      await Promise.all([...groups].map(share))
      forgetTheDead()
    },
    async leave() {
      groups.clear()
      await Promise.all([...held.values()].map(release))
      await answered(writes.forget(me))
    },
  }
}
