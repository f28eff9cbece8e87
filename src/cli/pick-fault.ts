import { input, select } from "@inquirer/prompts";
import { targetsUp } from "../app/break.ts";
import { LabError } from "../model/errors.ts";
import { faultKind, faultKinds } from "../model/fault.ts";
import { paramLike, readParams } from "../model/fault-params.ts";
import type { Io } from "./io.ts";

export interface PickedFault {
  run?: string;
  target: string;
  kind: string;
  params: Record<string, string>;
}

/** What was typed already; the rest is asked for. */
export interface TypedFault {
  run?: string;
  target?: string;
  kind?: string;
  params: Record<string, string>;
}

/** What would have been asked, for those without a terminal. */
function missing(typed: TypedFault, root: string): LabError {
  const kinds = faultKinds.filter((kind) => !kind.stepOnly).map((kind) => kind.name);
  const [stage] = targetsUp(root, typed.run);
  const targets = stage ? `; targets: ${stage.targets.join(", ")}` : "";
  return new LabError(
    "usage",
    typed.target === undefined ? "what should be broken?" : "how should it be broken?",
    {
      next: `./lab break TARGET KIND, such as ./lab break app-1 kill --for 10s; kinds: ${kinds.join(", ")}${targets}`,
    },
  );
}

/** Asks for what was not typed, in a terminal; elsewhere says what is missing. */
export async function pickFault(io: Io, root: string, typed: TypedFault): Promise<PickedFault> {
  const { target, kind } = typed;
  if (target !== undefined && kind !== undefined) return { ...typed, target, kind };
  if (!io.interactive) throw missing(typed, root);
  const context = { output: process.stderr, signal: io.signal };
  const asked = async <T>(question: Promise<T>): Promise<T> => {
    try {
      return await question;
    } catch (thrown) {
      // inquirer's own Ctrl-C
      throw new LabError("interrupted", "stopped at a question", { cause: thrown });
    }
  };
  const up = targetsUp(root, typed.run);
  if (up.length === 0)
    throw new LabError("usage", "no stage is up", { next: "./lab up STAGE brings one up" });
  const stage =
    up.length === 1
      ? up[0]!
      : await asked(
          select(
            {
              message: "Which stage?",
              choices: up.map((one) => ({ name: `${one.stage} (${one.run})`, value: one })),
            },
            context,
          ),
        );
  const chosenTarget =
    target ??
    (await asked(
      select(
        { message: "What should be broken?", choices: stage.targets.map((name) => ({ name, value: name })) },
        context,
      ),
    ));
  const chosenKind =
    kind ??
    (await asked(
      select(
        {
          message: "How?",
          pageSize: 12,
          choices: faultKinds
            .filter((one) => !one.stepOnly && one.name !== "noop")
            .map((one) => ({ name: one.name, value: one.name, description: one.does })),
        },
        context,
      ),
    ));
  const params = { ...typed.params };
  for (const [name, param] of Object.entries(faultKind(chosenKind)?.params ?? {})) {
    if (name in params) continue;
    const answer = await asked(
      input(
        {
          message: `${name}: ${param.means} (${paramLike(param)})${param.optional ? ", or nothing" : ""}`,
          ...(param.default !== undefined && { default: param.default }),
          validate: (text) => {
            if (text === "" && param.optional) return true;
            const { problems } = readParams(
              { name: chosenKind, params: { [name]: param } },
              { [name]: text },
            );
            return problems.length === 0 || `${problems[0]!.what}: ${problems[0]!.next}`;
          },
        },
        context,
      ),
    );
    if (answer !== "") params[name] = answer;
  }
  return { run: stage.run, target: chosenTarget, kind: chosenKind, params };
}
