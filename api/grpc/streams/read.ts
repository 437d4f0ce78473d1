import type { ServerWritableStream } from '@grpc/grpc-js'
import type { Principal } from '../../auth/principal.ts'
import { STOPPING, signalOf, statusOf, writeAll } from '../calls.ts'
import { refusalOf } from '../failures.ts'
import { keepChecking } from '../keep-checking.ts'
import { mayRead } from '../permission.ts'
import type { ReadOptions, ReadResponse } from '../protocol/messages.ts'
import { isRefusal, type Refusal } from '../refusals.ts'
import type { DoorServices } from '../services.ts'
import { answerReadAll } from './read-all.ts'
import { planRead, type ReadPlan } from './read-plan.ts'
import { answerReadStream } from './read-stream.ts'
import { answerSubscribeAll } from './subscribe-all.ts'
import { answerSubscribeStream } from './subscribe-stream.ts'

type ReadCall = ServerWritableStream<object, object> & { readonly request: { readonly options?: ReadOptions } }

export function readHandler(services: DoorServices): (call: ServerWritableStream<object, object>) => void {
  let subscriptions = 0

  async function answer(call: ReadCall): Promise<Refusal | undefined> {
    const leaving = signalOf(call, services.closing)
    const caller = await services.identify(call.metadata)
    if (isRefusal(caller)) return caller
    const plan = planRead(call.request.options ?? {})
    if (isRefusal(plan)) return plan
    const allowed = 'stream' in plan ? mayRead(caller, plan.stream) : true
    if (allowed !== true) return { refused: 'access-denied', why: allowed }
    if (plan.kind === 'read stream' || plan.kind === 'read all') return writeAll(call, answersTo(services, caller, plan, leaving), leaving)
    if (subscriptions >= services.limits.subscriptions) {
      return { refused: 'rate-limited', message: `there are ${subscriptions} subscriptions, which is the limit` }
    }
    subscriptions += 1
    const check = keepChecking(services, call.metadata)
    try {
      const signal = AbortSignal.any([leaving, check.signal])
      return (await writeAll(call, answersTo(services, caller, plan, signal), signal)) ?? check.refusal()
    } finally {
      check.stop()
      subscriptions -= 1
    }
  }

  return (call) => {
    answer(call as ReadCall)
      .catch((failure: unknown) => (call.cancelled || services.closing.aborted ? undefined : refusalOf(failure, services.onFailure)))
      .then((refusal) => {
        const told = refusal ?? (services.closing.aborted ? STOPPING : undefined)
        return told === undefined ? call.end() : call.emit('error', statusOf(told))
      })
      .catch(() => undefined)
  }
}

function answersTo(
  services: DoorServices,
  caller: Principal,
  plan: ReadPlan,
  signal: AbortSignal,
): AsyncGenerator<ReadResponse, Refusal | undefined> {
  switch (plan.kind) {
    case 'read stream':
      return answerReadStream(services, caller, plan)
    case 'read all':
      return answerReadAll(services, caller, plan, signal)
    case 'subscribe to stream':
      return answerSubscribeStream(services, caller, plan, signal)
    case 'subscribe to all':
      return answerSubscribeAll(services, caller, plan, signal)
  }
}
