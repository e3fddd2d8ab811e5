/** What the frame around every page says, in one file. */
export { default as common } from "../../locales/en/common.json";
export { default as jobs } from "../../locales/en/jobs.json";
export { default as shared } from "../../locales/en/shared.json";
