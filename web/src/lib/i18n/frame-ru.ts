/** What the frame around every page says, in one file. */
export { default as common } from "../../locales/ru/common.json";
export { default as jobs } from "../../locales/ru/jobs.json";
export { default as shared } from "../../locales/ru/shared.json";
