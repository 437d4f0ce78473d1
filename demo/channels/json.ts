/** A number with all its digits, beyond 2^53 too, as platforms write their ids. */
export const bigNumber = (digits: string): unknown => (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(digits)
