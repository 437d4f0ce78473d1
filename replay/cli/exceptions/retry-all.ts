import { type RetriedPage, retryOpen } from '../../../commands/intake/retry-open.ts'
import type { Ledger } from '../../../compose/ledger.ts'
import { type ChannelException, exceptions } from '../../../projections/exceptions/exceptions.ts'
import { openReadModel } from '../../../projections/runner/read-models.ts'
import type { Scalar } from '../../../stores/documents/port.ts'
import { askServer, problemOf } from '../server.ts'
import { answer, UsageError, type VerbContext } from '../verb.ts'
import { changeThrough } from '../with-ledger.ts'
import { asking } from './change.ts'

type Counts = Pick<RetriedPage, 'tried' | 'wentThrough' | 'stillWaiting'>

const pageSize = 100

/** Every open exception of one code, page by page. */
export async function retryAll(context: VerbContext, code: string): Promise<number> {
  const total = await changeThrough(
    context.settings,
    (ledger) => inFolder(context, ledger, code),
    () => byServer(context, code),
  )
  const { tried, wentThrough, stillWaiting } = total
  answer(context, { code, ...total }, [`${code}: ${tried} tried, ${wentThrough} went through, ${stillWaiting} still wait`])
  return stillWaiting > 0 ? 1 : 0
}

async function inFolder(context: VerbContext, ledger: Ledger, code: string): Promise<Counts> {
  const model = await openReadModel<ChannelException>(ledger.documents, exceptions)
  let total: Counts = { tried: 0, wentThrough: 0, stillWaiting: 0 }
  if (model === null) return total
  const by = asking(`retry/${code}`, ledger.settings.clock.now())
  for (let after: readonly Scalar[] | null = null; ; ) {
    const page: RetriedPage = await retryOpen(model.collection, ledger.exceptions, { where: { code }, after, limit: pageSize }, by)
    total = sumOf(context, total, page)
    if (page.next === null) return total
    after = page.next
  }
}

async function byServer(context: VerbContext, code: string): Promise<Counts> {
  let total: Counts = { tried: 0, wentThrough: 0, stillWaiting: 0 }
  for (let after: string | null = null; ; ) {
    const body = { code, limit: pageSize, ...(after === null ? {} : { after }) }
    const asked = await askServer(context.settings, 'POST', '/v1/exceptions/retry', body)
    if (asked.status >= 300) throw new UsageError(problemOf(asked))
    total = sumOf(context, total, asked.body)
    if (asked.body.next === null) return total
    after = asked.body.next
  }
}

function sumOf(context: VerbContext, before: Counts, page: Counts): Counts {
  const total = {
    tried: before.tried + page.tried,
    wentThrough: before.wentThrough + page.wentThrough,
    stillWaiting: before.stillWaiting + page.stillWaiting,
  }
  context.note(`${total.tried} tried, ${total.wentThrough} went through`)
  return total
}
