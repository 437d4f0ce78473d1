import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type App, answers, position } from '../app.ts'
import { type AskableCommand, askableCommands } from '../asking/askable.ts'
import { askingBy } from '../asking/asking.ts'
import { createFirstAsked } from '../asking/time-stamps.ts'
import { askerOf } from '../auth/authenticate.ts'
import type { Counters } from '../metrics/counters.ts'
import { Problem, problemOfRejection } from '../problem.ts'
import type { LedgerServices } from '../services.ts'

const common = {
  commandId: z.string().min(1).max(200).optional().describe('The same for every repeat; made for you when left out'),
  occurredAt: z.int().nonnegative().optional().describe('When it happened in the world, epoch milliseconds; now when left out'),
  askedAt: z
    .int()
    .nonnegative()
    .optional()
    .describe('When it was first asked, the same in every repeat: an old repeat is then refused, never done twice'),
}
const options = [...askableCommands.values()].map(({ type, description, asked }) =>
  z.object({ type: z.literal(type), data: asked, ...common }).describe(description),
)
const body = z.discriminatedUnion('type', options as [(typeof options)[0], ...typeof options])
const done = z.object({
  accepted: z.literal(true),
  commandId: z.string(),
  stream: z.string(),
  revision: z.int(),
  position: position.describe('For `minPosition`'),
  events: z.array(z.string()).describe('Types of the events written; none for a repeat'),
  repeated: z.boolean(),
  note: z.string().nullable(),
})

/** A clock may differ by so much from ours. */
const toleranceMs = 60_000

export function commandRoutes(
  app: App,
  { bus, catalogue, settings }: Pick<LedgerServices, 'bus' | 'catalogue' | 'settings'>,
  counters: Counters,
): void {
  const { clock } = settings
  const firstAsked = createFirstAsked(clock)

  async function wholeOf({ fills, whole }: AskableCommand, data: Record<string, unknown>, askedAt: number): Promise<unknown> {
    let filled: Readonly<Record<string, unknown>> = data
    for (const fill of fills) filled = await fill(filled, { catalogue, askedAt })
    const checked = whole.safeParse(filled)
    if (checked.success) return checked.data
    const [issue] = checked.error.issues
    throw new Problem('BAD_REQUEST', `data.${issue?.path.join('.')}: ${issue?.message}`)
  }

  app.post(
    '/v1/commands',
    {
      schema: {
        summary: 'Ask for a change; answered once it is durable, or refused with what would have been possible',
        description: 'Facts the catalogue knows (regionPath, category, brand, component kinds) and instants of asking may be left out.',
        tags: ['commands'],
        body,
        response: answers(done),
      },
    },
    async (request) => {
      const { keyId, role } = askerOf(request)
      const { type, data, commandId = randomUUID(), occurredAt, askedAt } = request.body
      const command = askableCommands.get(type)!
      if (!command.roles.includes(role)) throw new Problem('FORBIDDEN', `this role does not ask for ${type}`)
      const ahead = [askedAt, data.askedAt].some((instant) => typeof instant === 'number' && instant > clock.now() + toleranceMs)
      if (ahead) throw new Problem('BAD_REQUEST', 'askedAt lies ahead of the clock of this server')
      const whole = await wholeOf(command, data, firstAsked(commandId))
      const answer = await bus.ask({ type, data: whole }, askingBy(keyId, commandId, occurredAt ?? clock.now(), askedAt, data))
      counters.commands.inc({ type, outcome: answer.accepted ? (answer.repeated ? 'repeated' : 'accepted') : answer.code })
      if (!answer.accepted) throw problemOfRejection(answer)
      const { stream, revision, events, repeated, note } = answer
      return { accepted: true, commandId, stream, revision, position: String(answer.position), events, repeated, note }
    },
  )
}
