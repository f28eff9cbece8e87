/** A step of a journey that sends a request, as far as its route goes. */
type Asking =
  | { kind: "get" | "read" | "post" | "upload"; path: string }
  | { kind: "login" }
  | { kind: "think" };

const methods = { get: "GET", read: "GET", post: "POST", upload: "PUT" } as const;

/** Where the sample app's users log in. */
const usualLogin = "/login";

/**
 * How figures call one kind of request: the path alone of what is read, with the method in front otherwise, such as
 * `POST /posts`. Placeholders stay as they are written, so that `/posts/{id}` is one route.
 */
function routeName(method: "GET" | "POST" | "PUT", path: string): string {
  return method === "GET" ? path : `${method} ${path}`;
}

/** The route that a step counts under; nothing for one that sends no request. */
export function routeOf(step: Asking, loginPath: string = usualLogin): string | undefined {
  if (step.kind === "think") return undefined;
  return step.kind === "login" ? routeName("POST", loginPath) : routeName(methods[step.kind], step.path);
}
