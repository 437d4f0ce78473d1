import { LRUCache } from 'lru-cache'
import type { Position } from '../../stores/events/port.ts'

/** What takes a moment to work out, once for all who ask the same of a read model while it stands at the same position. */
export type SharedAnswers<Answer> = (question: string, position: Position, workOut: () => Promise<Answer>) => Promise<Answer>

const mostAnswers = 500
/** Not how long an answer is right, which its position says, but how long it is worth its room. */
const keptForMs = 60_000

/** Never an answer from before a change: a screen asks when it hears of one, and hears of the last one once. */
export function createSharedAnswers<Answer extends object>(): SharedAnswers<Answer> {
  const answers = new LRUCache<string, Promise<Answer>>({ max: mostAnswers, ttl: keptForMs })
  return (question, position, workOut) => {
    const key = `${position}/${question}`
    const known = answers.get(key)
    if (known !== undefined) return known
    const answer = workOut()
    answers.set(key, answer)
    answer.catch(() => answers.delete(key))
    return answer
  }
}
