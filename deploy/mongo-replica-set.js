// For mongosh: makes three members a replica set and gives the ledger a user of its own. Run again, it finds both and changes the password
// to the one given. Waits, because the first member starts twice when it is new: once alone, to make its root user.
const members = ['mongo1:27017', 'mongo2:27017', 'mongo3:27017']
const alreadyInitialized = 23
const userNotFound = 11

async function within(seconds, what, attempt) {
  for (let second = 0; ; second += 1) {
    try {
      return await attempt()
    } catch (failure) {
      if (second >= seconds) throw new Error(`${what}: ${failure.message}`)
      await sleep(1_000)
    }
  }
}

async function unless(code, attempt) {
  try {
    await attempt()
    return true
  } catch (failure) {
    if (failure.code === code) return false
    throw failure
  }
}

async function makeReplicaSet({ MONGO_ROOT_PASSWORD, MONGO_LEDGER_PASSWORD }) {
  const root = `root:${encodeURIComponent(MONGO_ROOT_PASSWORD)}`
  const options = 'connectTimeoutMS=2000&serverSelectionTimeoutMS=2000'

  const first = await within(120, 'the first member cannot be reached', () =>
    connect(`mongodb://${root}@${members[0]}/admin?directConnection=true&${options}`),
  )
  const config = { _id: 'ledger', members: members.map((host, _id) => ({ _id, host })) }
  await unless(alreadyInitialized, () => first.adminCommand({ replSetInitiate: config }))

  await within(120, 'the replica set takes no user', async () => {
    const primary = await connect(`mongodb://${root}@${members.join(',')}/admin?replicaSet=ledger&${options}`)
    const ledger = await primary.getSiblingDB('ledger')
    const user = { pwd: MONGO_LEDGER_PASSWORD, roles: [{ role: 'readWrite', db: 'ledger' }] }
    const changed = await unless(userNotFound, () => ledger.runCommand({ updateUser: 'ledger', ...user }))
    if (!changed) await ledger.runCommand({ createUser: 'ledger', ...user })
  })
  print('the replica set has a primary, and the ledger its user')
}

// biome-ignore lint/nursery/noFloatingPromises: mongosh waits for what a script ends in, and knows no await outside a function
makeReplicaSet(process.env)
