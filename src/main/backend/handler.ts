import type { CasemateContract } from "../../shared/contract.ts";
import type { InputOf, Operation, OutputOf, Progress } from "../../shared/operation.ts";
import type { PrintedDocument } from "../../shared/model/printed-document.ts";
import type { WorkspaceInfo } from "../../shared/model/workspace.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";

/** What every handler gets from the world: the clock, the application's root, a way to report. */
export interface HandlerContext {
  /** The folder that holds `resources` and `migrations`. */
  readonly root: string;
  readonly now: () => Date;
  readonly progress: (progress: Progress) => void;
  /** Lets queries and a cancel in; call it every few milliseconds of work. Throws `cancelled`. */
  readonly breathe: () => Promise<void>;
  /** A document as PDF. Throws `cancelled`, and `not-found` where nobody prints. */
  readonly print: (document: PrintedDocument) => Promise<Uint8Array>;
}

/** A query's context: the database has nothing that writes. */
export interface QueryContext extends HandlerContext {
  readonly db: ReadableDatabase;
}

/** A command's context: everything it writes is one transaction. */
export interface CommandContext extends HandlerContext {
  readonly db: WritableDatabase;
}

/** What handlers of workspaces themselves can do. */
export interface SessionContext extends HandlerContext {
  /** `fill` runs as one command right after the file was made; its failure removes the file. */
  create(
    path: string,
    fill: (context: CommandContext) => Promise<void> | void,
  ): Promise<WorkspaceInfo>;
  open(path: string): Promise<WorkspaceInfo>;
  current(): WorkspaceInfo | null;
  saveCopy(path: string, replace: boolean): Promise<void>;
  close(): Promise<void>;
  cancel(callId: string): void;
}

interface ContextOf {
  readonly query: QueryContext;
  readonly command: CommandContext;
  readonly session: SessionContext;
  readonly shell: never;
}

/** The function that answers one operation. */
export type HandlerOf<O extends Operation> = (
  input: InputOf<O>,
  context: ContextOf[O["kind"]],
) => OutputOf<O> | Promise<OutputOf<O>>;

/** The functions that answer a capability: leaving one out does not compile. */
export type HandlersOf<Capability extends keyof CasemateContract> = {
  readonly [
    Verb in keyof CasemateContract[Capability]
  ]: CasemateContract[Capability][Verb] extends Operation
    ? HandlerOf<CasemateContract[Capability][Verb]>
    : never;
};

/** All capabilities that the backend answers: the desktop shell answers its own. */
export type Handlers = {
  readonly [Capability in Exclude<keyof CasemateContract, "shell">]: HandlersOf<Capability>;
};
