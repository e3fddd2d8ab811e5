import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { keyed, Rating } from "./rating";

describe("the keys of a rating", () => {
  it("step by one and stay in their range", () => {
    expect(keyed("ArrowRight", null)).toBe(1);
    expect(keyed("ArrowRight", 5)).toBe(5);
    expect(keyed("ArrowLeft", 1)).toBeNull();
    expect(keyed("ArrowLeft", null)).toBeNull();
  });

  it("set by a digit, and take away by zero", () => {
    expect(keyed("4", 1)).toBe(4);
    expect(keyed("0", 4)).toBeNull();
    expect(keyed("6", 4)).toBeUndefined();
    expect(keyed("x", 4)).toBeUndefined();
  });
});

function Rated({ start }: { start: number | null }) {
  const [value, setValue] = useState(start);
  return <Rating value={value} onChange={setValue} label="Night Rain" />;
}

describe("the rating", () => {
  it("is set from the keyboard", async () => {
    render(<Rated start={null} />);
    const slider = screen.getByRole("slider", { name: "Night Rain" });
    expect(slider).toHaveAttribute("aria-valuenow", "0");
    await userEvent.tab();
    await userEvent.keyboard("4{ArrowRight}{ArrowRight}");
    expect(slider).toHaveAttribute("aria-valuenow", "5");
    await userEvent.keyboard("{Delete}");
    expect(slider).toHaveAttribute("aria-valuenow", "0");
  });

  it("can't be set where it is only shown", () => {
    render(<Rating value={3} />);
    expect(screen.queryByRole("slider")).toBeNull();
    expect(screen.getByRole("img")).toBeInTheDocument();
  });
});
