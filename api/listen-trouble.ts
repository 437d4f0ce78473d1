/** What a user can do where nothing can listen at an address; null for any other failure. */
export function listenTrouble(failure: unknown, host: string, port: number, portSetting: string): string | null {
  switch ((failure as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return `port ${port} of ${host} is in use: stop what listens there, or give another with ${portSetting}`
    case 'EACCES':
      return `port ${port} may not be used by this user: give another with ${portSetting}`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is no address of this machine: give another with HOST or --host`
    default:
      return null
  }
}
