import type { Channel } from '../../../../domain/shared/fields.ts'
import { channelNames } from './words.ts'

/** In the order people know them. */
export const channels = Object.keys(channelNames) as Channel[]
