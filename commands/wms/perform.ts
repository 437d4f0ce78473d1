import type { AnyCommand } from '../../domain/shared/aggregate.ts'
import type { Rejection } from '../../domain/shared/decision.ts'
import type { WmsMessageCommand } from '../../domain/wms/message.ts'
import type { Answer, Asking, CommandBus } from '../command-bus.ts'

/** Asks one after another, the next only where the one before was taken; the refusal that ended it, or null. */
export async function performAll(
  bus: CommandBus,
  commands: readonly AnyCommand[],
  asking: (step: string) => Asking,
): Promise<Rejection | null> {
  for (const [place, command] of commands.entries()) {
    const answer: Answer = await bus.ask(command, asking(`apply/${place}`))
    if (!answer.accepted) return answer
  }
  return null
}

type Which = { readonly location: string; readonly messageId: string }
type Resolution = Extract<WmsMessageCommand, { type: 'SettleWmsMessage' }>['data']['resolution']

export const settleCommand = (
  { location, messageId }: Which,
  outcome: 'applied' | 'noted' | 'dropped',
  subjectId: string | null,
  resolution: Resolution,
): WmsMessageCommand => ({
  type: 'SettleWmsMessage',
  data: { location, messageId, exceptionId: resolution === null ? null : messageId, resolution, outcome, subjectId },
})
