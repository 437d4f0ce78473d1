/** What whoever runs a test may set otherwise, as a number. */
export const environment = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise)
