export interface Throttled {
  call(): void
  cancel(): void
}

/** Runs at once, then at most once per interval; a call in between is kept for its end, so that the last one is never lost. */
export function throttled(run: () => void, everyMs: number): Throttled {
  let timer: ReturnType<typeof setTimeout> | undefined
  let again = false
  const start = (): void => {
    again = false
    timer = setTimeout(() => {
      timer = undefined
      if (again) start()
    }, everyMs)
    run()
  }
  return {
    call() {
      if (timer === undefined) start()
      else again = true
    },
    cancel() {
      clearTimeout(timer)
      timer = undefined
      again = false
    },
  }
}
