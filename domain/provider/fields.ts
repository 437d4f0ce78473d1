import { z } from 'zod'

export const serviceKinds = ['toHomeAndInstall', 'install', 'toHome', 'oldUnitPickup'] as const
export const serviceKind = z
  .enum(serviceKinds)
  .describe('What is done: delivery and installation in one visit, installation alone, delivery alone, or picking up the old unit')

export const coveredArea = z
  .string()
  .regex(/^(CN|\d{6})$/)
  .describe('Division code (GB/T 2260) that is serviced with all that lies in it; CN for the whole country')
