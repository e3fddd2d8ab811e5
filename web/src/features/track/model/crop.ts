/** A part of a picture, in its own pixels. */
export interface Square {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Larger covers are for shops; this is what a player or a page can show. */
const LARGEST_SIDE = 1600;
const QUALITY = 0.92;

/** The side of the cropped picture, in pixels: never larger than what was chosen. */
export function sideOf({ width, height }: Square): number {
  return Math.max(1, Math.min(LARGEST_SIDE, Math.round(Math.min(width, height))));
}

/** Whether a file is a picture that can be read, whatever its name says. */
export async function isPicture(file: Blob): Promise<boolean> {
  try {
    (await createImageBitmap(file)).close();
    return true;
  } catch {
    return false;
  }
}

/** Cuts a square out of a picture. Throws `TypeError` when the picture can't be read. */
export async function cropped(picture: Blob, area: Square): Promise<File> {
  const bitmap = await createImageBitmap(picture).catch(() => {
    throw new TypeError("the picture can't be read");
  });
  const side = sideOf(area);
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext("2d");
  if (!context) throw new TypeError("there is nothing to draw on");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, area.x, area.y, area.width, area.height, 0, 0, side, side);
  bitmap.close();
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  return new File([blob], "cover.jpg", { type: blob.type });
}
