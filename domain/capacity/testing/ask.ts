import type { CommandOf } from '../../shared/command.ts'
import type { CapacityCommand } from '../commands.ts'

type Data<Type extends CapacityCommand['type']> = CommandOf<CapacityCommand, Type>['data']

export const day = { area: '310115', date: '2026-11-28' }
export const path = ['310000', '310100', '310115']

export const offer = (quantity: number, change: Partial<Data<'OfferCapacity'>> = {}): CapacityCommand => ({
  type: 'OfferCapacity',
  data: { ...day, provider: 'P1', slot: 'morning', offeredFor: null, quantity, overbookPercent: 0, setAt: 1, ...change },
})

export const hold = (appointmentId: string, change: Partial<Data<'HoldSlot'>> = {}): CapacityCommand => ({
  type: 'HoldSlot',
  data: {
    ...day,
    appointmentId,
    booking: 1,
    provider: 'P1',
    slot: 'morning',
    category: 'airConditioner',
    orderId: 'jd.s.1',
    dueAt: 100,
    askedAt: 10,
    ...change,
  },
})

export const handOn = (
  from: string,
  [appointmentId, booking]: readonly [string, number],
  change: Partial<Omit<Data<'HandOnSlot'>, 'booking'> & { booking: number }> = {},
): CapacityCommand => {
  const { booking: fromBooking = 1, ...rest } = change
  const data = { ...day, appointmentId, booking, category: 'airConditioner', dueAt: 100, askedAt: 20, ...rest }
  return { type: 'HandOnSlot', data: { ...data, from: { appointmentId: from, booking: fromBooking } } }
}

export const confirm = (appointmentId: string, booking = 1): CapacityCommand => ({
  type: 'ConfirmSlot',
  data: { ...day, appointmentId, booking },
})

export const release = (
  appointmentId: string,
  reason: Data<'ReleaseSlot'>['reason'] = 'cancelled',
  releasedAt = 50,
  booking = 1,
): CapacityCommand => ({ type: 'ReleaseSlot', data: { ...day, appointmentId, booking, reason, releasedAt } })

export const consume = (appointmentId: string, booking = 1): CapacityCommand => ({
  type: 'ConsumeSlot',
  data: { ...day, appointmentId, booking, consumedAt: 200 },
})
