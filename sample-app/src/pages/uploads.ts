import { json, Refusal } from "../http/reply.ts";
import type { RouteTable } from "../http/routes.ts";
import type { SessionStore } from "../security/sessions.ts";
import { NoSpace, type Uploads } from "../store/uploads.ts";
import { mustBeLoggedIn } from "./login.ts";

// no SVG: it can carry scripts
const types: Record<string, string> = {
  gif: "image/gif",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
};
const namePattern = new RegExp(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}\\.(${Object.keys(types).join("|")})$`);

/** A name that is nothing but a name, and its content type. @throws Refusal 400 */
function imageName(text: string | undefined): { name: string; type: string } {
  const found = namePattern.exec(text ?? "");
  if (found) return { name: found[0], type: types[found[1]!]! };
  const endings = Object.keys(types).join(", ");
  throw new Refusal(
    400,
    "bad-name",
    `name: 1 to 64 of A-Z, a-z, 0-9, _ and -, then one of the endings ${endings}`,
  );
}

/** Image uploads: put under a name that the user chooses, and served under it. */
export function uploadRoutes(uploads: Uploads, maxBytes: number, sessions: SessionStore): RouteTable {
  return {
    "PUT /uploads/:name": async (visit) => {
      const { name } = imageName(visit.params.name);
      await mustBeLoggedIn(visit, sessions);
      const bytes = await visit.bytes(maxBytes);
      if (bytes.length === 0) throw new Refusal(400, "empty-body", "the body is the image: it has no bytes");
      try {
        const kept = await uploads.put(name, bytes);
        return json(kept === "added" ? 201 : 200, {
          name,
          bytes: bytes.length,
          replaced: kept === "replaced",
        });
      } catch (thrown) {
        if (thrown instanceof NoSpace) throw new Refusal(507, "disk-full", thrown.message);
        throw thrown;
      }
    },

    "GET /uploads/:name": async (visit) => {
      const { name, type } = imageName(visit.params.name);
      const body = await uploads.get(name);
      if (!body) throw new Refusal(404, "no-such-upload", `there is no upload called ${name} here`);
      // a name may get other bytes at any time
      return { status: 200, headers: { "content-type": type, "cache-control": "no-cache" }, body };
    },
  };
}
