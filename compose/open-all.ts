interface Closable {
  close(): Promise<void>
}

/** Notes what was just opened, and gives it back. */
export type Opened = <One extends Closable>(one: One) => One

/**
 * What was opened is closed, last first: by `close`, or at once when a later one cannot be opened. An open store keeps its folder locked,
 * and the process alive.
 */
export async function openAll<Result>(open: (opened: Opened, close: () => Promise<void>) => Promise<Result>): Promise<Result> {
  const all: Closable[] = []
  const opened: Opened = (one) => {
    all.unshift(one)
    return one
  }
  try {
    return await open(opened, () => closeAll(all))
  } catch (failure) {
    // What kept it from opening is what has to be known; what then cannot be closed is most likely a consequence.
    await closeAll(all).catch(() => undefined)
    throw failure
  }
}

/** What work opened is closed when it is done, or has failed. */
export async function usingAll<Result>(work: (opened: Opened) => Promise<Result>): Promise<Result> {
  const [result, close] = await openAll(async (opened, closeOpened) => [await work(opened), closeOpened] as const)
  await close()
  return result
}

/** Each in its turn, the others though one of them cannot be. */
async function closeAll(all: readonly Closable[]): Promise<void> {
  const failures: unknown[] = []
  for (const one of all) await one.close().catch((failure: unknown) => failures.push(failure))
  if (failures.length > 0) throw failures[0]
}
