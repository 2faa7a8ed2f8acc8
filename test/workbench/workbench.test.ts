import { statSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { longLog } from "../../src/main/database/connection.store.ts";
import type { HandlersOf } from "../../src/main/backend/handler.ts";
import { contract } from "../../src/shared/contract.ts";
import type { Contract, Event } from "../../src/shared/operation.ts";
import { noMarking } from "../../src/shared/model/marking.ts";
import { Problem } from "../../src/shared/problem.ts";
import { openWorkbench } from "../support/workbench.ts";

describe("the workbench", () => {
  test("answers a call to an operation that is not there, or with wrong input, with a value", async () => {
    const { workbench } = await openWorkbench();
    for (const operation of [
      "gaps.explode",
      "__proto__.toString",
      "constructor.name",
      "",
      "gaps",
    ]) {
      expect(await workbench.send({ callId: "1", operation, input: {} })).toMatchObject({
        ok: false,
        problem: { code: "bad-input" },
      });
    }
    const wrong = { callId: "2", operation: "environments.rename", input: { id: "1" } };
    expect(await workbench.send(wrong)).toMatchObject({
      ok: false,
      problem: { code: "bad-input", message: expect.stringContaining("at id") as string },
    });
  });

  test("checks the input of every operation", async () => {
    const { workbench } = await openWorkbench();
    const operations: Contract = contract;
    for (const [capability, verbs] of Object.entries(operations)) {
      for (const [verb, { kind }] of Object.entries(verbs)) {
        if (kind === "shell") continue;
        for (const input of [null, 7, "text", [1]]) {
          const reply = await workbench.send({
            callId: "1",
            operation: `${capability}.${verb}`,
            input,
          });
          expect(reply, `${capability}.${verb}`).toMatchObject({
            ok: false,
            problem: { code: "bad-input" },
          });
        }
      }
    }
  });

  test("tells of a change after a command, and not after a query or a failure", async () => {
    const { client, workbench } = await openWorkbench();
    const events: Event[] = [];
    workbench.subscribe((event) => events.push(event));
    await client.environments.list({});
    await expect(client.environments.create({ name: "Main" })).rejects.toThrow(Problem);
    expect(events).toEqual([]);
    await client.environments.create({ name: "Plant" });
    expect(events).toEqual([{ type: "changed", operation: "environments.create" }]);
  });

  test("runs commands one after another, in the order in which they were asked for", async () => {
    const { client } = await openWorkbench();
    const names = Array.from({ length: 20 }, (_, index) => `Site ${index}`);
    await Promise.all(names.map((name) => client.environments.create({ name })));
    const environments = await client.environments.list({});
    expect(environments.map(({ name }) => name)).toEqual(["Main", ...names]);
  });

  test("answers queries during a long command with the workspace as it was", async () => {
    const { client } = await openWorkbench();
    const adding = client.catalogue.addStarter({});
    const seen: number[] = [];
    const state = { running: true };
    void adding.finally(() => (state.running = false));
    while (state.running) {
      seen.push((await client.catalogue.list({})).length);
      // A client in another thread gives the workbench turns of its own; here that has to be done.
      await setImmediate();
    }
    await adding;
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.slice(0, 3)).toEqual([0, 0, 0]);
    expect(await client.catalogue.list({})).toHaveLength(3);
  });

  test("moves a long write-ahead log into the file once a command has been answered", async () => {
    const { client, path } = await openWorkbench();
    await client.catalogue.addStarter({});
    const before = statSync(path).size;
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(longLog);
    // Commands wait for what was asked for before them, the settling too.
    await client.environments.create({ name: "Plant" });
    expect(statSync(path).size).toBeGreaterThan(before + longLog);
    await client.environments.create({ name: "Works" });
    expect(statSync(`${path}-wal`).size).toBeLessThanOrEqual(longLog);
  });

  test("leaves nothing behind of a cancelled command", async () => {
    const { client } = await openWorkbench();
    const controller = new AbortController();
    const adding = client.catalogue.addStarter(
      {},
      { signal: controller.signal, onProgress: () => controller.abort() },
    );
    await expect(adding).rejects.toMatchObject({ code: "cancelled" });
    expect(await client.catalogue.list({})).toEqual([]);
    expect(await client.imports.list({})).toEqual([]);
  });

  test("keeps the open workspace where another cannot be made or opened", async () => {
    const { client, path, folder } = await openWorkbench();
    await client.environments.create({ name: "Plant" });
    await expect(client.workspace.open({ path: `${folder}/none` })).rejects.toThrow(Problem);
    await expect(client.workspace.create({ path, starter: false })).rejects.toThrow(Problem);
    expect((await client.workspace.current({}))?.path).toBe(path);
    expect(await client.environments.list({})).toHaveLength(2);
  });

  test("says that no workspace is open", async () => {
    const { client } = await openWorkbench();
    await client.workspace.close({});
    expect(await client.workspace.current({})).toBeNull();
    await expect(client.environments.list({})).rejects.toMatchObject({ code: "no-workspace" });
  });
});

describe("handlers that break the contract do not compile", () => {
  test("a query that writes", () => {
    const handlers: Pick<HandlersOf<"settings">, "get"> = {
      get: (_input, { db }) => {
        // @ts-expect-error a query's database has nothing that writes
        const write: unknown = db.run;
        expect(write).toBeUndefined();
        return { marking: noMarking, staleAfterDays: 1 };
      },
    };
    expect(handlers.get).toBeTypeOf("function");
  });

  test("a handler left out, and an answer of another shape", () => {
    // @ts-expect-error `set` is missing
    const incomplete: HandlersOf<"settings"> = {
      get: () => ({ marking: noMarking, staleAfterDays: 1 }),
    };
    const wrong: Pick<HandlersOf<"tasks">, "cancel"> = {
      // @ts-expect-error the contract says null
      cancel: () => "done",
    };
    expect([incomplete, wrong]).toHaveLength(2);
  });
});

describe("environments", () => {
  test("are made, renamed and removed; a taken name, the last and a filled one are refused", async () => {
    const { client } = await openWorkbench();
    const plant = await client.environments.create({ name: " Plant " });
    expect(plant.name).toBe("Plant");
    await expect(client.environments.create({ name: "Plant" })).rejects.toThrow(/already/);
    expect((await client.environments.rename({ id: plant.id, name: "Works" })).name).toBe("Works");
    await expect(client.environments.rename({ id: plant.id, name: "Main" })).rejects.toThrow(
      /already/,
    );
    await client.environments.remove({ id: plant.id });
    const [main] = await client.environments.list({});
    await expect(client.environments.remove({ id: main?.id ?? 0 })).rejects.toThrow(/at least one/);
  });
});

describe("settings", () => {
  test("are kept, and refused where they are no settings", async () => {
    const { client, path } = await openWorkbench();
    const marking = { ...noMarking, scheme: "us", level: "s" };
    const settings = { marking, staleAfterDays: 30 };
    await client.settings.set(settings);
    await client.workspace.open({ path });
    expect(await client.settings.get({})).toEqual(settings);
    await expect(client.settings.set({ ...settings, staleAfterDays: 0 })).rejects.toMatchObject({
      code: "bad-input",
    });
    await expect(
      client.settings.set({ ...settings, marking: { ...marking, level: "top" } }),
    ).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringContaining("United States") as string,
    });
  });
});
