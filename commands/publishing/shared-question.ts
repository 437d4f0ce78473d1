import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * Lets all who ask the same at once share one answer. Nobody is given the answer to a question that was put before his own: it may not know
 * what he knows. So at most one question is on its way for each key, and one waits for it.
 */
export function shared<Answer>(ask: (key: string) => Promise<Answer>): (key: string) => Promise<Answer> {
  const running = new Map<string, Promise<unknown>>()
  const waiting = new Map<string, Promise<Answer>>()

  async function inTurn(key: string): Promise<Answer> {
    await (running.get(key) ?? nextTurn())
    waiting.delete(key)
    const answer = ask(key)
    const over = answer.then(ignore, ignore)
    running.set(key, over)
    void over.then(() => running.get(key) === over && running.delete(key))
    return answer
  }

  return (key) => {
    const asked = waiting.get(key) ?? inTurn(key)
    waiting.set(key, asked)
    return asked
  }
}

const ignore = (): void => undefined
