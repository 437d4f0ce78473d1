const share = process.env.TEST_RUNS === 'all' ? 1 : 0.25

/** Runs of a random test: a quarter of them in `npm test`, which begins elsewhere each time, and all with `TEST_RUNS=all`. */
export const runs = (all: number): number => Math.ceil(all * share)
