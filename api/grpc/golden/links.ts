import { randomUUID } from 'node:crypto'
import { binaryEvent } from '@eventstore/db-client'
import type { Row } from './row.ts'
import { all, type World } from './world.ts'

const linkTo = (data: string) => binaryEvent({ id: randomUUID(), type: '$>', data: Buffer.from(data) })

const linked = async ({ append, newStream }: World, data: string): Promise<string> => {
  const stream = newStream()
  await append('batch', stream, linkTo(data))
  return stream
}

/** What reading one link with links resolved delivers. */
const resolvedFrom = async (world: World, data: string) => {
  const stream = await linked(world, data)
  const [found] = await all(world.client.readStream(stream, { resolveLinkTos: true }))
  return {
    event: found?.event && { revision: found.event.revision, isLink: found.event.type === '$>' },
    link: found?.link && { type: found.link.type, isPosition: found.commitPosition === found.link.position?.commit },
  }
}
const linkAlone = { event: undefined, link: { type: '$>', isPosition: true } }

/** 4.8 */
export const linkRows: readonly Row[] = [
  {
    behaviour: '4.8 a link as it is, unless it is to be resolved',
    call: async (world) => {
      const stream = await linked(world, `1@${await world.streamOf(2)}`)
      const [found] = await all(world.client.readStream(stream))
      return { type: found?.event?.type, link: found?.link }
    },
    answer: { type: '$>', link: undefined },
  },
  {
    behaviour: '4.8 the event it leads to, the link beside it, and the position of the link',
    call: async (world) => resolvedFrom(world, `1@${await world.streamOf(2)}`),
    answer: { event: { revision: 1n, isLink: false }, link: { type: '$>', isPosition: true } },
  },
  {
    behaviour: '4.8 to a missing stream: the link alone',
    call: (world) => resolvedFrom(world, `0@${world.newStream()}`),
    answer: linkAlone,
  },
  {
    behaviour: '4.8 to a missing revision: the link alone',
    call: async (world) => resolvedFrom(world, `7@${await world.streamOf(2)}`),
    answer: linkAlone,
  },
  ...(['deleteStream', 'tombstoneStream'] as const).map(
    (end): Row => ({
      behaviour: `4.8 to a stream after ${end}: the link alone`,
      call: async (world) => {
        const target = await world.streamOf(2)
        await world.client[end](target)
        return resolvedFrom(world, `0@${target}`)
      },
      answer: linkAlone,
    }),
  ),
  {
    behaviour: '4.8 data that name no event: an event like any other',
    call: (world) => resolvedFrom(world, 'garbage'),
    answer: { event: { revision: 0n, isLink: true }, link: undefined },
  },
  {
    behaviour: '4.8 the same in the whole log, and to who follows a stream',
    call: async (world) => {
      const target = await world.streamOf(2)
      const stream = await linked(world, `1@${target}`)
      const [read] = await world.inLog(stream, { resolveLinks: true })
      const nameOf = (each: { streamIdentifier: { streamName: Uint8Array } }) => Buffer.from(each.streamIdentifier.streamName).toString()
      const inLog = { is: nameOf(read?.found) === target, link: nameOf(read?.link) === stream }
      for await (const followed of world.client.subscribeToStream(stream, { resolveLinkTos: true })) {
        return [inLog, { is: followed.event?.streamId === target, link: followed.link?.streamId === stream }]
      }
    },
    answer: [
      { is: true, link: true },
      { is: true, link: true },
    ],
  },
]
