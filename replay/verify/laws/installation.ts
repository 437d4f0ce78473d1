import type { Breach, Law } from './law.ts'

/** An order is told that something is installed, or will not be, after its card says so, once, and only of what it was told to await. */
export function installationLaw(): Law {
  const ended = new Map<string, 'installed' | 'cancelled'>()
  const awaited = new Set<string>()
  const broken: Breach[] = []
  const name = 'installations of orders'

  function breach(where: string, says: string, counted: string, shown: string, position: bigint): void {
    if (broken.length < 100) broken.push({ law: name, where, says, counted, shown, position: String(position) })
  }

  return {
    name,
    types: ['InstallationExpected', 'InstallationCompleted', 'InstallationCancelled', 'InstallationEnded'],
    see({ type, position, data }) {
      const { installationId, outcome } = data
      if (type === 'InstallationExpected') awaited.add(installationId)
      else if (type === 'InstallationCompleted' || type === 'InstallationCancelled') {
        if (ended.has(installationId)) breach(installationId, 'a card ends once', 'again', ended.get(installationId)!, position)
        ended.set(installationId, type === 'InstallationCompleted' ? 'installed' : 'cancelled')
      } else {
        const card = ended.get(installationId) ?? 'open'
        if (card !== outcome) breach(installationId, 'the order ends as its card did', card, outcome, position)
        if (!awaited.delete(installationId)) breach(installationId, 'what ends was awaited, and ends once', 'no', outcome, position)
      }
    },
    async *breaches() {
      yield* broken
    },
  }
}
