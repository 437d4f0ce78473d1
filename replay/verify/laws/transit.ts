import type { Law } from './law.ts'

/** In transit = dispatched - received - lost, at the location the units go to. */
export function transitLaw(): Law {
  const inTransit = new Map<string, number>()
  const add = (key: string, units: number) => inTransit.set(key, (inTransit.get(key) ?? 0) + units)
  const encode = (part: string) => encodeURIComponent(part).replace(/[-.!~*'()]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return {
    name: 'units between locations',
    types: ['TransferDispatched', 'TransferReceived', 'TransferLost'],
    see({ type, stream, data }) {
      if (type === 'TransferDispatched') add(`${encode(data.sku)}@${encode(data.to)}`, data.quantity)
      else add(stream.slice('stock-'.length), -data.quantity)
    },
    async *breaches(shown) {
      const unseen = new Map([...inTransit].filter(([, units]) => units !== 0))
      for await (const { key, inTransit: units } of shown.stock()) {
        unseen.delete(key)
        const counted = inTransit.get(key) ?? 0
        if (counted !== units) yield { law: this.name, where: key, says: 'in transit', counted, shown: units }
      }
      for (const [key, counted] of unseen) yield { law: this.name, where: key, says: 'in transit', counted, shown: 0 }
    },
  }
}
