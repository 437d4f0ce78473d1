import type { CommandOf } from '../../shared/command.ts'
import type { InstallationCommand } from '../commands.ts'

type Data<Type extends InstallationCommand['type']> = CommandOf<InstallationCommand, Type>['data']

export const installationId = 'jd.s1.1.1'
const which = { installationId, orderId: 'jd.s1.1', channel: 'jd' as const, shop: 's1', regionPath: ['310000', '310100', '310115'] }

/** Two air conditioners with their serial numbers, and a bracket without. */
export const request = (mode: 'oneVisit' | 'twoVisits', change: Partial<Data<'RequestInstallation'>> = {}): InstallationCommand => ({
  type: 'RequestInstallation',
  data: {
    ...which,
    mode,
    lines: [
      { lineId: '1', sku: 'AC', category: 'airConditioner', brand: 'Haier', quantity: 2, serialNumberRequired: true },
      { lineId: '1', sku: 'bracket', category: 'parts', brand: 'Haier', quantity: 1, serialNumberRequired: false },
    ],
    picksUpOldUnit: false,
    wantedDate: null,
    requestedAt: 1,
    ...change,
  },
})

export const open = (signedAt = 5): InstallationCommand => ({ type: 'OpenInstallation', data: { installationId, signedAt } })

const at = { provider: 'P1', area: '310115', date: '2026-11-28' }
export const book = (booking: number, slot = 'morning'): InstallationCommand => ({
  type: 'BookVisit',
  data: { installationId, booking, ...at, slot },
})
export const reschedule = (booking: number, slot = 'evening', change: Partial<Data<'RescheduleVisit'>> = {}): InstallationCommand => ({
  type: 'RescheduleVisit',
  data: { installationId, booking, ...at, slot, rescheduledBy: 'buyer', note: null, ...change },
})
export const fail = (booking: number, reason: Data<'FailVisit'>['reason'] = 'noAnswer'): InstallationCommand => ({
  type: 'FailVisit',
  data: { installationId, booking, reason, note: null, failedAt: 7 },
})

export const conditioners = (...serialNumbers: string[]) => ({ lineId: '1', sku: 'AC', serialNumbers })
export const bracket = (...serialNumbers: string[]) => ({ lineId: '1', sku: 'bracket', serialNumbers })
export const photo = { photoId: 'ph-1', sha256: 'a'.repeat(64) }
export const pipe = { name: 'copper pipe', quantity: 3, amountFen: 24_000 }

export const complete = (booking: number, change: Partial<Data<'CompleteInstallation'>> = {}): InstallationCommand => ({
  type: 'CompleteInstallation',
  data: {
    ...{ installationId, booking, completedAt: 9, photos: [photo], materials: [pipe] },
    units: [conditioners('a', 'b'), bracket()],
    ...change,
  },
})
export const cancel = (): InstallationCommand => ({
  type: 'CancelInstallation',
  data: { installationId, reason: 'buyer', note: null, cancelledAt: 8 },
})

export const choose = (provider: string, chosenAt = 2): InstallationCommand => ({
  type: 'ChooseProvider',
  data: {
    ...{ installationId, provider, serviceKind: 'install', policy: { name: 'installation', version: 1 }, chosenAt },
    candidates: [
      { provider: 'P1', rank: 0 },
      { provider: 'P2', rank: 1 },
    ],
  },
})
export const want = (date: string, askedAt = 6, slot: string | null = null): InstallationCommand => ({
  type: 'WantVisit',
  data: { installationId, date, slot, wantedBy: 'buyer', note: null, askedAt },
})
export const stall = (waitedFor: Data<'StallInstallation'>['waitedFor'], bookings: number): InstallationCommand => ({
  type: 'StallInstallation',
  data: { installationId, waitedFor, bookings, dueAt: 50 },
})
