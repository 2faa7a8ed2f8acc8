import { z } from "zod";
import { problemValue } from "./problem.ts";

/**
 * Who answers an operation, and with what rights.
 *
 * `query` reads the open workspace, `command` changes it in one transaction, `session` opens,
 * closes and creates workspaces, `shell` is answered by the desktop shell (dialogs, preferences).
 */
export type OperationKind = "query" | "command" | "session" | "shell";

/** One line of the contract: what goes in, what comes out, and for long work what it reports. */
export interface Operation<
  Kind extends OperationKind = OperationKind,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  readonly kind: Kind;
  readonly input: Input;
  readonly output: Output;
}

/** What a contract looks like: capabilities, each with its operations. */
export type Contract = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

export type InputOf<O extends Operation> = z.infer<O["input"]>;
export type OutputOf<O extends Operation> = z.infer<O["output"]>;

const define =
  <Kind extends OperationKind>(kind: Kind) =>
  <Input extends z.ZodType, Output extends z.ZodType>(
    input: Input,
    output: Output,
  ): Operation<Kind, Input, Output> => ({ kind, input, output });

/** An operation that reads the open workspace. */
export const query = define("query");
/** An operation that changes the open workspace, in one transaction. */
export const command = define("command");
/** An operation on workspaces themselves. */
export const session = define("session");
/** An operation that the desktop shell answers. */
export const shell = define("shell");

/** How far long work has come: a phase in words, and counted amounts where they are known. */
export const progress = z.object({
  phase: z.string(),
  done: z.number().optional(),
  total: z.number().optional(),
  unit: z.string().optional(),
  file: z.string().optional(),
});
export type Progress = z.infer<typeof progress>;

/** What travels to whoever answers: `callId` names the call for progress and cancel. */
export const call = z.object({ callId: z.string(), operation: z.string(), input: z.unknown() });
export type Call = z.infer<typeof call>;

/** What comes back: a value or a problem, never an exception. */
export const reply = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), problem: problemValue }),
]);
export type Reply = z.infer<typeof reply>;

/** What the window can choose from the application's menu. */
export const menuCommand = z.enum([
  "workspace.new",
  "workspace.open",
  "workspace.saveCopy",
  "workspace.close",
  "import",
  "search",
  "navigation.toggle",
  "help.about",
  "help.keys",
]);
export type MenuCommand = z.infer<typeof menuCommand>;

/** What arrives unasked: progress of a call, a change of the workspace, a menu command. */
export const event = z.discriminatedUnion("type", [
  z.object({ type: z.literal("progress"), callId: z.string(), progress }),
  z.object({ type: z.literal("changed"), operation: z.string() }),
  z.object({ type: z.literal("menu"), command: menuCommand }),
  z.object({ type: z.literal("openFiles"), paths: z.array(z.string()) }),
]);
export type Event = z.infer<typeof event>;

/** The only transport: IPC, the worker's port and a plain call are interchangeable behind it. */
export type Send = (call: Call) => Promise<Reply>;
export type Subscribe = (listener: (event: Event) => void) => () => void;
