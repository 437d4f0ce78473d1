import type { UntypedServiceImplementation } from '@grpc/grpc-js'
import { unary } from '../calls.ts'
import type { DoorServices } from '../services.ts'
import type { Groups } from './groups.ts'
import { informing } from './info.ts'
import { managing } from './manage.ts'
import { readGroupHandler } from './read.ts'

export const PERSISTENT_SUBSCRIPTIONS = 'event_store.client.persistent_subscriptions.PersistentSubscriptions'

export function persistentService(services: DoorServices, groups: Groups): UntypedServiceImplementation {
  const { create, update, remove, replay } = managing(services, groups)
  const { info, list } = informing(groups)
  return {
    Create: unary(services, create),
    Update: unary(services, update),
    Delete: unary(services, remove),
    Read: readGroupHandler(services, groups),
    GetInfo: unary(services, info),
    ReplayParked: unary(services, replay),
    List: unary(services, list),
    // There is no subsystem of its own to restart: groups go on as they are.
    RestartSubsystem: unary(services, async () => ({})),
  }
}
