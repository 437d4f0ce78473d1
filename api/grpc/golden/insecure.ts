import { setTimeout as sleep } from 'node:timers/promises'
import type { Row } from './row.ts'
import { event, told } from './world.ts'

/** 4.11, as far as the door answers it. */
export const insecureRows: readonly Row[] = [
  {
    behaviour: '4.11 what metadata say of who may do what is not enforced',
    call: async ({ client, streamOf, revisions }) => {
      const stream = await streamOf(1)
      const nobody = ['nobody']
      await client.setStreamMetadata(stream, {
        acl: { readRoles: nobody, writeRoles: nobody, deleteRoles: nobody, metaReadRoles: nobody, metaWriteRoles: nobody },
      })
      await client.appendToStream(stream, event())
      return revisions(stream)
    },
    answer: [0n, 1n],
  },
  {
    behaviour: '4.11 a client may ask for the leader',
    call: async ({ client, newStream }) => client.appendToStream(newStream(), event(), { requiresLeader: true }),
    answer: { success: true },
  },
  {
    behaviour: '4.11 projections are not there: unimplemented',
    call: ({ client }) => told(() => Promise.race([client.listProjections(), sleep(4_000).then(() => 'no answer')])),
    answer: { code: 12 },
  },
]
