import type { CanonicalOrder } from '../../domain/channel/canonical.ts'

type ServiceKind = CanonicalOrder['services'][number]['kind']

const kinds: readonly (readonly [RegExp, ServiceKind])[] = [
  [/旧机|旧品|以旧换新|拆旧/, 'oldUnitPickup'],
  [/延保|延长保修|全保/, 'extendedWarranty'],
  [/(?:入户|送货上门|送装).*安装|送装一体/, 'toHomeAndInstall'],
  [/安装/, 'install'],
  [/入户|上门|上楼/, 'toHome'],
]

/** Kind of a service by the name the channel shows the buyer, where it has no code for it. */
export const serviceKindOf = (title: string | null): ServiceKind => kinds.find(([pattern]) => pattern.test(title ?? ''))?.[1] ?? 'other'
