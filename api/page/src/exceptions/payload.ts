/**
 * A payload as people can edit it: JSON is laid out over lines, but only its white space changes, so that ids beyond 2^53 and amounts
 * stay as the channel wrote them. What is no JSON stays as it is.
 */
export function editable(payload: string): string {
  try {
    JSON.parse(payload)
  } catch {
    return payload
  }
  return payload.includes('\n') ? payload : laidOut(payload)
}

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

function laidOut(json: string): string {
  let depth = 0
  let text = ''
  let last = ''
  for (const [token] of json.matchAll(tokens)) {
    const opens = last === '{' || last === '['
    if (token === '}' || token === ']') {
      depth -= 1
      text += opens ? token : `\n${'  '.repeat(depth)}${token}`
    } else {
      text += opens || last === ',' ? `\n${'  '.repeat(depth)}${token}` : token
      if (token === '{' || token === '[') depth += 1
      if (token === ':') text += ' '
    }
    last = token
  }
  return text
}
