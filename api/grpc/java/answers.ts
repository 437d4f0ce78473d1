/** What the client for Java makes of what the server of the protocol was seen to do, by the name of each check. */

const wrong = (expected: unknown, actual: unknown) => ({ failed: 'WrongExpectedVersion', expected, actual })
const missing = (stream: string) => ({ failed: 'StreamNotFound', stream })
const deleted = (stream: string) => ({ failed: 'StreamDeleted', stream })
const status = (failed: string, ...trailers: readonly string[]) => ({ failed, trailers })
/** This client turns it into an error of its own for whoever writes, and not for whoever reads. */
const readDeleted = (stream: string) => status('FAILED_PRECONDITION', 'exception: stream-deleted', `stream-name: ${stream}`)
const ofGroup = (failed: string, exception: string, stream: string, group: string) =>
  status(failed, `exception: ${exception}`, `stream-name: ${stream}`, `group-name: ${group}`)
const unknownGroup = (stream: string, group: string) => ofGroup('NOT_FOUND', 'persistent-subscription-does-not-exist', stream, group)
/** This client does not look whether no stream was expected, and then says revision 0. */
const NO_STREAM_EXPECTED = 0
const linkAlone = (link: string) => ({ event: null, link, positionIsOfOriginal: true })
const everyByte = Buffer.from(Array.from({ length: 256 }, (_, n) => n)).toString('base64')
const base64 = (text: string) => Buffer.from(text).toString('base64')
/** Revision, events in the stream, and whether the position is that of the event as it was first written. */
const repeated = (revision: number, events = 3) => [revision, events, true]

const features = {
  '3 the version of the server': 'ServerVersion{major=24, minor=2, patch=0}',
  '3 the node it is told of is the one it asked': 0,
}

const appends = {
  '4.1 appends with no stream, a revision, a stream and nothing expected': [0, 1, 2, 4],
  '4.1 the position of an append is that of its last event': true,
  '4.1 no stream expected where there is one': wrong(NO_STREAM_EXPECTED, 2),
  '4.1 another revision expected': wrong(7, 2),
  '4.1 a stream expected where there is none': wrong('stream exists', 'no stream'),
  '4.1 a revision expected where there is no stream': wrong(4, 'no stream'),
  '4.1 of ten appends at once that expect no stream one succeeds': [1, Array.from({ length: 9 }, () => 0)],
  '4.1 an append of nothing': ['no stream', missing('append-4'), 2],
  '4.1 a stream without a name': status('UNKNOWN'),
  '4.1 an event without a type': status('INVALID_ARGUMENT'),
  '4.1 names in any script, ids and bytes as they were given': [
    {
      ...{ stream: '追加-9', id: '01234567-89ab-4def-8123-456789abcdef', type: '已记录', contentType: 'application/octet-stream' },
      ...{ data: everyByte, metadata: everyByte },
    },
    {
      ...{ stream: '追加-9', id: 'fedcba98-7654-4210-bedc-ba9876543210', type: 'Noted', contentType: 'application/json' },
      ...{ data: base64(' { "n" : 1.0 } '), metadata: '' },
    },
    {
      ...{ stream: '追加-9', id: '00000000-0000-4000-8000-000000000000', type: 'Noted', contentType: 'application/json' },
      ...{ data: base64('{no json'), metadata: '' },
    },
  ],
  '4.7 as many bytes as an append may have': 0,
  '4.7 one byte more': status('INVALID_ARGUMENT', 'exception: maximum-append-size-exceeded', 'maximum-append-size: 1048576'),
  '4.7 of which nothing is written': missing('append-7'),
}

const repeats = {
  '4.2 all three, no stream expected': repeated(2),
  '4.2 all three, any expected': repeated(2),
  '4.2 all three, stream exists expected': repeated(2),
  '4.2 the last two, after the first': repeated(2),
  '4.2 the first two, no stream expected': repeated(1),
  '4.2 the second, nothing expected': repeated(1),
  '4.2 the third, after itself: written again': repeated(3, 4),
  '4.2 the third and a new one, nothing expected': wrong('any', 2),
  '4.2 the third and a new one, after the second': wrong(1, 2),
  '4.2 all three and a new one, no stream expected': wrong(NO_STREAM_EXPECTED, 2),
  '4.2 a new one and the first: written': repeated(4, 5),
  '4.2 the first with another body, no stream expected': repeated(1),
  '4.2 one id twice in one append: both written': repeated(4, 5),
  '4.2 the first in another stream: written': 0,
}

