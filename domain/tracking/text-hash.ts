/**
 * A fingerprint of what a carrier wrote (FNV-1a over UTF-16, 32 bits): enough to tell apart two texts of one parcel and instant, and too
 * little to find the courier's phone number in by trying. The text itself is not kept, as it names people.
 */
export function textHashOf(text: string): string {
  let hash = 0x811c9dc5
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place)
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193)
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193)
  }
  return (hash >>> 0).toString(16).padStart(8, '0')
}
