import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type Control, type FieldValues, useForm, useWatch } from "react-hook-form";
import { describe, expect, it } from "vitest";
import { type JsonSchema, readFields } from "./read";
import { parametersResolver } from "./resolver";
import { SchemaForm } from "./schema-form";

const schema: JsonSchema = {
  properties: {
    style: { type: "string", title: "Style" },
    steps: { type: "integer", minimum: 1, title: "Steps" },
    mood: { enum: ["calm", "wild"], title: "Mood" },
    loop: { type: "boolean", default: false, title: "Loop" },
    tags: { type: "array", items: { enum: ["a", "b", "c"] }, title: "Tags" },
    lines: { type: "array", items: { type: "string" }, title: "Lines" },
    curve: { type: "array", items: { type: "number" }, title: "Curve" },
  },
};
const fields = readFields(schema);
const resolver = parametersResolver(fields);

function Form({ seen }: { seen: (values: unknown) => void }) {
  const form = useForm<FieldValues>({
    defaultValues: { parameters: {} },
    resolver,
    mode: "onChange",
  });
  seen(useWatch({ control: form.control, name: "parameters" }));
  return (
    <SchemaForm fields={fields} control={form.control as Control<FieldValues>} path="parameters" />
  );
}

function open() {
  let values: unknown;
  render(<Form seen={(now) => (values = now)} />);
  const set = () => JSON.parse(JSON.stringify(values)) as unknown; // undefined is not set
  return { user: userEvent.setup(), set };
}

describe("a form made from a schema", () => {
  it("sets each parameter by the control that suits it", async () => {
    const { user, set } = open();
    await user.type(screen.getByLabelText("Style"), "folk");
    await user.type(screen.getByLabelText("Steps"), "12");
    await user.selectOptions(screen.getByLabelText("Mood"), "wild");
    await user.click(screen.getByRole("switch", { name: "Loop" }));
    await user.click(screen.getByRole("button", { name: "c" }));
    await user.click(screen.getByRole("button", { name: "a" }));
    await user.type(screen.getByLabelText("Lines"), "one{enter}two");
    await user.type(screen.getByLabelText("Curve"), "[[1, 2]");
    expect(set()).toEqual({
      style: "folk",
      steps: 12,
      mood: "wild",
      loop: true,
      tags: ["a", "c"],
      lines: ["one", "two"],
      curve: [1, 2],
    });
  });

  it("takes back what was set", async () => {
    const { user, set } = open();
    await user.type(screen.getByLabelText("Style"), "folk");
    await user.click(screen.getByRole("button", { name: "schemaForm.reset" }));
    expect(set()).toEqual({});
    expect(screen.getByLabelText("Style")).toHaveValue("");
  });

  it("tells what is wrong beside its control", async () => {
    const { user } = open();
    await user.type(screen.getByLabelText("Steps"), "0");
    expect(await screen.findByText("schemaForm.errors.atLeast")).toBeVisible();
    expect(screen.getByLabelText("Steps")).toBeInvalid();
    await user.type(screen.getByLabelText("Curve"), "[[1,");
    expect(await screen.findByText("schemaForm.noJson")).toBeVisible();
  });
});
