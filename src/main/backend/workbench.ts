import type { Client } from "../../shared/client.ts";
import { createClient } from "../../shared/client.ts";
import type { CasemateContract } from "../../shared/contract.ts";
import { contract } from "../../shared/contract.ts";
import type { Call, Contract, Event, Operation, Progress, Reply } from "../../shared/operation.ts";
import type { WorkspaceInfo } from "../../shared/model/workspace.ts";
import { Problem } from "../../shared/problem.ts";
import type {
  CommandContext,
  HandlerContext,
  Handlers,
  QueryContext,
  SessionContext,
} from "./handler.ts";
import type { Printer } from "./printer.ts";

/** An open workspace file, as far as the workbench needs to know it. */
export interface OpenFile {
  readonly readable: QueryContext["db"];
  readonly writable: CommandContext["db"];
  begin(): void;
  commit(): void;
  rollback(): void;
  /** Moves a long write-ahead log into the file. */
  settle(): void;
  describe(): WorkspaceInfo;
  saveCopy(path: string, replace: boolean): void;
  close(): void;
}

/** What the workbench needs of the machine; given by whoever starts it. */
export interface WorkbenchWorld {
  readonly root: string;
  readonly now: () => Date;
  /** A turn of the event loop, in which messages arrive. */
  readonly pause: () => Promise<void>;
  readonly print: Printer;
  readonly create: (path: string) => OpenFile;
  readonly open: (path: string) => OpenFile;
  /** Removes a workspace file whose filling failed. */
  readonly discard: (path: string) => void;
  /** Names a failure of the database or the file system. */
  readonly explain: (error: unknown) => Problem;
}

type AnyHandler = (input: unknown, context: unknown) => unknown;

/**
 * Answers every operation of the contract over one open workspace.
 *
 * Queries run at once on a connection that cannot write. Commands run one after another, each in
 * one transaction; a failed or cancelled one leaves nothing behind. Replies are values: this is the
 * only place that catches.
 */
export class Workbench {
  readonly #world: WorkbenchWorld;
  readonly #handlers: Handlers;
  readonly #listeners = new Set<(event: Event) => void>();
  readonly #running = new Map<string, AbortController>();
  #queue: Promise<unknown> = Promise.resolve();
  #file: OpenFile | undefined;

  constructor(world: WorkbenchWorld, handlers: Handlers) {
    this.#world = world;
    this.#handlers = handlers;
  }

  /** Tells of progress and changes until the returned function is called. */
  readonly subscribe = (listener: (event: Event) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Answers a call: checks its input, runs its handler, turns any failure into a value. */
  readonly send = async (call: Call): Promise<Reply> => {
    this.#running.set(call.callId, new AbortController());
    try {
      return { ok: true, value: await this.#answer(call) };
    } catch (error) {
      const problem = error instanceof Problem ? error : this.#world.explain(error);
      return { ok: false, problem: problem.toValue() };
    } finally {
      this.#running.delete(call.callId);
    }
  };

  /** Closes the open workspace after the commands that are under way. */
  async close(): Promise<void> {
    await this.#inTurn(() => this.#closeFile());
  }

  async #answer(call: Call): Promise<unknown> {
    const { operation, handler } = this.#find(call.operation);
    const parsed = operation.input.safeParse(call.input);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const where = issue === undefined ? "" : ` at ${issue.path.join(".") || "the top"}`;
      throw new Problem(
        "bad-input",
        `${call.operation} does not take this input${where}: ${issue?.message ?? "wrong shape"}.`,
      );
    }
    switch (operation.kind) {
      case "query":
        return handler(parsed.data, { ...this.#context(call), db: this.#open().readable });
      case "command":
        return this.#inTurn(() => this.#runCommand(call, handler, parsed.data)).finally(() =>
          this.#settleSoon(),
        );
      case "session":
        return handler(parsed.data, this.#sessionContext(call));
      case "shell":
        throw new Problem("internal", `${call.operation} is answered by the desktop shell.`);
    }
  }

  #find(name: string): { operation: Operation; handler: AnyHandler } {
    const [capability = "", verb = ""] = name.split(".");
    const operations: Contract = contract;
    const operation = Object.hasOwn(operations, capability)
      ? operations[capability]?.[verb]
      : undefined;
    // The handlers' type repeats the contract's keys, so a known operation has its handler there.
    const handlers = this.#handlers as unknown as Record<string, Record<string, AnyHandler>>;
    const handler = handlers[capability]?.[verb];
    if (operation === undefined || handler === undefined) {
      throw new Problem("bad-input", `There is no operation ${name}.`);
    }
    return { operation, handler };
  }

  #context(call: Call): HandlerContext {
    return {
      root: this.#world.root,
      now: this.#world.now,
      progress: (progress: Progress) =>
        this.#emit({ type: "progress", callId: call.callId, progress }),
      breathe: async () => {
        await this.#world.pause();
        this.#refuseIfCancelled(call);
      },
      print: async (document) => {
        this.#refuseIfCancelled(call);
        const { signal } = this.#running.get(call.callId) ?? new AbortController();
        return this.#world.print(document, signal);
      },
    };
  }

