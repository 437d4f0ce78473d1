import { setImmediate as breathe } from 'node:timers/promises'
import type { Engine } from './engine.ts'
import type { Message, Operation, Outcome } from './message.ts'
import { openingAt } from './opening.ts'
import type { Plan } from './plan.ts'
import { roundsOf } from './rounds.ts'
import { hourMs } from './times.ts'

/** What the ledger answered, against what it should have. */
export interface Answers {
  readonly outcomes: Record<Outcome, number>
  /** In words, the first few answers nobody expected. */
  readonly surprises: string[]
}

export interface RunOptions {
  readonly onProgress?: (sent: number, of: number) => void
  /** The order in which messages of one round are handed in, which must not matter. */
  readonly shuffle?: (messages: readonly Message[]) => readonly Message[]
  /** Waited for before each message is handed in. */
  readonly pause?: () => Promise<void>
}

const mostSurprises = 20
const openingGroup = 500

/** How often somebody looks what is due. */
const betweenLooksMs = 2 * hourMs

/** Sends a whole plan through the front door. */
export async function run(engine: Engine, plan: Plan, options: RunOptions = {}): Promise<Answers> {
  const { onProgress = () => undefined, shuffle = (messages) => messages, pause } = options
  const answers: Answers = { outcomes: { placed: 0, updated: 0, duplicate: 0, stale: 0, exception: 0 }, surprises: [] }
  const surprise = (text: string): void => {
    if (answers.surprises.length < mostSurprises) answers.surprises.push(text)
  }
  const perform = performing(engine, surprise)
  for (const part of [plan.definitions, plan.shelves]) {
    for (let from = 0; from < part.length; from += openingGroup) await Promise.all(part.slice(from, from + openingGroup).map(perform))
    await engine.rest()
  }

  async function hand(message: Message): Promise<void> {
    await pause?.()
    const { channel, expected } = message
    const { outcome, reason } = await engine.ledger.intake.receive(message.text(), { channel, actor: `channel:${channel}` })
    answers.outcomes[outcome] += 1
    if (outcome !== expected)
      surprise(`${message.about}: expected ${expected}, answered ${outcome}${reason === null ? '' : ` (${reason})`}`)
  }

  let sent = 0
  let nextLook = openingAt
  for (const { at, messages, operations } of roundsOf(plan.messages, plan.operations, openingAt, plan.until)) {
    engine.comeTo(at)
    for (const operation of operations) await perform(operation)
    await Promise.all(shuffle(messages).map(hand))
    await engine.rest()
    if (at >= nextLook || at >= plan.until) {
      await engine.meetDeadlines()
      nextLook = at + betweenLooksMs
    }
    sent += messages.length
    onProgress(sent, plan.messages.length)
    await breathe()
  }
  return answers
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
