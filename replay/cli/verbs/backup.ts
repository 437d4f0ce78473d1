import { backUp, restoreInto } from '../../../compose/backup.ts'
import { answer, refuseMoreWords, UsageError, type Verb } from '../verb.ts'

export const backupVerb: Verb = {
  name: 'backup',
  usage: 'backup <new folder> [--json]',
  summary: 'copy events and keys while the ledger runs; keep the master key elsewhere',
  options: {},
  async run(context) {
    const [target] = context.positionals
    if (target === undefined) throw new UsageError('name the folder to copy into')
    refuseMoreWords(context, 1)
    const copied = await backUp(context.settings, target)
    answer(context, copied, [`copied ${copied.bytes} bytes up to position ${copied.lastPosition} into ${target}`])
    return 0
  },
}

export const restoreVerb: Verb = {
  name: 'restore',
  usage: 'restore <backup> <empty folder> [--json]',
  summary: 'copy a backup into an empty folder and check every byte of it',
  options: {},
  async run(context) {
    const [source, target] = context.positionals
    if (source === undefined || target === undefined) throw new UsageError('name the backup and the empty folder to restore it into')
    refuseMoreWords(context, 2)
    const check = await restoreInto(source, target)
    answer(context, check, [
      `restored ${check.events} events up to position ${check.lastPosition} into ${target}`,
      `start with LEDGER_EVENTS=embedded:${target}, and with the master key the backup was made under; read models are rebuilt`,
    ])
    return check.ok ? 0 : 1
  },
}
