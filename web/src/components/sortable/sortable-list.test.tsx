import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18next from "i18next";
import { useState } from "react";
import { initReactI18next } from "react-i18next";
import { beforeAll, expect, test } from "vitest";
import shared from "@/locales/en/shared.json";
import { placeAt } from "./place";
import { SortableList } from "./sortable-list";

beforeAll(async () => {
  await i18next.use(initReactI18next).init({ lng: "en", resources: { en: { shared } } });
});

function List() {
  const [items, setItems] = useState(["a", "b", "c"].map((key) => ({ key })));
  const move = (from: number, to: number) =>
    setItems((before) => before.toSpliced(from, 1).toSpliced(to, 0, before[from] ?? { key: "?" }));
  return (
    <SortableList items={items} label="Letters" nameOf={({ key }) => key} onMove={move}>
      {({ key }, _, handle) => (
        <>
          {key}
          {handle}
        </>
      )}
    </SortableList>
  );
}

const order = () => screen.getAllByRole("listitem").map((row) => row.textContent);

test("arrow keys move a row; the focus stays with it, and its place is said", async () => {
  render(<List />);
  screen.getByRole("button", { name: /Move a/ }).focus();
  await userEvent.keyboard("{ArrowDown}");
  expect(order()).toEqual(["b", "a", "c"]);
  expect(screen.getByRole("button", { name: /Move a/ })).toHaveFocus();
  expect(screen.getByRole("status")).toHaveTextContent("a is now number 2 of 3");
  await userEvent.keyboard("{End}");
  expect(order()).toEqual(["b", "c", "a"]);
  await userEvent.keyboard("{ArrowDown}");
  expect(order()).toEqual(["b", "c", "a"]);
  await userEvent.keyboard("{Home}");
  expect(order()).toEqual(["a", "b", "c"]);
});

test("a row lands where its middle has passed the others'", () => {
  const middles = [10, 30, 50, 70];
  expect(placeAt(middles, 1, 15)).toBe(1);
  expect(placeAt(middles, 1, 25)).toBe(2);
  expect(placeAt(middles, 1, 500)).toBe(3);
  expect(placeAt(middles, 2, -45)).toBe(0);
});
