/** A decision in the making: what one rule tells, the next one sees. The state it began with is left alone. */
export interface Telling<State, Event> {
  readonly state: State
  readonly events: readonly Event[]
  tell(event: Event): void
}

/** `copy` gives a state that can be evolved without touching the first; it is asked for at most once, with the first event. */
export function tellingOf<State, Event>(
  known: State,
  evolve: (state: State, event: Event) => State,
  copy: (state: State) => State,
): Telling<State, Event> {
  const events: Event[] = []
  let state = known
  return {
    get state() {
      return state
    },
    events,
    tell(event) {
      state = evolve(events.length === 0 ? copy(state) : state, event)
      events.push(event)
    },
  }
}
