import type { z } from 'zod'

/** A command type, declared once: what is asked, and the schema of its data. */
export interface CommandDefinition {
  readonly description: string
  readonly data: z.ZodObject
}

export type CommandDefinitions = Readonly<Record<string, CommandDefinition>>

export const defineCommands = <const Definitions extends CommandDefinitions>(definitions: Definitions): Definitions => definitions

/** The union of `{ type, data }` of all commands of a table of definitions. */
export type CommandsOf<Definitions extends CommandDefinitions> = {
  [Type in keyof Definitions & string]: { readonly type: Type; readonly data: z.infer<Definitions[Type]['data']> }
}[keyof Definitions & string]

/** One command of a union, by its type. */
export type CommandOf<Command extends { readonly type: string }, Type extends Command['type']> = Extract<Command, { readonly type: Type }>
