/** Words to look for, and what to call it when one stands in a text. */
export interface Keyword {
  readonly flag: string
  readonly words: readonly string[]
}

/** What is found is all that is kept of a text that is sealed. */
export const flagsIn = (keywords: readonly Keyword[], texts: readonly (string | null)[]): string[] =>
  keywords.filter(({ words }) => texts.some((text) => text !== null && words.some((word) => text.includes(word)))).map(({ flag }) => flag)
