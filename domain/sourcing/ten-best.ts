/** Parts of each item by candidate: pairs of candidate number and parts, by candidate number. */
export type Assignment = readonly (readonly (readonly [candidate: number, parts: number])[])[]

export interface Found {
  readonly costFen: number
  readonly assignment: Assignment
}

/**
 * A total order of plans: by cost, then part by part by the candidate it comes from, candidates being numbered by name. So the same
 * question has one answer, whatever the order in which plans are found.
 */
export function comparePlans(a: Found, b: Found): number {
  if (a.costFen !== b.costFen) return a.costFen - b.costFen
  for (const [item, left] of a.assignment.entries()) {
    const right = b.assignment[item]!
    for (let place = 0; place < Math.min(left.length, right.length); place++) {
      const [leftCandidate, leftParts] = left[place]!
      const [rightCandidate, rightParts] = right[place]!
      if (leftCandidate !== rightCandidate) return leftCandidate - rightCandidate
      if (leftParts !== rightParts) return rightParts - leftParts
    }
  }
  return 0
}

/** Keeps the best few of the plans it is offered. */
export function keepBest(wanted: number) {
  const best: Found[] = []
  return {
    best: best as readonly Found[],
    /** What a plan must not exceed to be kept; one that cannot be costs more than any number. */
    limitFen: () => (best.length < wanted ? Number.MAX_SAFE_INTEGER : best[wanted - 1]!.costFen),
    offer(found: Found): void {
      let place = best.length
      while (place > 0 && comparePlans(found, best[place - 1]!) < 0) place--
      if (place === wanted) return
      best.splice(place, 0, found)
      if (best.length > wanted) best.pop()
    },
  }
}

export type Best = ReturnType<typeof keepBest>
