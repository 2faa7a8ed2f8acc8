import type { CasemateContract } from "../../shared/contract.ts";
import type {
  EmulationTest,
  EmulationTestContent,
  OwnTest,
} from "../../shared/model/emulation-test.ts";
import { Problem } from "../../shared/problem.ts";
import type { HandlerOf } from "../backend/handler.ts";
import type { ReadableDatabase } from "../database/database.ts";
import {
  addOwnTest,
  getEmulationTests,
  removeTests,
  restoreTests,
  setOwnTest,
} from "./library.store.ts";
import { findNetworkNeeds } from "./network-needs.ts";

type Emulation = CasemateContract["emulation"];

/** Adds a test that somebody wrote. */
export const addTest: HandlerOf<Emulation["addTest"]> = ({ test }, { db }) =>
  onlyOne(getEmulationTests(db, [addOwnTest(db, contentOf(test))]));

/** Changes a test that somebody wrote, and gives it as it was. */
export const setTest: HandlerOf<Emulation["setTest"]> = ({ id, test }, { db }) => {
  const before = onlyOne(getOwn(db, [id]));
  setOwnTest(db, id, { ...contentOf(test), source: before.source, key: before.key });
  return before;
};

/** Takes tests that somebody wrote out of the library; test cases of them stay. */
export const removeOwnTests: HandlerOf<Emulation["removeTests"]> = ({ ids }, { db }) => {
  const before = getOwn(db, ids);
  removeTests(db, ids);
  return before;
};

/** Puts tests that somebody wrote back as they were. */
export const restoreOwnTests: HandlerOf<Emulation["restoreTests"]> = ({ tests }, { db }) => {
  refuseOthers(tests);
  restoreTests(db, tests);
  return null;
};

function contentOf(test: OwnTest): Omit<EmulationTestContent, "source" | "key"> {
  return { ...test, version: null, network: findNetworkNeeds(test), file: "" };
}

function getOwn(db: ReadableDatabase, ids: readonly number[]): EmulationTest[] {
  const tests = getEmulationTests(db, ids);
  refuseOthers(tests);
  return tests;
}

function refuseOthers(tests: readonly EmulationTest[]): void {
  const other = tests.find(({ source }) => source !== "own");
  if (other === undefined) return;
  throw new Problem("bad-input", `"${other.name}" comes from a file: it is not changed by hand.`, {
    remedy: "Make a copy of your own of it, and change that.",
  });
}

function onlyOne(tests: readonly EmulationTest[]): EmulationTest {
  const [first] = tests;
  if (first === undefined) throw new Problem("not-found", "The test is no longer there.");
  return first;
}
