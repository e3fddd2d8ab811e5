const PAUSE_MS = 500;

/** A part of the studio that didn't come: the server is away, or has a newer version by now. */
export class PartMissing extends Error {
  constructor(cause: unknown) {
    super("A part of the studio could not be loaded.", { cause });
    this.name = "PartMissing";
  }
}

/** Loads a part; once more after a moment if it doesn't come. */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  try {
    return await load();
  } catch (error) {
    throw new PartMissing(error);
  }
}
