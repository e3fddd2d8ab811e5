import { beforeEach, describe, expect, it } from "vitest";
import { useSelection } from "./selection";

const ORDER = ["a", "b", "c", "d", "e"];
const selected = () => [...useSelection.getState().ids].sort();

describe("the selection", () => {
  beforeEach(() => useSelection.setState({ ids: new Set(), anchor: null, active: null }));

  it("takes a range from the last one that was ticked, in either direction", () => {
    const { toggle, extendTo } = useSelection.getState();
    toggle("d");
    extendTo("b", ORDER);
    expect(selected()).toEqual(["b", "c", "d"]);
    extendTo("e", ORDER);
    expect(selected()).toEqual(["b", "c", "d", "e"]);
  });

  it("takes one alone where no range can be", () => {
    useSelection.getState().extendTo("c", ORDER);
    expect(selected()).toEqual(["c"]);
    useSelection.setState({ anchor: "gone" });
    useSelection.getState().extendTo("a", ORDER);
    expect(selected()).toEqual(["a", "c"]);
  });

  it("forgets what is not there any more", () => {
    const { selectAll, drop, activate } = useSelection.getState();
    selectAll(ORDER);
    activate("b");
    drop(["b", "c"]);
    expect(selected()).toEqual(["a", "d", "e"]);
    expect(useSelection.getState().active).toBeNull();
  });

  it("is empty once cleared", () => {
    useSelection.getState().toggle("a");
    useSelection.getState().clear();
    expect(selected()).toEqual([]);
  });
});
