/** A setting is not as it should be, or what it names cannot be had: in words that name the setting and say what to give. */
export class SettingError extends Error {
  readonly code = 'SETTING'
}
