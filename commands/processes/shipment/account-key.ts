/** Units are accounted for by line of the order and SKU: a line of a set has several. */
export const accountKey = (line: { readonly lineId: string; readonly sku: string }): string => JSON.stringify([line.lineId, line.sku])
