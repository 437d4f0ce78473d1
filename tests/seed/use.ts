import fc from 'fast-check'
import { inject } from 'vitest'

/** Before each file: its random tests begin with the seed of the run, unless they name one of their own. */
fc.configureGlobal({ seed: inject('fastCheckSeed') })
