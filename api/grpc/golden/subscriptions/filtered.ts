import { END } from '@eventstore/db-client'
import { all, type World } from '../world.ts'

export const kinds = (messages: readonly { content?: string }[]) => messages.map(({ content }) => content)

/** Where the log ends now. */
export const head = async ({ client }: World) =>
  (await all(client.readAll({ direction: 'backwards', fromPosition: END, maxCount: 1 })))[0]!.event!.position!

export const filterOf = (prefix: string, more: object) => ({ streamIdentifier: { prefix: [prefix] }, ...more })

/** What follows a filtered subscription from a position on, so many messages. */
export async function filtered(
  world: World,
  stream: string,
  from: { commit: bigint } | 'end',
  more: object,
  most: number,
  meanwhile?: () => Promise<unknown>,
) {
  const position = typeof from === 'object' ? { commitPosition: String(from.commit), preparePosition: String(from.commit) } : undefined
  const answer = world.read(
    { all: position ? { position } : { end: {} }, subscription: {}, noFilter: undefined, filter: filterOf(stream, more) },
    most,
  )
  if (meanwhile !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, 300))
    await meanwhile()
  }
  return answer
}
