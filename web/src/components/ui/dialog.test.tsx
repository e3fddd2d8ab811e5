import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type ReactNode, useState } from "react";
import { expect, it } from "vitest";
import { Dialog } from "./dialog";

function Page({ children, footer }: { children: ReactNode; footer?: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      <Dialog open={open} onOpenChange={setOpen} title="Window" footer={footer}>
        {children}
      </Dialog>
    </>
  );
}

async function opened(children: ReactNode, footer?: ReactNode) {
  const user = userEvent.setup();
  render(<Page footer={footer}>{children}</Page>);
  await user.click(screen.getByRole("button", { name: "Open" }));
  return user;
}

const SAVE = <button type="button">Save</button>;

it("a window begins at its first field, and gives the focus back", async () => {
  const user = await opened(
    <>
      <button type="button">Choose</button>
      <input type="file" aria-label="File" />
      <input aria-label="Locked" disabled />
      <input aria-label="Name" defaultValue="Rain" />
    </>,
    SAVE,
  );
  expect(screen.getByLabelText("Name")).toHaveFocus();
  await user.keyboard("Snow"); // what stood there was chosen, and is replaced
  expect(screen.getByLabelText("Name")).toHaveValue("Snow");
  await user.keyboard("{Escape}");
  expect(screen.getByRole("button", { name: "Open" })).toHaveFocus();
});

it("a tick or a slider is a field, too: nothing scrolls past it to one that is typed in", async () => {
  await opened(
    <>
      <button type="button" role="checkbox" aria-checked={false} aria-label="All" />
      <input aria-label="Name" />
    </>,
  );
  expect(screen.getByRole("checkbox")).toHaveFocus();
});

it("without a field it begins at its first button, and without one at Close", async () => {
  const user = await opened(<p>Sure?</p>, SAVE);
  expect(screen.getByRole("button", { name: "Save" })).toHaveFocus();
  await user.keyboard("{Escape}");
});

it("with nothing to do in it, it begins at Close", async () => {
  await opened(<p>Done.</p>);
  expect(screen.getByRole("button", { name: /close/i })).toHaveFocus();
});