const reads = {
  '4.3 forwards': [0, 1, 2, 3, 4],
  '4.3 backwards from the end': [4, 3, 2, 1, 0],
  '4.3 two forwards from a revision, that one included': [2, 3],
  '4.3 backwards from a revision, that one included': [2, 1, 0],
  '4.3 backwards from beyond the end begins at the last': [4, 3, 2, 1, 0],
  '4.3 forwards from beyond the end: nothing, and where the stream would go on and ends': [0, 5, 4],
  '4.3 a read says where the stream ends': 4,
  '4.3 none of a stream': status('UNKNOWN'),
  '4.3 a stream forwards from its end': status('UNKNOWN'),
  '4.3 a missing stream, forwards': missing('read-none'),
  '4.3 a missing stream, backwards': missing('read-none'),
  '4.3 a stream with only metadata is missing': missing('read-2'),
  '4.3 an event: one position, the time it was recorded at, no metadata': [true, true, 0],
  '4.3 three thousand events, one after the other': [3_000, 3_000, 0, 2_999],
  '4.3 the whole log forwards from a position, that event included': 'read-4@1',
  '4.3 the whole log backwards from a position, that event excluded': 'read-4@0',
  '4.3 the whole log backwards from its end': 'read-4@2',
  '4.3 the whole log forwards from its end, and backwards from its start': [0, 0],
  '4.3 the whole log is in the order of its positions': [true, true],
  '4.3 the whole log from where no event begins': status('UNKNOWN'),
}

const deletes = {
  '4.4 deleting at another revision': wrong(7, 2),
  '4.4 deleting a missing stream, anything expected': wrong('any', 'no stream'),
  '4.4 deleting a missing stream, no stream expected': wrong('no stream', 'no stream'),
  '4.4 deleting at its revision: not found, and its metadata say so': ['deleted', missing('delete-1'), '{"$tb":9223372036854775807}'],
  '4.4 deleting a deleted stream': 'deleted',
  '4.4 an append to a deleted stream that expects another revision': wrong(0, 2),
  '4.4 an append to a deleted stream that expects it to exist': deleted('delete-1'),
  '4.4 an append to a deleted stream goes on after the last revision; only what is new is seen': [4, [3, 4], '{"$tb":3}'],
  '4.4 who follows a stream sees nothing of its deletion, then what is new': ['follow-5@0', 'caught up', 'follow-5@1'],
  '4.5 ending at another revision': wrong(7, 2),
  '4.5 ending a stream, and one that is missing': ['ended', 'ended'],
  '4.5 reading an ended stream': readDeleted('end-1'),
  '4.5 appending to an ended stream, whatever is expected': Array.from({ length: 4 }, () => deleted('end-1')),
  '4.5 deleting an ended stream, and ending it again': [deleted('end-1'), deleted('end-1')],
  '4.5 the metadata of an ended stream are as ended, under their own name': [deleted('$$end-1'), readDeleted('$$end-1')],
  '4.5 who follows a stream when it is ended sees the end, then fails': [
    ...['follow-6@0', 'caught up', 'follow-6@end'],
    readDeleted('follow-6'),
  ],
  '4.5 following an ended stream fails at once': readDeleted('follow-6'),
}

const described = {
  '4.6 metadata come back as they were set': [7, 60, 1, 5, ['a', 'b'], ['c'], { own: 'x' }],
  '4.6 none where none were set': 'null',
  '4.6 the last two of five, both ways': [
    [3, 4],
    [4, 3],
  ],
  '4.6 below them nothing backwards, and the first of them forwards': [[], [3]],
  '4.6 a larger count shows old events again': [1, 2, 3, 4],
  '4.6 truncated before the fourth': [3, 4],
  '4.6 the revision of metadata is expected as any other': wrong(NO_STREAM_EXPECTED, 0),
  '4.8 a link as it is, unless it is to be resolved': { event: 'link-1@0', link: null, positionIsOfOriginal: true },
  '4.8 the event it leads to, the link beside it, and the position of the link': {
    ...{ event: 'link-to@1', link: 'link-1@0', positionIsOfOriginal: true },
  },
  '4.8 to a missing stream: the link alone': linkAlone('link-2@0'),
  '4.8 to a missing revision: the link alone': linkAlone('link-3@0'),
  '4.8 to a deleted stream: the link alone': linkAlone('link-4@0'),
  '4.8 data that name no event: an event like any other': { event: 'link-5@0', link: null, positionIsOfOriginal: true },
}

const following = {
  '4.9 a stream: its events, caught up, what is new': ['follow-1@0', 'follow-1@1', 'caught up', 'follow-1@2'],
  '4.9 a missing stream: caught up, then its first event': ['caught up', 'follow-2@0'],
  '4.9 a stream from its end: only what is new': ['caught up', 'follow-3@3'],
  '4.9 a stream after a revision, that one excluded': ['follow-4@2', 'caught up'],
  '4.9 three thousand events, one after the other': [3_001, 'read-3@0', 'read-3@2999', 'caught up'],
  '4.9 links are resolved': ['link-to@1 by a link', 'caught up'],
  '4.9 the whole log, streams by how they begin': ['choose-a1@0', 'choose-a2@0', 'caught up'],
  '4.9 the whole log, streams by an expression': ['choose-b22@0', 'caught up'],
  '4.9 the whole log, types by how they begin': ['choose-a1@0', 'choose-b1@0', 'choose-a2@0', 'choose-b22@0', 'caught up'],
  '4.9 the whole log, types by an expression': ['choose-b1@0', 'choose-b22@0', 'caught up'],
  '4.9 the whole log after a position, that event excluded, and what is new': ['choose-a2@0', 'caught up', 'choose-a3@0'],
  '4.9 the whole log from where no event begins': [status('INVALID_ARGUMENT')],
  '4.9 catching up: a checkpoint where it began, then every window, and at the end': [0, 10, 20, 25],
  '4.9 going on from a checkpoint neither loses nor repeats an event': [
    ...['count-1@20', 'count-1@21', 'count-1@22', 'count-1@23', 'count-1@24', 'caught up'],
  ],
  '4.9 live, a checkpoint every ten events looked at': [10, 20],
}

