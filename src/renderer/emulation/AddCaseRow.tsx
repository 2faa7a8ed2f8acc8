import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type KeyboardEvent, type SubmitEvent, useEffect, useMemo, useRef, useState } from "react";
import type { EmulationTest } from "../../shared/model/emulation-test.ts";
import type { TestCaseContent } from "../../shared/model/emulation.ts";
import { useOperation } from "../use-operation.ts";
import { newCaseOfTest, newOwnCase } from "./new-case.ts";

/** Options that a list shows at once; typing narrows them. */
const mostShown = 60;
const noTests: readonly EmulationTest[] = [];

/** A row that is typed into: what was tried, on which host; Enter adds it and asks for the next. */
export function AddCaseRow({
  onAdd,
  onClose,
}: {
  readonly onAdd: (content: TestCaseContent) => void;
  readonly onClose: () => void;
}) {
  const techniques = useOperation("detections", "techniques", {});
  const library = useOperation("emulation", "tests", {});
  const tests = library.data ?? noTests;
  const [what, setWhat] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [host, setHost] = useState("");
  const picker = useRef<HTMLInputElement>(null);
  const hostField = useRef<HTMLInputElement>(null);

  useEffect(() => picker.current?.focus(), []);

  const { data, nameOf } = useMemo(() => {
    const names = new Map<string, string>();
    const ofTests = tests.map((test) => {
      const value = `test ${String(test.id)}`;
      names.set(value, test.name);
      const ids = test.written.join(" ");
      return { value, label: `${ids} ${test.name} (${test.key.slice(0, 36)})` };
    });
    const ofTechniques = (techniques.data ?? []).flatMap(({ techniqueId, name: title }) => {
      const value = `technique ${techniqueId}`;
      if (names.has(value)) return [];
      names.set(value, title);
      return [{ value, label: `${techniqueId} ${title}` }];
    });
    return {
      data: [
        { group: "Techniques", items: ofTechniques },
        { group: "Tests of the library", items: ofTests },
      ],
      nameOf: names,
    };
  }, [tests, techniques.data]);

  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const [kind, id] = what?.split(" ") ?? [];
    const test = kind === "test" ? tests.find((each) => String(each.id) === id) : undefined;
    const named = name.trim() === "" ? (nameOf.get(what ?? "") ?? "") : name.trim();
    if (id === undefined || named === "") {
      picker.current?.focus();
      return;
    }
    onAdd(
      test === undefined
        ? newOwnCase(id, named, host.trim())
        : newCaseOfTest(test, named, host.trim()),
    );
    setWhat(null);
    setName("");
    picker.current?.focus();
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    onClose();
  };

  return (
    // Esc closes the row from any of its fields.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form className="add-case" aria-label="New test case" onSubmit={add} onKeyDown={leave}>
      <Select
        ref={picker}
        size="xs"
        className="add-case-what"
        aria-label="Technique or test"
        placeholder="Technique or test: ID, name or GUID"
        searchable
        selectFirstOptionOnChange
        limit={mostShown}
        nothingFoundMessage="No technique of the catalogue and no test of the library"
        comboboxProps={{ width: 460, position: "bottom-start" }}
        data={data}
        value={what}
        onChange={(value) => {
          setWhat(value);
          setName(value === null ? "" : (nameOf.get(value) ?? ""));
          if (value !== null) hostField.current?.focus();
        }}
      />
      <TextInput
        size="xs"
        className="add-case-name"
        aria-label="Name of the test"
        placeholder="Name"
        maxLength={500}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        ref={hostField}
        size="xs"
        className="add-case-host"
        aria-label="Host"
        placeholder="Host"
        maxLength={500}
        value={host}
        onChange={(event) => setHost(event.currentTarget.value)}
      />
      <Button size="xs" type="submit" variant="filled" disabled={what === null}>
        Add
      </Button>
      <ActionIcon aria-label="Close the new test case" title="Close (Esc)" onClick={onClose}>
        <IconX aria-hidden="true" />
      </ActionIcon>
    </form>
  );
}
