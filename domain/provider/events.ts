import { z } from 'zod'
import { provider } from '../capacity/fields.ts'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { instant } from '../shared/fields.ts'
import { coveredArea, serviceKind } from './fields.ts'

export const providerEvents = defineEvents({
  ProviderDefined: {
    description: 'A company that delivers and installs; a later one replaces it',
    data: z.object({
      provider,
      name: z.string().min(1).max(200).describe('Name people know it by'),
      definedAt: instant('When it was decided; of two definitions the later decided one holds'),
    }),
  },
  CoverageSet: {
    description: 'A provider does a service in an area from one instant to another; one set later for the same row replaces its end',
    data: z.object({
      provider,
      serviceKind,
      area: coveredArea,
      category: z.string().min(1).max(200).nullable().describe('Category of appliances it does it for; null for all'),
      brand: z.string().min(1).max(200).nullable().describe('Brand it does it for; null for all'),
      validFrom: instant('From when; with provider, service, area, category and brand the natural key of the row'),
      validTo: instant('Until when, itself excluded; null for no end').nullable(),
      setAt: instant('When it was decided; of two decisions on a row the later one holds'),
    }),
  },
})

export type ProviderEvent = EventsOf<typeof providerEvents>
