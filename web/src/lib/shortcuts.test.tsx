import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { type Shortcuts, useShortcuts } from "./shortcuts";

function Page({ shortcuts, onRow }: { shortcuts: Shortcuts; onRow: (key: string) => void }) {
  useShortcuts(shortcuts);
  return (
    <>
      <input aria-label="Words" />
      <div
        role="slider"
        aria-valuenow={3}
        tabIndex={0}
        onKeyDown={(event) => event.key.startsWith("Arrow") && event.preventDefault()}
      />
      <div
        role="grid"
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.defaultPrevented || !["ArrowDown", " ", "f"].includes(event.key)) return;
          event.preventDefault();
          onRow(event.key);
        }}
      />
    </>
  );
}

it("keys of the page work on a list, too, unless the list has them", async () => {
  const user = userEvent.setup();
  const onRow = vi.fn();
  const [toggle, skip, away] = [vi.fn(), vi.fn(), vi.fn()];
  const shortcuts = { k: toggle, space: toggle, arrowdown: skip, "g f": away };
  render(<Page shortcuts={shortcuts} onRow={onRow} />);

  await user.click(screen.getByRole("grid"));
  await user.keyboard("k");
  expect(toggle).toHaveBeenCalledTimes(1);
  await user.keyboard("[ArrowDown] f");
  expect(onRow.mock.calls.flat()).toEqual(["ArrowDown", " ", "f"]);
  expect(toggle).toHaveBeenCalledTimes(1);
  expect(skip).not.toHaveBeenCalled();
  await user.keyboard("gf");
  expect(away).toHaveBeenCalledTimes(1);
  expect(onRow).toHaveBeenCalledTimes(3);

  await user.click(screen.getByLabelText("Words"));
  await user.keyboard("kgf");
  expect(toggle).toHaveBeenCalledTimes(1);
  expect(away).toHaveBeenCalledTimes(1);
});

it("who has moved a slider still plays and pauses by key", async () => {
  const user = userEvent.setup();
  const [toggle, skip] = [vi.fn(), vi.fn()];
  render(<Page shortcuts={{ k: toggle, space: toggle, arrowright: skip }} onRow={vi.fn()} />);
  await user.click(screen.getByRole("slider"));
  await user.keyboard("k [ArrowRight]");
  expect(toggle).toHaveBeenCalledTimes(2);
  expect(skip).not.toHaveBeenCalled();
});
