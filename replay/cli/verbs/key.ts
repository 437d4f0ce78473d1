import { newAccessKey } from '../../../commands/access/secret.ts'
import type { Ledger } from '../../../compose/ledger.ts'
import { openForReading } from '../../../compose/stores.ts'
import { type Role, roles } from '../../../domain/access/events.ts'
import { channels as allChannels, type Channel } from '../../../domain/shared/fields.ts'
import { type AccessKeyDocument, accessKeys } from '../../../projections/access-keys/access-keys.ts'
import { openReadModel } from '../../../projections/runner/read-models.ts'
import { askServer, problemOf } from '../server.ts'
import { answer, refuseMoreWords, textOption, UsageError, type Verb, type VerbContext } from '../verb.ts'
import { changeThrough } from '../with-ledger.ts'

const by = (what: string, now: number) => {
  const commandId = `cli/${what}`
  return { commandId, actor: 'command-line', occurredAt: now, correlationId: commandId, causationId: commandId }
}

async function issue(context: VerbContext): Promise<number> {
  const role = roles.find((each) => each === textOption(context, 'role')) as Role | undefined
  if (role === undefined) throw new UsageError(`--role takes one of ${roles.join(', ')}`)
  const channels = (textOption(context, 'channels') ?? '').split(',').filter((channel) => channel !== '') as Channel[]
  const stranger = channels.find((channel) => !allChannels.includes(channel))
  if (stranger !== undefined) throw new UsageError(`there is no channel ${stranger}; there are ${allChannels.join(', ')}`)
  const label = textOption(context, 'label') ?? role
  const token = await changeThrough(
    context.settings,
    (ledger) => issueDirectly(ledger, { role, channels, label }),
    async () => {
      const asked = await askServer(context.settings, 'POST', '/v1/keys', { role, channels, label })
      if (asked.status >= 300) throw new UsageError(problemOf(asked))
      return asked.body.key as string
    },
  )
  answer(context, { key: token, role, channels, label }, [`${token}`, 'This key is shown once and kept nowhere.'])
  return 0
}

async function issueDirectly({ bus, settings }: Ledger, data: { role: Role; channels: Channel[]; label: string }): Promise<string> {
  const { keyId, token, secretHash } = await newAccessKey(settings.randomness)
  const now = settings.clock.now()
  const answered = await bus.ask({ type: 'IssueAccessKey', data: { ...data, keyId, secretHash, issuedAt: now } }, by(`issue/${keyId}`, now))
  if (!answered.accepted) throw new UsageError(`${answered.code}: ${JSON.stringify(answered.details)}`)
  return token
}

async function revoke(context: VerbContext, keyId: string): Promise<number> {
  await changeThrough(
    context.settings,
    async ({ bus, settings }) => {
      const now = settings.clock.now()
      const answered = await bus.ask({ type: 'RevokeAccessKey', data: { keyId, revokedAt: now } }, by(`revoke/${keyId}`, now))
      if (!answered.accepted) throw new UsageError(`${answered.code}: there is no access key ${keyId}`)
    },
    async () => {
      const asked = await askServer(context.settings, 'DELETE', `/v1/keys/${encodeURIComponent(keyId)}`)
      if (asked.status >= 300) throw new UsageError(problemOf(asked))
    },
  )
  answer(context, { keyId, revoked: true }, [`${keyId} opens nothing any more`])
  return 0
}

async function list(context: VerbContext): Promise<number> {
  const stores = await openForReading(context.settings)
  try {
    const model = await openReadModel<AccessKeyDocument>(stores.documents, accessKeys)
    const items: Omit<AccessKeyDocument, 'secretHash'>[] = []
    for await (const page of model?.collection.scan() ?? []) {
      for (const { body } of page) {
        if (body === null) continue
        const { secretHash: _, ...shown } = body
        items.push(shown)
      }
    }
    answer(
      context,
      { items },
      items.map(
        ({ keyId, role, channels, label, revokedAt }) =>
          `${keyId} ${role.padEnd(10)} ${revokedAt === null ? 'valid  ' : 'revoked'} ${label} ${channels.join(',')}`,
      ),
    )
    return 0
  } finally {
    await stores.close()
  }
}

export const keyVerb: Verb = {
  name: 'key',
  usage: 'key issue --role R [--channels a,b] [--label L] | revoke <key id> | list',
  summary: 'access keys and their roles',
  options: { role: { type: 'string' }, channels: { type: 'string' }, label: { type: 'string' } },
  async run(context) {
    const [action, keyId] = context.positionals
    refuseMoreWords(context, action === 'revoke' ? 2 : 1)
    if (action === 'issue') return issue(context)
    if (action === 'list') return list(context)
    if (action !== 'revoke' || keyId === undefined) throw new UsageError('say issue with --role, revoke with a key id, or list')
    return revoke(context, keyId)
  },
}
