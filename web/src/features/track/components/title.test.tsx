import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { Title } from "./title";

const show = () => {
  const onChange = vi.fn();
  render(<Title value="Night Rain" onChange={onChange} />);
  return onChange;
};

describe("the title", () => {
  it("is replaced by the whole of what is typed", async () => {
    const onChange = show();
    await userEvent.click(screen.getByRole("button"));
    await userEvent.keyboard("Amber Sweater II{Enter}");
    expect(onChange.mock.calls).toEqual([["Amber Sweater II"]]);
  });

  it("stays as it was after Escape, and when nothing is left of it", async () => {
    const onChange = show();
    await userEvent.click(screen.getByRole("button"));
    await userEvent.keyboard("Other{Escape}");
    await userEvent.click(screen.getByRole("button"));
    await userEvent.keyboard("{Backspace}{Enter}");
    expect(onChange).not.toHaveBeenCalled();
  });
});
