import { join } from 'node:path'

export const keyStoreFile = (folder: string): string => join(folder, 'keys.sqlite')
