import { setImmediate as breathe } from 'node:timers/promises'
import type { Engine } from './engine.ts'
import type { Message, Operation, Outcome } from './message.ts'
import { openingAt } from './opening.ts'
import type { Plan } from './plan.ts'
import { roundsOf } from './rounds.ts'
import { dayMs, hourMs } from './times.ts'
import { type Truth, tallyFrom } from './truth.ts'
import type { Errand } from './world/agenda.ts'
import { type Answered, createDoors } from './world/doors.ts'
import { createWorld } from './world/world.ts'

/** What the ledger answered, against what it should have. */
export interface Answers {
  readonly outcomes: Record<Outcome, number>
  /** In words, the first few answers nobody expected. */
  readonly surprises: string[]
}

export interface Ran {
  readonly answers: Answers
  /** The plan's, and what the outside world did beside it. */
  readonly truth: Truth
}

export interface RunOptions {
  readonly onProgress?: (sent: number, of: number) => void
  /** The order in which messages of one round are handed in, which must not matter. */
  readonly shuffle?: <Item>(items: readonly Item[]) => readonly Item[]
  /** Waited for before each message is handed in. */
  readonly pause?: () => Promise<void>
}

const mostSurprises = 20
const openingGroup = 500

/** How often somebody looks what is due: while the sale is on, and in the weeks after. */
const betweenLooksMs = 2 * hourMs
const betweenLaterLooksMs = 6 * hourMs
const soonMs = 5 * dayMs

/** Plays everything outside against a ledger, through its front doors. */
export async function run(engine: Engine, plan: Plan, options: RunOptions = {}): Promise<Ran> {
  const { onProgress = () => undefined, shuffle = (items) => items, pause } = options
  const answers: Answers = { outcomes: { placed: 0, updated: 0, duplicate: 0, stale: 0, exception: 0 }, surprises: [] }
  const surprise = (text: string): void => {
    if (answers.surprises.length < mostSurprises) answers.surprises.push(text)
  }
  const perform = performing(engine, surprise)
  for (const part of [...plan.definitions, plan.shelves]) {
    for (let from = 0; from < part.length; from += openingGroup) await Promise.all(part.slice(from, from + openingGroup).map(perform))
    await engine.rest()
  }

  let now = openingAt
  // What the plan knows is in its truth already; doors add what is told beside it.
  const [planned, tally] = [tallyFrom(null), tallyFrom(plan.truth)]
  const { ledger } = engine
  const doors = createDoors(ledger, tally, answers.outcomes)
  const frontDoor = createDoors(ledger, planned, answers.outcomes)
  const world = createWorld(plan, doors, ledger.events, () => now)
  engine.connect(world.warehouseSystems)

  async function knock(knocking: () => Promise<Answered> | null): Promise<void> {
    await pause?.()
    const answered = await knocking()
    if (answered?.surprise) surprise(answered.surprise)
  }
  const hand = (message: Message) => knock(() => frontDoor.tell(message))
  const runErrand = ({ run: go }: Errand) => knock(go)

  let sent = 0
  let nextLook = openingAt
  for (const { at, messages, operations, errands } of roundsOf(plan.messages, plan.operations, openingAt, plan.until, world.agenda)) {
    now = at
    engine.comeTo(at)
    for (const operation of operations) await perform(operation)
    if (errands.some(({ isTrace }) => isTrace)) await engine.knowParcels()
    await Promise.all([...shuffle(messages).map(hand), ...shuffle(errands).map(runErrand)])
    await engine.rest()
    if (at >= nextLook || at >= plan.until) {
      await engine.meetDeadlines()
      nextLook = at + (at < openingAt + soonMs ? betweenLooksMs : betweenLaterLooksMs)
    }
    await world.look()
    sent += messages.length
    onProgress(sent, plan.messages.length)
    await breathe()
  }
  return { answers, truth: tally.truth }
}

function performing({ ledger: { bus } }: Engine, surprise: (text: string) => void) {
  let performed = 0
  return async ({ at, command }: Operation): Promise<void> => {
    performed += 1
    const commandId = `demo/${command.type}/${performed}`
    const asking = { commandId, actor: 'key:demo', occurredAt: at, correlationId: commandId, causationId: commandId }
    const answer = await bus.ask(command, asking)
    if (!answer.accepted) surprise(`${command.type} ${commandId}: refused with ${answer.code}`)
  }
}
