import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // A question of the driver's own, which no test asked, goes unanswered where an application
    // closes at once. What a test asks is awaited there, and fails it.
    onUnhandledError: (error) =>
      !error.message.includes(
        "Protocol error (Runtime.evaluate): Internal server error, session closed",
      ),
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/e2e/**", "test/net/**"],
          globalSetup: ["test/support/filled-workspaces.ts"],
          // One fewer than there are cores would be one on the machines that have two.
          maxWorkers: "100%",
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/e2e/support/setup.ts"],
          // Most of a test is waiting for the window: two applications share two cores well.
          maxWorkers: 2,
          // Once in some fifty tests a call of the driver is left without an answer, which time-limit.ts
          // names. Such a test alone is tried again, and named in the report; what fails an assertion fails.
          retry: { count: 2, condition: /^(Test timed out in|No answer in) / },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "bench",
          include: ["test/bench/**/*.bench.ts"],
          globalSetup: ["test/e2e/support/setup.ts"],
        },
      },
      {
        test: {
          name: "net",
          include: ["test/net/**/*.test.ts"],
          testTimeout: 2_700_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
