import type { Ledger } from '../../../compose/ledger.ts'
import { kindOfPolicy, policyKindNames } from '../../../domain/policy/kinds.ts'
import type { Json } from '../../../domain/shared/json.ts'
import { asking } from '../exceptions/change.ts'
import { askServer, problemOf } from '../server.ts'
import { answer, textOption, UsageError, type VerbContext } from '../verb.ts'
import { changeThrough } from '../with-ledger.ts'
import { documentIn, instantOption } from './document-file.ts'

interface Wanted {
  readonly name: string
  readonly kind: string
  readonly document: Json
  readonly note: string
  readonly effectiveFrom?: number
}

const shownWithinMs = 10_000

export async function publish(context: VerbContext, name: string, file: string): Promise<number> {
  const kind = kindOfPolicy(name)
  if (kind === null) throw new UsageError(`a policy is named after its kind, one of ${policyKindNames.join(', ')}`)
  const note = textOption(context, 'note')
  if (note === undefined) throw new UsageError('publish takes --note with the reason')
  const effectiveFrom = instantOption(context, 'from')
  const wanted = { name, kind, document: await documentIn(file), note, ...(effectiveFrom === undefined ? {} : { effectiveFrom }) }
  const { version } = await changeThrough(
    context.settings,
    (ledger) => publishDirectly(ledger, wanted),
    async () => {
      const asked = await askServer(context.settings, 'POST', '/v1/commands', { type: 'PublishPolicy', data: wanted })
      if (asked.status >= 300) throw new UsageError(`${problemOf(asked)} ${JSON.stringify(asked.body.details ?? {})}`)
      return { version: asked.body.revision + 1 }
    },
  )
  answer(context, { name, version }, [`${name} ${version} is published`])
  return 0
}

async function publishDirectly({ bus, readModels, settings }: Ledger, wanted: Wanted): Promise<{ version: number }> {
  const publishedAt = settings.clock.now()
  const data = { effectiveFrom: publishedAt, ...wanted, publishedAt }
  const answered = await bus.ask({ type: 'PublishPolicy', data }, asking(`publish/${wanted.name}`, publishedAt))
  if (!answered.accepted) throw new UsageError(`${answered.code}: ${JSON.stringify(answered.details)}`)
  // Else `list` would not show it before the next start.
  await readModels.waitFor('policies', answered.position, shownWithinMs)
  return { version: answered.revision + 1 }
}
