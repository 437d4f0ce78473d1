import type { CanonicalParty } from '../../domain/channel/canonical.ts'

const mobileInside = /(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)/
const identityNumber = /[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]/

/** The channel's id of the buyer may stand in clear, unless it is made of personal data: members are often known by their phone. */
export function clearBuyerId({ buyerId, name, phone }: CanonicalParty): string | null {
  if (buyerId === null || mobileInside.test(buyerId) || identityNumber.test(buyerId)) return null
  const repeats = [name, phone].some((personal) => personal !== null && personal.length > 1 && buyerId.includes(personal))
  return repeats ? null : buyerId
}
