import { SingleBar } from 'cli-progress'

/** A bar over the messages of a sale on a terminal's standard error, nothing elsewhere. */
export function createSaleProgress(silent: boolean): { show(sent: number, of: number): void; stop(): void } {
  if (silent || !process.stderr.isTTY) return { show: () => undefined, stop: () => undefined }
  const format = 'selling {bar} {percentage}% | {value} of {total} messages | {eta_formatted} left'
  const bar = new SingleBar({ format, stream: process.stderr, clearOnComplete: true })
  bar.start(1, 0)
  return {
    show(sent, of) {
      bar.setTotal(of)
      bar.update(sent)
    },
    stop: () => bar.stop(),
  }
}
