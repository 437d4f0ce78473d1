// Whether the server of this container lives: exit code 0 or 1, for the container engine.
const { PORT = '7400' } = process.env

const lives = await fetch(`http://127.0.0.1:${PORT}/healthz`, { signal: AbortSignal.timeout(4_000) }).then(
  ({ ok }) => ok,
  () => false,
)
process.exitCode = lives ? 0 : 1
