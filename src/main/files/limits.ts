/**
 * How much of a file from elsewhere Casemate takes in.
 *
 * The file cap lies below V8's longest string (about 537 million bytes), so that whatever was read can
 * also be text.
 */
export const limits = {
  /** Of one file, unpacked. */
  fileBytes: 500_000_000,
  /** Of all files of one archive, unpacked. */
  archiveBytes: 1_000_000_000,
  archiveEntries: 10_000,
  /** Unpacked ÷ packed, for entries above `ratioFromBytes`: small ones may be all zeros in peace. */
  archiveRatio: 100,
  ratioFromBytes: 1_000_000,
  /** Levels of arrays and objects in a JSON text. */
  jsonDepth: 200,
} as const;
