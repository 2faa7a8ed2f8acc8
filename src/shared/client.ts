import type { Contract, InputOf, OutputOf, Progress, Send, Subscribe } from "./operation.ts";
import { reply } from "./operation.ts";
import { Problem } from "./problem.ts";

/** The part of an `AbortSignal` that the client needs; this folder compiles without DOM and Node. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** What a caller of long work may pass: a listener for progress and a signal that cancels. */
export interface CallOptions {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: CancelSignal;
}

/** The one face of the product: what the window, the command line and the tests call. */
export type Client<C extends Contract> = {
  readonly [Capability in keyof C]: {
    readonly [Verb in keyof C[Capability]]: (
      input: InputOf<C[Capability][Verb]>,
      options?: CallOptions,
    ) => Promise<OutputOf<C[Capability][Verb]>>;
  };
};

/** What the client needs of the world around it. */
export interface Transport {
  readonly send: Send;
  readonly subscribe: Subscribe;
  /** A fresh name for a call. */
  readonly nextCallId: () => string;
}

/** The operation that ends a running call; the client sends it when a signal aborts. */
export const cancelOperation = "tasks.cancel";

/**
 * Makes the client of a contract over a transport.
 *
 * Replies are checked against the contract's output schemas. A failed call rejects with the
 * {@link Problem} that the other side named.
 */
export function createClient<C extends Contract>(contract: C, transport: Transport): Client<C> {
  const client: Record<string, Record<string, unknown>> = {};
  for (const [capability, operations] of Object.entries(contract)) {
    const verbs: Record<string, unknown> = {};
    for (const [verb, operation] of Object.entries(operations)) {
      verbs[verb] = async (input: unknown, options: CallOptions = {}): Promise<unknown> => {
        const value = await callOperation(transport, `${capability}.${verb}`, input, options);
        return operation.output.parse(value);
      };
    }
    client[capability] = verbs;
  }
  // The loops above walk the contract's own keys, so the shape is the contract's.
  return client as Client<C>;
}

async function callOperation(
  transport: Transport,
  operation: string,
  input: unknown,
  options: CallOptions,
): Promise<unknown> {
  const callId = transport.nextCallId();
  const { onProgress, signal } = options;
  const unsubscribe =
    onProgress === undefined
      ? undefined
      : transport.subscribe((event) => {
          if (event.type === "progress" && event.callId === callId) onProgress(event.progress);
        });
  const cancel = () => {
    void transport.send({
      callId: transport.nextCallId(),
      operation: cancelOperation,
      input: { callId },
    });
  };
  signal?.addEventListener("abort", cancel, { once: true });
  if (signal?.aborted === true) cancel();
  try {
    const answer = reply.parse(await transport.send({ callId, operation, input }));
    if (answer.ok) return answer.value;
    throw new Problem(answer.problem.code, answer.problem.message, answer.problem.place);
  } finally {
    unsubscribe?.();
    signal?.removeEventListener("abort", cancel);
  }
}