const groups = {
  '4.10 a group on a missing stream': 'made',
  '4.10 a group that exists': ofGroup('ALREADY_EXISTS', 'persistent-subscription-exists', 'group-1', 'g'),
  '4.10 deleting an unknown group': unknownGroup('group-1', 'no'),
  '4.10 updating an unknown group': unknownGroup('group-1', 'no'),
  '4.10 asking about an unknown group': false,
  '4.10 joining an unknown group': unknownGroup('group-1', 'no'),
  '4.10 listing the groups of a stream that has none': unknownGroup('group-none', ''),
  '4.10 settings that contradict each other': ofGroup('INTERNAL', 'persistent-subscription-failed', 'group-bad', 'g'),
  '4.10 one more than may join; and the group deleted under its consumer': [
    ofGroup('FAILED_PRECONDITION', 'maximum-subscribers-reached', 'group-1', 'g'),
    ofGroup('CANCELLED', 'persistent-subscription-dropped', 'group-1', 'g'),
  ],
  '4.10 events from the revision on, that one included, none of them a repeat': ['group-2@5', 'group-2@6', 'group-2@7'],
  '4.10 whoever comes back goes on after what was acknowledged': [0, 1, 2, 3, 4, 5].map((revision) => `group-3@${revision}`),
  '4.10 no more than fit into the buffer, until they are acknowledged': [3, ['group-4@2', 'group-4@3', 'group-4@4'], 3],
  '4.10 asked for again: delivered again, and counted': ['group-5@0', 'group-5@0 again 1', 'group-5@0 again 2'],
  '4.10 skipped: not delivered again, nor parked': [['group-6@1'], 0],
  '4.10 parked: a link with the reason, and replayed with it': [
    ...['$>', '1@group-7', true, 'group-7@1', '$persistentsubscription-group-7::g-parked'],
  ],
  '4.10 not answered for: delivered again as often as it may be, then parked': ['group-8@0', 'group-8@0 again 1', 'group-8@0 again 2'],
  '4.10 two consumers take turns': [4, 4],
  '4.10 what a group is told of, and changed to': [7, 1_234, 'Pinned', true, 9],
  '4.10 a group pinned by correlation': 'PinnedByCorrelation',
  '4.10 groups are listed by stream and all together': ['group-10', 'g', 1],
  '4.10 a group deleted is gone': false,
  '4.10 all groups are started again': 'done',
  '4.10 on the whole log, filtered': ['shared-1@0', 'shared-1@1', 'shared-2@0'],
  '4.10 parked and replayed on the whole log': ['shared-3@0'],
  '4.10 what a group on the whole log is told of, changed to, and listed with': ['$all', true, 3, 1],
  '4.10 a group on the whole log deleted is gone': false,
}

/** Of one who may do everything. */
export const answers: Readonly<Record<string, unknown>> = {
  ...{ ...features, ...appends, ...repeats, ...reads, ...deletes, ...described, ...following, ...groups },
}

const denied = status('PERMISSION_DENIED', 'exception: access-denied')
const calls = [
  'appends to a stream of its channel',
  'appends to a stream of another channel',
  'appends to a stream of the ledger',
  'deletes a stream of the ledger',
  'reads a stream of its channel',
  'reads a stream of another channel',
  'reads of the whole log its own channel, and others',
  'makes a group',
]
const callsOf = (caller: string, given: readonly unknown[]) => Object.fromEntries(calls.map((call, n) => [`${caller} ${call}`, given[n]]))
const refused = calls.map(() => status('UNAUTHENTICATED'))

/** Of callers over TLS. */
export const answersToCallers: Readonly<Record<string, unknown>> = {
  ...callsOf('nobody', refused),
  ...callsOf('a wrong secret', refused),
  ...callsOf('an unknown key', refused),
  ...callsOf('an integrator', [0, denied, denied, denied, false, denied, [true, false], 'done']),
}

/** In clear, of one whose name and password nobody knows: they are not looked at. */
export const answersToAnyone: Readonly<Record<string, unknown>> = {
  ...callsOf('a stranger', [0, 0, denied, denied, false, false, [true, true], 'done']),
}
