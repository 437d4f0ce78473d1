import { textHashOf } from '../../domain/tracking/text-hash.ts'
import type { TrackingFact } from '../../domain/tracking/tracking.ts'
import { id, localTime, optionalText } from '../shared/fields.ts'
import { parseJson } from '../shared/json.ts'
import { isObject, list, object, type Problem, type Source, sourceOf } from '../shared/source.ts'
import { named } from './states.ts'

/** One line of a parcel's trace, without its text, which names couriers and their phones. */
export type TracedFact = TrackingFact & { readonly textHash: string }

export type TracingRead =
  | { readonly ok: true; readonly carrier: string; readonly waybill: string; readonly facts: readonly TracedFact[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** A push of Kuaidi100, or the answer to a query of it: always the whole trace so far, the latest first. Pure; never throws. */
export function readKuaidi100(text: string): TracingRead {
  const parsed = parseJson(text)
  if (!parsed.ok || !isObject(parsed.value)) return { ok: false, problems: [{ path: '', expected: 'an object written as JSON' }] }
  const root = sourceOf(parsed.value, '')
  const result = root.fields.lastResult === undefined ? root : object(root, 'lastResult')
  const [carrier, waybill] = [id(result, 'com'), id(result, 'nu')]
  const facts = list(result, 'data').map((line, place) => factOf(line, place === 0 ? optionalText(result, 'state') : null))
  return root.problems.length > 0 ? { ok: false, problems: root.problems } : { ok: true, carrier, waybill, facts }
}

/** The state of the whole stands for its latest line where that has none of its own. */
function factOf(line: Source, stateOfWhole: string | null): TracedFact {
  const reportedAt = localTime(line, line.fields.ftime === undefined ? 'time' : 'ftime')
  const word = optionalText(line, 'status')?.trim() ?? null
  const code = optionalText(line, 'statusCode')?.trim() ?? null
  const own = named(code, word)
  const { milestone, status } = own.milestone === 'unknown' && stateOfWhole !== null ? named(stateOfWhole.trim(), word) : own
  return { milestone, status, reportedAt, textHash: textHashOf(optionalText(line, 'context') ?? '') }
}
