import createFetchClient, { type Middleware } from "openapi-fetch";
import createQueryClient from "openapi-react-query";
import { refusalIn } from "./errors";
import type { components, paths } from "./schema";
import { useSession } from "./session";

/** A shape of the API by its name in the OpenAPI document. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

export type Track = components["schemas"]["TrackOut"];
export type Job = components["schemas"]["JobOut"];
export type Engine = components["schemas"]["EngineOut"];

// Refusals are thrown, so that no caller can take one for an answer.
const refusals: Middleware = {
  async onResponse({ response }) {
    if (response.ok || response.status === 304) return undefined;
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => null);
    if (response.status === 401) useSession.setState({ locked: true });
    throw refusalIn(body, response.status);
  },
};

/** `await api.GET("/api/v1/tracks", ...)`: typed by the OpenAPI document; throws `ApiError`. */
export const api = createFetchClient<paths>({
  baseUrl: globalThis.location?.origin ?? "",
  fetch: (request) => globalThis.fetch(request),
  // `tag=a&tag=b`, as FastAPI reads lists
  querySerializer: { array: { style: "form", explode: true } },
});
api.use(refusals);

/** `$api.useQuery("get", "/api/v1/tracks", ...)`, `$api.useMutation(...)`. */
export const $api = createQueryClient(api);
