import { printedDocument } from "../../shared/model/printed-document.ts";
import type { PrintReply } from "../backend/print-reply.ts";
import type { PrintWindow } from "./print-window.ts";
import { toProblem } from "./to-problem.ts";

/** What starts the application to print for another program, and for nothing else. */
export const printSwitch = "--print-documents";

/**
 * Prints what comes on standard input, a document as JSON on each line, until that ends.
 *
 * For each, a line of JSON goes to standard output (`PrintReply`), and after it as many bytes of PDF as
 * it names. Nothing is written to a file.
 */
export async function servePrinting(printing: PrintWindow): Promise<void> {
  for await (const line of linesOf(process.stdin)) {
    try {
      const pdf = await printing.document(printedDocument.parse(JSON.parse(line)));
      await write(replyLine({ bytes: pdf.length }));
      await write(pdf);
    } catch (error) {
      await write(replyLine({ problem: toProblem(error).toValue() }));
    }
  }
}

function replyLine(reply: PrintReply): string {
  return `${JSON.stringify(reply)}\n`;
}

async function* linesOf(input: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  for await (const chunk of input) {
    let rest = Buffer.from(chunk);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      yield Buffer.concat([...parts, rest.subarray(0, end)]).toString("utf8");
      parts = [];
      rest = rest.subarray(end + 1);
    }
    parts.push(rest);
  }
}

function write(content: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(content, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
