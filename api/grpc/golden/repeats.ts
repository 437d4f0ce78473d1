import type { AppendExpectedRevision } from '@eventstore/db-client'
import { byBothCalls, type Row } from './row.ts'
import { event, ids, told, type World } from './world.ts'

interface Repeat {
  readonly behaviour: string
  /** Which of the three events that are there, by number; others are new. */
  readonly again: readonly (0 | 1 | 2 | 'new')[]
  readonly expected: AppendExpectedRevision
  readonly answer: unknown
  readonly data?: Record<string, unknown>
  readonly elsewhere?: true
}

const repeated = (revision: bigint) => ({ success: true, nextExpectedRevision: revision, isOriginal: true, written: 3 })
const refused = { failed: 'wrong-expected-version', actualVersion: 2n, written: 3 }

const repeats: readonly Repeat[] = [
  { behaviour: 'all, no stream expected', again: [0, 1, 2], expected: 'no_stream', answer: repeated(2n) },
  { behaviour: 'all, anything expected', again: [0, 1, 2], expected: 'any', answer: repeated(2n) },
  { behaviour: 'all, a stream expected', again: [0, 1, 2], expected: 'stream_exists', answer: repeated(2n) },
  { behaviour: 'the last two at their revision', again: [1, 2], expected: 0n, answer: repeated(2n) },
  { behaviour: 'the first two, no stream expected', again: [0, 1], expected: 'no_stream', answer: repeated(1n) },
  { behaviour: 'the second, anything expected', again: [1], expected: 'any', answer: repeated(1n) },
  {
    behaviour: 'the last at the current revision is written again',
    again: [2],
    expected: 2n,
    answer: { success: true, nextExpectedRevision: 3n, isOriginal: false, written: 4 },
  },
  { behaviour: 'the last and a new one, anything expected', again: [2, 'new'], expected: 'any', answer: refused },
  { behaviour: 'the last and a new one at its revision', again: [2, 'new'], expected: 1n, answer: refused },
  { behaviour: 'all and a new one, no stream expected', again: [0, 1, 2, 'new'], expected: 'no_stream', answer: refused },
  {
    behaviour: 'a new one first: it decides',
    again: ['new', 0],
    expected: 'any',
    answer: { success: true, nextExpectedRevision: 4n, isOriginal: false, written: 5 },
  },
  { behaviour: 'another body is not looked at', again: [0, 1, 2], expected: 'no_stream', data: { other: true }, answer: repeated(2n) },
  {
    behaviour: 'in another stream it is new',
    again: [0],
    expected: 'any',
    elsewhere: true,
    answer: { success: true, nextExpectedRevision: 0n, isOriginal: true, written: 1 },
  },
]

async function repeat({ append, newStream, client }: World, call: 'batch' | 'single', { again, expected, data, elsewhere }: Repeat) {
  const [stream, known, [fresh]] = [newStream(), ids(3), ids(1)]
  await append(
    call,
    stream,
    known.map((id) => event(id)),
    'no_stream',
  )
  const target = elsewhere ? newStream() : stream
  const events = again.map((which) => event(which === 'new' ? fresh : known[which], data))
  const answer = (await told(() => append(call, target, events, expected))) as {
    position?: { commit: bigint }
    nextExpectedRevision?: bigint
  }
  const found: { id: string | undefined; position: bigint | undefined }[] = []
  for await (const { event: each } of client.readStream(target)) found.push({ id: each?.id, position: each?.position?.commit })
  const original = found.find(({ id }) => id === events.at(-1)?.id)?.position
  return { ...answer, isOriginal: answer.position?.commit === original, written: found.length }
}

/** 4.2, over both calls. */
export const repeatRows: readonly Row[] = [
  ...repeats.flatMap((row) =>
    byBothCalls((call) => ({
      behaviour: `4.2 appended again: ${row.behaviour}`,
      call: (world) => repeat(world, call, row),
      answer: row.answer,
    })),
  ),
  ...byBothCalls((call) => ({
    behaviour: '4.2 one id twice in one append: both are written',
    call: async ({ append, newStream, revisions }) => {
      const [stream, [id]] = [newStream(), ids(1)]
      await append(call, stream, [event(id), event(id)])
      return revisions(stream)
    },
    answer: [0n, 1n],
  })),
]
