import { decode } from '../../domain/codec.ts'
import type { PolicyEvent } from '../../domain/policy/events.ts'
import { type DocumentOf, type PolicyKindName, policyKinds, readDocument } from '../../domain/policy/kinds.ts'
import { policyKey } from '../../domain/policy/policy.ts'
import { streamName } from '../../domain/shared/stream-name.ts'
import type { EventStore } from '../../stores/events/port.ts'

/** The rules of a version, as whoever decided by it read them. */
export async function policyDocument<Kind extends PolicyKindName>(
  events: Pick<EventStore, 'readStream'>,
  kind: Kind,
  { name, version }: { readonly name: string; readonly version: number },
): Promise<DocumentOf<Kind>> {
  if (version === 0) return policyKinds[kind].builtIn as DocumentOf<Kind>
  for await (const page of events.readStream(streamName('policy', policyKey(name)))) {
    for (const stored of page) {
      const { data } = decode(stored) as unknown as PolicyEvent
      if (data.version !== version) continue
      const read = readDocument(kind, data.document)
      if (read.ok) return read.document
      throw new Error(`version ${version} of policy ${name} is no document of its kind any more: ${read.fault.path}`)
    }
  }
  throw new Error(`there is no version ${version} of policy ${name}`)
}
