interface Closable {
  close(): Promise<void>
}

/** What was opened is closed when a later one cannot be: an open store keeps its folder locked, and the process alive. */
export async function openAll<Opened>(open: (opened: <Store extends Closable>(store: Store) => Store) => Promise<Opened>): Promise<Opened> {
  const stores: Closable[] = []
  try {
    return await open((store) => {
      stores.unshift(store)
      return store
    })
  } catch (failure) {
    await closeAll(stores)
    throw failure
  }
}

export async function closeAll(stores: readonly Closable[]): Promise<void> {
  for (const store of stores) await store.close()
}
