import type { Question } from "./question.ts";

/** A question with what one environment has, and nothing of the others. */
export function askOfEnvironment(question: Question, name: string): Question {
  const isOf = (one: { readonly environment: string }) => one.environment === name;
  return {
    ...question,
    inventory: question.inventory.filter(isOf),
    telemetry: question.telemetry.filter(isOf),
    assets: question.assets.filter(isOf),
    tests: question.tests.filter(isOf),
  };
}
