import { writers } from '../channels/writers.ts'
import type { Fact, Message, Outcome } from '../message.ts'
import { type Random, randomFor } from '../random.ts'
import { minuteMs } from '../times.ts'
import { repeated, spoiledCopy } from './mishaps.ts'
import type { Sequel, Story, Telling } from './told.ts'

const duplicateRate = 0.03
const malformedRate = 0.012
const staleRate = 0.3

/** What is told once something happened to an order the ledger knows: some of it comes twice. */
export function laterMessagesOf(story: Story, step: keyof Sequel, tellings: readonly Telling[], seed: number): readonly Message[] {
  const random = randomFor(seed, 'later', story.sale.number, step)
  const cases = tellings.flatMap(({ says }) => ('afterSale' in says ? [says.afterSale.refundId] : []))
  const messages = judged(story, tellings, ['order', ...(step === 'inspected' ? cases : [])])
  return [...messages, ...messages.filter(() => random.chance(duplicateRate)).map((message) => repeated(message, random))]
}

/** What a story says, with what happens to messages on their way. */
export function messagesOf(story: Story, seed: number): readonly Message[] {
  const random = randomFor(seed, 'mishaps', story.sale.number)
  const tellings = overtaken(story.tellings, random)
  const messages = judged(story, tellings)
  const copies = messages.filter(() => random.chance(duplicateRate)).map((message) => repeated(message, random))
  // Word of money may come before word of the order.
  const first = messages[tellings.findIndex(({ says }) => 'version' in says)]
  const spoiled = first !== undefined && random.chance(malformedRate) ? [spoiledCopy(first, random)] : []
  return [...spoiled, ...messages, ...copies]
}

const saysUnpaid = ({ says }: Telling): boolean => 'version' in says && says.version.stage === 'unpaid'

/** Word that an order is unpaid comes at times only after word that it is paid. */
function overtaken(tellings: readonly Telling[], random: Random): readonly Telling[] {
  const [first, second] = tellings
  const mayBe =
    first !== undefined && saysUnpaid(first) && second !== undefined && 'version' in second.says && second.says.version.stage === 'paid'
  if (!mayBe || second.at - first.at > 15 * minuteMs || !random.chance(staleRate)) return tellings
  return [second, { ...first, at: second.at + random.whole(1, 60) * minuteMs }, ...tellings.slice(2)].sort((a, b) => a.at - b.at)
}

/** What the ledger has to answer follows from the versions alone: the first places, older ones are stale. */
function judged({ sale }: Story, tellings: readonly Telling[], known: readonly string[] = []): readonly Message[] {
  const newest = new Map<string, number>(known.map((subject) => [subject, 0]))
  return tellings.map(({ at, says, facts }): Message => {
    const [subject, modifiedAt] =
      'version' in says ? ['order', says.version.modifiedAt] : [says.afterSale.refundId, says.afterSale.modifiedAt]
    const before = newest.get(subject)
    const expected: Outcome = before === undefined ? 'placed' : modifiedAt < before ? 'stale' : 'updated'
    newest.set(subject, Math.max(before ?? 0, modifiedAt))
    const writer = writers[sale.channel]
    const placed: readonly Fact[] =
      subject === 'order' && expected === 'placed' ? [{ is: 'placed', channel: sale.channel, payFen: sale.payFen }] : []
    return {
      ...{ at, channel: sale.channel, about: `${sale.channel} ${sale.orderId}`, expected },
      text: () => JSON.stringify('version' in says ? writer.order(sale, says.version) : writer.afterSale(sale, says.afterSale)),
      facts: [...placed, ...facts],
      mishap: expected === 'stale' ? 'stale' : null,
    }
  })
}

/** Nothing but an exception comes of it. */
export const strayMessage = (story: Story): Message => ({
  ...judged(story, story.tellings)[0]!,
  expected: 'exception',
  facts: [{ is: 'exception', code: 'UNKNOWN_LISTING' }],
  mishap: 'unknownListing',
})
