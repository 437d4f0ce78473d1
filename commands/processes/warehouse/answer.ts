import { retryDelayMs } from '../../../domain/outbound/retrying.ts'
import type { WmsSettings } from '../../../domain/policy/kinds/wms.ts'
import type { WmsAnswer } from '../../../domain/wms/canonical.ts'
import type { Sealer } from '../../personal/sealer.ts'

export interface Heard {
  readonly answer: WmsAnswer
  /** Whose key seals what is answered; null where nobody's does. */
  readonly personId: string | null
}

/** One try of a call, and by what it is spoken to. */
export interface Tried<Call> {
  readonly call: Call
  readonly attempt: number
  readonly settings: WmsSettings
  readonly answeredAt: number
}

/** What came of a try, as it is kept: a code by which the warehouse knows it already is a yes, and what it says is sealed. */
export async function answerOf<Call extends 'create' | 'cancel'>(
  { answer, personId }: Heard,
  { call, attempt, settings, answeredAt }: Tried<Call>,
  sealer: Pick<Sealer, 'personById'>,
) {
  const isRefused = answer.outcome === 'refused'
  const outcome = call === 'create' && isRefused && settings.repeatedCodes.includes(answer.code) ? ('taken' as const) : answer.outcome
  const isOver = outcome === 'taken' || (call === 'cancel' && isRefused)
  const person = isRefused && answer.said !== '' && personId !== null ? await sealer.personById(personId) : null
  return {
    ...{ call, attempt, outcome, code: answer.outcome === 'taken' ? null : answer.code, answeredAt },
    said: person === null || answer.outcome !== 'refused' ? null : person.sealText('wms.answer', answer.said),
    retryAt: isOver ? null : answeredAt + retryDelayMs(settings, attempt),
  }
}
