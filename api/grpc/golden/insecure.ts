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
    behaviour: '4.11 users: the call is never answered',
    call: ({ statusOf }) => statusOf('/event_store.client.users.Users/Details', Buffer.alloc(0)),
    answer: 4,
    door: { answer: 12, because: 'keys are given out by the ledger; a call that is not there is said not to be there' },
  },
  {
    behaviour: '4.11 scavenging starts',
    call: ({ statusOf }) => statusOf('/event_store.client.operations.Operations/StartScavenge', Buffer.from([0x0a, 0x02, 0x08, 0x01])),
    answer: 0,
    door: { answer: 12, because: 'the embedded log keeps every event: there is nothing to scavenge' },
  },
  {
    behaviour: '4.11 projections are not there: unimplemented',
    call: ({ client }) => told(() => Promise.race([client.listProjections(), sleep(4_000).then(() => 'no answer')])),
    answer: { code: 12 },
  },
]
