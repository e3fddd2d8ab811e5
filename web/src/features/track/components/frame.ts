/** The page's own frame: `Page` without its header, since this page's header is the track itself. */
export const FRAME =
  "mx-auto flex w-full max-w-6xl flex-col gap-5 px-4 py-5 sm:px-6 lg:gap-6 lg:px-8 lg:py-7";
