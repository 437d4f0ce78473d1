import { builtInTariff, type TariffDocument, tariffDocument } from '../../tariff/document.ts'
import { defineKind } from '../kind.ts'

/** What carrying costs; applied by `domain/tariff/price.ts`. */
export const tariffKind = defineKind<TariffDocument>({
  description: 'What each carrier charges, by area, weight, size and service',
  document: tariffDocument,
  builtIn: builtInTariff,
})
