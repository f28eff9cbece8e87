/** A share as a person writes it. */
export const percent = (share: number): string => `${Number((share * 100).toFixed(3))} %`;
