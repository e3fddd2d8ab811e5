import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { LyricsEditor } from "./lyrics-editor";

Element.prototype.scrollIntoView = () => {}; // there is no layout to scroll here

function Song({ start, seen }: { start: string; seen: (text: string) => void }) {
  const [text, setText] = useState(start);
  seen(text);
  return <LyricsEditor value={text} onChange={setText} durationSeconds={60} />;
}

function open(start: string) {
  let text = "";
  render(<Song start={start} seen={(now) => (text = now)} />);
  return { user: userEvent.setup(), text: () => text };
}

describe("the lyrics", () => {
  it("are stamped line by line with the space bar, and nudged", async () => {
    const { user, text } = open("[ar:Ada]\nfirst\n\nsecond");
    await user.click(screen.getByRole("button", { name: "lyrics.timing" }));
    screen.getByRole("button", { name: "lyrics.stamp" }).focus();
    await user.keyboard(" ");
    expect(text()).toBe("[ar:Ada]\n[00:00.00] first\n\nsecond");
    await user.keyboard(" ");
    expect(text()).toBe("[ar:Ada]\n[00:00.00] first\n\n[00:00.00] second");
    const list = screen.getByRole("list", { name: "lyrics.lines" });
    const [, second] = within(list).getAllByRole("button", { name: "lyrics.later" });
    if (!second) throw new Error("two lines can be nudged");
    await user.click(second);
    await user.click(second);
    expect(text()).toContain("[00:00.20] second");
    await user.click(within(list).getAllByRole("button", { name: "lyrics.unstamp" })[0] as Element);
    expect(text()).toBe("[ar:Ada]\nfirst\n\n[00:00.20] second");
  });

  it("are told where they can't be read", () => {
    open("[00:10.00] a\n[00:05.00] b\n[02:00.00] c");
    const problems = within(screen.getByRole("alert")).getAllByRole("listitem");
    expect(problems.map((one) => one.textContent)).toEqual([
      "lyrics.problems.order",
      "lyrics.problems.beyond",
    ]);
    expect(screen.getByLabelText("lyrics.label")).toBeInvalid();
  });
});
