// Which region lies in which, by their codes: two digits of a province, two of a prefecture, two of a county.

/** The digits that all codes inside a region begin with. */
const stemOf = (code) => code.replace(/^(\d\d)0000$|^(\d{4})00$/, "$1$2");

/** Whether a code is that of a region or of one inside it; the empty code holds everything, `00` what has no region. */
export const isWithin = (code, region) => (code || "00").startsWith(stemOf(region));
