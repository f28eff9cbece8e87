import { afterName } from "../form/after.ts";
import { aliasOf } from "../schema/control.ts";
import type { CheckContext } from "./context.ts";

/** Ids that are there twice, and an id that is not the folder's. */
export function checkNames({ draft, findings }: CheckContext, folder: string): void {
  if (draft.id !== undefined && draft.id !== folder) {
    findings.add(
      ["id"],
      `the id is "${draft.id}" but the folder is called "${folder}"`,
      "give both the same name",
    );
  }
  const once = (kind: string) => {
    const seen = new Map<string, string>();
    return (path: (string | number)[], name: string | undefined) => {
      if (name === undefined) return;
      const place = findings.source.placeOf(path);
      const earlier = seen.get(name);
      if (earlier === undefined) seen.set(name, `line ${place.line}`);
      else findings.add(path, `the ${kind} "${name}" is there twice`, `the first is on ${earlier}`);
    };
  };
  const step = once("step id");
  const question = once("question id");
  const claim = once("claim id");
  draft.steps?.forEach((each, index) => {
    step(["steps", index, "id"], each?.id);
    each?.ask?.forEach((one, at) => {
      question(["steps", index, "ask", at, "id"], one?.id);
    });
    const hint = once("hint");
    const reserved = (path: (string | number)[], name: string | undefined) => {
      if (name !== afterName) return;
      findings.add(path, `"## step / ${afterName}" is what a measurement showed`, "take another name");
    };
    each?.ask?.forEach((one, at) => {
      reserved(["steps", index, "ask", at, "id"], one?.id);
    });
    each?.hints?.forEach((name, at) => {
      hint(["steps", index, "hints", at], name);
      reserved(["steps", index, "hints", at], name);
      if (!each.ask?.some((one) => one?.id === name)) return;
      findings.add(
        ["steps", index, "hints", at],
        `"${name}" is a question of this step, too: their texts would share a heading`,
      );
    });
    const idea = once("idea");
    each?.treats?.forEach((name, at) => {
      idea(["steps", index, "treats", at], name);
    });
    const stage = once("stage");
    each?.measure?.on?.forEach((alias, at) => {
      stage(["steps", index, "measure", "on", at], alias);
    });
  });
  draft.claims?.forEach((each, index) => {
    claim(["claims", index, "id"], each?.id);
    const idea = once("idea");
    each?.proves?.forEach((name, at) => {
      idea(["claims", index, "proves", at], name);
    });
    const control = once("stage");
    each?.mustFailOn?.forEach((written, at) => {
      control(["claims", index, "mustFailOn", at], aliasOf(written));
    });
  });
}
