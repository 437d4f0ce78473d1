import { hash, timingSafeEqual } from 'node:crypto'
import type { TracedFact } from '../../domain/trace/fields.ts'
import { textHashOf } from '../../domain/tracking/text-hash.ts'
import type { TraceConnector, TraceReading } from '../port.ts'
import { id, localTime, optionalText } from '../shared/fields.ts'
import { parseJson } from '../shared/json.ts'
import { isObject, list, object, type Source, sourceOf } from '../shared/source.ts'
import { named } from './states.ts'

/** A push of Kuaidi100, or the answer to a query of it: always the whole trace so far, the latest first. Pure; never throws. */
export function readKuaidi100(text: string): TraceReading {
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

/** A push is a form of two fields: what it says, and the MD5 of that followed by the secret, in capitals. */
const fieldsOf = (body: Uint8Array): URLSearchParams => new URLSearchParams(Buffer.from(body).toString('utf8'))

function isSigned(body: Uint8Array, secret: string): boolean {
  const fields = fieldsOf(body)
  const given = Buffer.from(fields.get('sign') ?? '')
  const right = Buffer.from(hash('md5', `${fields.get('param') ?? ''}${secret}`).toUpperCase())
  return given.length === right.length && timingSafeEqual(given, right)
}

export const kuaidi100: TraceConnector = {
  reporter: 'kuaidi100',
  isSigned,
  read: (body) => readKuaidi100(fieldsOf(body).get('param') ?? ''),
  answer: (isTaken) => ({ result: isTaken, returnCode: isTaken ? '200' : '500', message: isTaken ? '成功' : '失败' }),
}
