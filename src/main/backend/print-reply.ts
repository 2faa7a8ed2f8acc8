import { z } from "zod";
import { problemValue } from "../../shared/problem.ts";

/** How a document was printed by another process: the length of the PDF that follows, or why not. */
export const printReply = z.union([
  z.object({ bytes: z.number().int().nonnegative() }),
  z.object({ problem: problemValue }),
]);
export type PrintReply = z.infer<typeof printReply>;
