// Plain JavaScript, so that an old Node can still read it and say what to do.
const required = 26

export function nodeVersionProblem(version) {
  if (Number.parseInt(version, 10) >= required) return null
  return [
    `order-ledger needs Node ${required} or newer; this is ${version}.`,
    'npm ci brings the right one along: start through npm (npm start, npm run demo, npm test, npm run ledger -- <verb>),',
    'or call node_modules/.bin/node. If that file is missing, run npm ci again without --omit=optional.',
  ].join('\n')
}

const problem = nodeVersionProblem(process.versions.node)
if (problem !== null) {
  process.stderr.write(`${problem}\n`)
  process.exit(2)
}
