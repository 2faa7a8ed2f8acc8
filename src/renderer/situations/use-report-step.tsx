import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useOperation } from "../use-operation.ts";
import type { Step } from "./SituationSteps.tsx";
import { freeName } from "./start.ts";

/** The last step of a start: what is made, and what it is called. */
export interface ReportStep {
  /** Of the assessment that is made; empty where none is. */
  readonly name: string;
  readonly title: string;
  /** The step, saying in sentences what is made. */
  readonly step: (sentences: ReactNode) => Step;
}

/** Names of what a start makes: those that it proposes, until others are typed. */
export function useReportStep(proposed: {
  /** Null where the assessment itself is reported. */
  readonly name: string | null;
  readonly title: string;
}): ReportStep {
  const list = useOperation("assessments", "list", {});
  const [named, setName] = useState<string>();
  const [titled, setTitle] = useState<string>();
  const taken = (list.data ?? []).map((each) => each.name);
  const name = proposed.name === null ? null : (named ?? freeName(proposed.name, taken));
  const title = titled ?? proposed.title;
  return {
    name: name ?? "",
    title,
    step: (sentences) => ({
      label: "Report",
      blocked: name?.trim() === "" ? "Give it a name." : undefined,
      content: (
        <>
          {name !== null && (
            <TextInput
              label="Name of the assessment that is made"
              description="A copy: the one that it begins from stays as it is."
              data-autofocus
              maxLength={200}
              value={name}
              onChange={({ currentTarget: { value } }) => setName(value)}
            />
          )}
          <TextInput
            label="Title of the report"
            maxLength={500}
            value={title}
            onChange={({ currentTarget: { value } }) => setTitle(value)}
          />
          <div className="situation-outcome">{sentences}</div>
        </>
      ),
    }),
  };
}
