import type { Ledger } from '../../compose/ledger.ts'
import type { Fact, Message, Outcome } from '../message.ts'
import type { Tally } from '../truth.ts'

/** What came of a knock at a door. */
export interface Answered {
  /** What nobody expected, in words; null when it went as it should. */
  readonly surprise: string | null
}

export interface Command {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

/** The doors of the ledger, as the outside world knows them. What is true once one was passed is noted as it is. */
export interface Doors {
  /** Something is true without a knock: nothing is done where it should have been. */
  note(facts: readonly Fact[]): void
  /** A message of a channel. */
  tell(message: Message): Promise<Answered>
  /**
   * A command by hand, or by a system with a key.
   * @param name What it is about: with its type, never asked twice.
   */
  ask(command: Command, name: string, at: number, facts?: readonly Fact[]): Promise<Answered>
  /** A carrier's push, signed. */
  push(body: Uint8Array, expected: 'taken' | 'duplicate' | 'unreadable', facts?: readonly Fact[]): Promise<Answered>
  /** A message of a warehouse system, signed. */
  confirm(
    location: string,
    parameters: Readonly<Record<string, string>>,
    body: Uint8Array,
    expected: 'applied' | 'noted' | 'duplicate' | 'exception',
    facts?: readonly Fact[],
  ): Promise<Answered>
}

const fine: Answered = { surprise: null }
const reporter = 'kuaidi100'

export function createDoors({ bus, intake, traces, wms }: Ledger, tally: Tally, outcomes: Record<Outcome, number>): Doors {
  const took = (isExpected: boolean, surprise: string, facts: readonly Fact[]): Answered => {
    tally.facts(facts)
    return isExpected ? fine : { surprise }
  }
  return {
    note: (facts) => tally.facts(facts),
    async tell(message) {
      const { channel, about, expected } = message
      tally.message(message)
      const { outcome, reason } = await intake.receive(message.text(), { channel, actor: `channel:${channel}` })
      outcomes[outcome] += 1
      return outcome === expected
        ? fine
        : { surprise: `${about}: expected ${expected}, answered ${outcome}${reason === null ? '' : ` (${reason})`}` }
    },
    async ask(command, name, at, facts = []) {
      const commandId = `demo/${command.type}/${name}`
      const asking = { commandId, actor: 'key:demo', occurredAt: at, correlationId: commandId, causationId: commandId }
      const answer = await bus.ask(command, asking)
      return took(answer.accepted, `${command.type} ${name}: refused with ${answer.accepted ? '' : answer.code}`, facts)
    },
    async push(body, expected, facts = []) {
      const [connector, secret] = traces.doorOf(reporter)!
      if (!connector.isSigned(body, secret)) return { surprise: 'a push is not signed' }
      const { outcome, waybill } = await traces.intake.receive(body, connector)
      return took(outcome === expected, `push of ${waybill}: expected ${expected}, answered ${outcome}`, facts)
    },
    async confirm(location, parameters, body, expected, facts = []) {
      const result = await wms.receive(location, parameters, body)
      const outcome = result.kept ? result.outcome : result.because
      const reason = result.kept ? result.reason : null
      return took(outcome === expected, `${location} ${parameters.method}: expected ${expected}, answered ${outcome} ${reason}`, facts)
    },
  }
}
