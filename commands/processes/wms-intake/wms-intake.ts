import type { ProcessState } from '../../../domain/process/process.ts'
import type { Rejection } from '../../../domain/shared/decision.ts'
import { wmsMessageKey } from '../../../domain/wms/keys.ts'
import { wmsMessageAggregate } from '../../../domain/wms/message.ts'
import { openPayload } from '../../personal/reveal.ts'
import { envelopeOf, problemOf, rejectedOf } from '../../wms/envelope.ts'
import type { WmsIntake } from '../../wms/intake.ts'
import type { WmsOptions } from '../../wms/options.ts'
import { settleCommand } from '../../wms/perform.ts'
import { prepareWms } from '../../wms/prepare.ts'
import { isRefusal } from '../../wms/prepared.ts'
import { readWmsMessage } from '../../wms/read-message.ts'
import type { Next, Process } from '../process.ts'

export interface WmsIntakeProcessOptions extends WmsOptions {
  readonly intake: WmsIntake
}

/** What became of every kept message of a warehouse: finds one whose taking in was cut off by a death, and does what it says. */
export function wmsIntakeProcess(options: WmsIntakeProcessOptions): Process {
  const { bus, intake, connector, keyStore } = options

  async function next(key: string, state: Readonly<ProcessState>): Promise<Next> {
    const kept = await bus.look(wmsMessageAggregate, key)
    if (kept === null || kept.received === null) return { do: 'nothing' }
    const { received } = kept
    await intake.settled(received.messageId)
    const message = await bus.look(wmsMessageAggregate, key)
    if (message === null || message.settled !== null || message.rejected !== null) return { do: 'nothing' }
    const { location, messageId, method, receivedAt, payload } = received
    const bytes = await openPayload(keyStore, payload)
    if ('withheld' in bytes) return { do: 'end', outcome: 'forgotten' }
    const reading = readWmsMessage(connector, method, bytes)
    const envelope = await envelopeOf({ location, messageId, method }, reading, options)
    const refuse = (problem: Parameters<typeof rejectedOf>[1]): Next => {
      return { do: 'ask', step: 'reject', asks: [{ type: 'RejectWmsMessage', data: rejectedOf(envelope, problem) }] }
    }
    if (!reading.ok) return refuse(reading)
    const done = state.steps.get('apply')
    const refusal = done?.answers.find(({ accepted }) => !accepted)
    if (refusal !== undefined) return refuse(problemOf(refusal as Rejection))
    if (done !== undefined) return settle('applied', envelope.orderId)
    const prepared = await prepareWms(reading.message, { location, messageId, receivedAt }, options)
    if (isRefusal(prepared)) return refuse(problemOf(prepared))
    if (prepared.commands.length === 0) return settle('noted', prepared.subjectId)
    return { do: 'ask', step: 'apply', asks: [...prepared.commands] }

    function settle(outcome: 'applied' | 'noted', subjectId: string | null): Next {
      return { do: 'ask', step: 'settle', asks: [settleCommand({ location, messageId }, outcome, subjectId, null)] }
    }
  }

  return {
    name: 'wms-intake',
    triggers: ['WmsMessageReceived'],
    concerns(event) {
      if (event.type !== 'WmsMessageReceived') return { instances: [], wakes: [] }
      const { location, messageId } = event.data
      return { instances: [{ instanceId: wmsMessageKey(location, messageId) }], wakes: [] }
    },
    next,
  }
}
