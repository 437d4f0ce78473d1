/** Options both clients know; as they read them, without regard to case and dashes. */
const options = new Set([
  'tls',
  'tlscafile',
  'usercertfile',
  'userkeyfile',
  'connectionname',
  'defaultdeadline',
  'keepaliveinterval',
  'keepalivetimeout',
  'maxdiscoverattempts',
  'discoveryinterval',
  'gossiptimeout',
  'nodepreference',
])

const shape = /^(?:esdb|kurrentdb)(?:\+discover)?:\/\/(?:[^:@/?]+:[^@/?]+@)?[^:@/?,]+(?::\d+)?(?:,[^:@/?,]+(?::\d+)?)*\/?(?:\?(.*))?$/s

/**
 * What is wrong with a connection string, null when nothing is; never repeats a part of it that may be a secret. The clients themselves would
 * print the whole of it beside an option they do not know.
 */
export function problemOf(connectionString: string): string | null {
  const found = shape.exec(connectionString)
  if (found === null)
    return 'it has the form esdb://<user>:<password>@<host>:<port>?<option>=<value>, with %40 and the like in the password'
  for (const [name] of new URLSearchParams(found[1])) {
    const option = name.toLowerCase().replaceAll(/[_-]/g, '')
    if (option === 'tlsverifycert') return 'certificates are always verified: give tlsCAFile instead of tlsVerifyCert'
    if (!options.has(option)) return `it has no option ${name.replaceAll(/[^\w-]/g, '').slice(0, 30)}`
  }
  return null
}
