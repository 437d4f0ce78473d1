import { accept, type Decision, reject } from './decision.ts'

/**
 * For what holds until decided otherwise: of two decisions the later one holds, so one that arrives late, or is repeated after a
 * later one, is refused, and cannot bring back what was replaced. Of one instant there is one decision.
 */
export function latest<Event>(setAt: number | null, asked: number, isSame: () => boolean, decide: () => Decision<Event>): Decision<Event> {
  if (setAt === null || asked > setAt) return decide()
  if (asked < setAt) return reject('COMMAND_TOO_OLD', { askedAt: asked, decidedAt: setAt })
  return isSame() ? accept() : reject('COMMAND_DIFFERS', { decidedAt: setAt })
}