  #refuseIfCancelled(call: Call): void {
    if (this.#running.get(call.callId)?.signal.aborted === true) {
      throw new Problem("cancelled", "Cancelled. The workspace is unchanged.");
    }
  }

  async #runCommand(call: Call, handler: AnyHandler, input: unknown): Promise<unknown> {
    this.#refuseIfCancelled(call);
    const value = await this.#inTransaction(call, this.#open(), (context) =>
      handler(input, context),
    );
    this.#emit({ type: "changed", operation: call.operation });
    return value;
  }

  async #inTransaction(
    call: Call,
    file: OpenFile,
    work: (context: CommandContext) => unknown,
  ): Promise<unknown> {
    file.begin();
    try {
      const value = await work({ ...this.#context(call), db: file.writable });
      file.commit();
      return value;
    } catch (error) {
      file.rollback();
      throw error;
    }
  }

  #sessionContext(call: Call): SessionContext {
    return {
      ...this.#context(call),
      create: (path, fill) =>
        this.#inTurn(async () => {
          const file = this.#world.create(path);
          try {
            await this.#inTransaction(call, file, fill);
          } catch (error) {
            file.close();
            this.#world.discard(path);
            throw error;
          }
          this.#closeFile();
          return this.#use(call, file);
        }),
      open: (path) =>
        this.#inTurn(() => {
          const file = this.#world.open(path);
          this.#closeFile();
          return this.#use(call, file);
        }),
      current: () => this.#file?.describe() ?? null,
      saveCopy: (path, replace) => this.#inTurn(() => this.#open().saveCopy(path, replace)),
      close: () =>
        this.#inTurn(() => {
          this.#closeFile();
          this.#emit({ type: "changed", operation: call.operation });
        }),
      cancel: (callId) => this.#running.get(callId)?.abort(),
    };
  }

  #use(call: Call, file: OpenFile): WorkspaceInfo {
    this.#file = file;
    this.#emit({ type: "changed", operation: call.operation });
    return file.describe();
  }

  #closeFile(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  #open(): OpenFile {
    if (this.#file === undefined) throw new Problem("no-workspace", "No workspace is open.");
    return this.#file;
  }

  /** Runs work after all that was asked for before it. */
  #inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const next = this.#queue.then(work);
    this.#queue = next.catch(() => undefined);
    return next;
  }

  /** Settles the file after the reply is on its way and before the next command. */
  #settleSoon(): void {
    const settled = this.#inTurn(async () => {
      await this.#world.pause();
      this.#file?.settle();
    });
    // Nothing is lost where that fails: the log keeps it, and the next command tries again.
    settled.catch(() => undefined);
  }

  #emit(event: Event): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** A client that calls a workbench in the same process. */
export function clientOf(workbench: Workbench): Client<CasemateContract> {
  let calls = 0;
  return createClient(contract, {
    send: workbench.send,
    subscribe: workbench.subscribe,
    nextCallId: () => `call-${(calls += 1)}`,
  });
}
