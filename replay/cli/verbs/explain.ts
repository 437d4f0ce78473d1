import { usingAll } from '../../../compose/open-all.ts'
import { openCopiedDocuments, openForReading } from '../../../compose/stores.ts'
import { orderKey, streamName } from '../../../domain/shared/stream-name.ts'
import { type ExplainedDecision, explainSourcing } from '../../explain/sourcing.ts'
import { answer, refuseMoreWords, textOption, UsageError, type Verb, type VerbContext } from '../verb.ts'

export const explainVerb: Verb = {
  name: 'explain',
  usage: 'explain order <id> [--json]',
  summary: 'why an order is sent from where it is: each decision made again from what it saw; exits 1 where it comes out otherwise',
  options: { channel: { type: 'string' }, shop: { type: 'string' } },
  async run(context) {
    const [what, id] = context.positionals
    if (what !== 'order' || id === undefined) throw new UsageError('say what: order <id>')
    refuseMoreWords(context, 2)
    const [channel, shop] = [textOption(context, 'channel'), textOption(context, 'shop')]
    const orderId = channel === undefined || shop === undefined ? id : orderKey(channel, shop, id)
    return usingAll(async (opened) => {
      const { events } = opened(await openForReading(context.settings))
      const documents = opened(await openCopiedDocuments(context.settings))
      let known = false
      for await (const _ of events.readStream(streamName('order', orderId), { maxCount: 1 })) known = true
      if (!known) throw new UsageError(`there is no order ${orderId}`)
      return tell(context, orderId, await explainSourcing({ events, documents }, orderId))
    })
  },
}

function tell(context: VerbContext, orderId: string, decisions: readonly ExplainedDecision[]): number {
  const agrees = decisions.every((each) => each.agrees)
  answer(context, { orderId, agrees, decisions }, decisions.length === 0 ? [undecided] : decisions.flatMap(linesOf))
  return agrees ? 0 : 1
}

const undecided = 'nothing was decided by cost: its units are promised by the nearest location that has them'
const yuan = (fen: number): string => (fen / 100).toFixed(2)

function linesOf({ decision, agrees, differences, locations }: ExplainedDecision): readonly string[] {
  const { decision: number, policy, tariff, decidedAt, best, candidates, dropped, beyond, proven, boundFen, gapFen } = decision
  const counts = Object.entries(dropped).map(([reason, count]) => `${reason} ${count}`)
  return [
    `decision ${number} at ${new Date(decidedAt).toISOString()}, policy ${policy.version}, tariff ${tariff.version}`,
    `  ${candidates} could send something; dropped: ${counts.join(', ') || 'none'}${beyond > 0 ? `; ${beyond} further away not looked at` : ''}`,
    ...best.map(
      ({ legs, cost }, rank) =>
        `  ${rank + 1}. ${yuan(cost.totalFen).padStart(10)}  ${legs.map(legText).join(' + ')}  (${partsText(cost)})`,
    ),
    ...(best.length === 0 ? ['  no plan keeps the rules'] : []),
    `  ${proven ? 'proven' : 'not proven'}${boundFen === null ? '' : `: nothing costs less than ${yuan(boundFen)}, gap ${yuan(gapFen!)}`}`,
    ...locations.filter((each) => each.dropped !== null).map((each) => `  ${each.location}: ${each.dropped}`),
    agrees ? '  the same comes out again' : `  DIFFERENT now: ${differences.join(', ')}`,
  ]
}

type Plan = ExplainedDecision['decision']['best'][number]
const legText = ({ location, units, lateDays }: Plan['legs'][number]): string =>
  `${location}: ${units.map(({ sku, quantity }) => `${sku} x${quantity}`).join(', ')}${lateDays > 0 ? `, ${lateDays} days late` : ''}`
const partsText = ({ totalFen: _, ...parts }: Plan['cost']): string =>
  Object.entries(parts)
    .filter(([, fen]) => fen > 0)
    .map(([part, fen]) => `${part.replace('Fen', '')} ${yuan(fen)}`)
    .join(', ') || 'free'
