import type { InstallationDocument } from '../../../../projections/installations/installations.ts'
import type { SlotDocument } from '../../../../projections/slot-calendar/slot-calendar.ts'
import { get, type Page } from './http.ts'

export type Slot = SlotDocument
export type Installation = InstallationDocument

export interface SlotsWanted {
  readonly area?: string | undefined
  readonly provider?: string | undefined
  readonly from: string
  readonly to: string
}

export const fetchSlots = (wanted: SlotsWanted, after: string | undefined, signal?: AbortSignal): Promise<Page<Slot>> =>
  get<Page<Slot>>('capacity', { ...wanted, after, limit: 200 }, signal)

/** Work cards whose last booking is with this provider on this day. */
export const fetchVisits = (provider: string, date: string, signal?: AbortSignal): Promise<Page<Installation>> =>
  get<Page<Installation>>('installations', { provider, date, limit: 200 }, signal)

/** What waits in vain, and so for somebody to see to it. */
export const fetchStalled = (limit: number, signal?: AbortSignal): Promise<Page<Installation>> =>
  get<Page<Installation>>('installations', { stalled: 'any', limit }, signal)

export interface Provider {
  readonly provider: string
  readonly name: string
}

export const fetchProviders = (signal?: AbortSignal): Promise<Page<Provider>> => get<Page<Provider>>('providers', { limit: 200 }, signal)
