import { render, screen } from "@testing-library/react";
import { type ComponentType, Component, type ReactNode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { later } from "./later";

interface PartProps {
  name: string;
}
type Load = () => Promise<{ default: ComponentType<PartProps> }>;
const there = { default: ({ name }: PartProps) => <p>{name} plays</p> };
const gone = () => new TypeError("Failed to fetch dynamically imported module");

class Page extends Component<{ children: ReactNode }> {
  override state = { broken: false };
  static getDerivedStateFromError = () => ({ broken: true });
  override render() {
    return this.state.broken ? <p>the page broke</p> : this.props.children;
  }
}

function open(load: Load, trouble?: "here" | "nowhere") {
  const Part = later(load, {
    waiting: ({ name }) => <p>{name} comes</p>,
    trouble: trouble ?? "here",
  });
  render(
    <Page>
      <Part name="Ada" />
      <p>the rest</p>
    </Page>,
  );
}

// React says each caught error on the console
beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => undefined));
afterEach(() => vi.restoreAllMocks());

it("a part that doesn't come at first is asked for once more", async () => {
  const load = vi.fn<Load>().mockRejectedValueOnce(gone()).mockResolvedValue(there);
  open(load);
  expect(screen.getByText("Ada comes")).toBeVisible();
  expect(await screen.findByText("Ada plays")).toBeVisible();
  expect(load).toHaveBeenCalledTimes(2);
});

it("a part that is gone is told of in its place, with a way out; the rest goes on", async () => {
  const load = vi.fn<Load>().mockRejectedValue(gone());
  open(load);
  expect(await screen.findByRole("alert")).toHaveTextContent(
    /missing\.message|could not be loaded/,
  );
  expect(screen.getByRole("button", { name: /reload/i })).toBeVisible();
  expect(screen.getByText("the rest")).toBeVisible();
  expect(load).toHaveBeenCalledTimes(2);
});

it("an ornament that is gone is not missed", async () => {
  const load = vi.fn<Load>().mockRejectedValue(gone());
  open(load, "nowhere");
  await vi.waitFor(() => expect(screen.queryByText("Ada comes")).toBeNull());
  expect(screen.queryByRole("alert")).toBeNull();
  expect(screen.getByText("the rest")).toBeVisible();
});

it("a part that came and broke is the page's trouble", async () => {
  open(() =>
    Promise.resolve({
      default: () => {
        throw new Error("a mistake");
      },
    }),
  );
  expect(await screen.findByText("the page broke")).toBeVisible();
});
