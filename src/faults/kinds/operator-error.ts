import { LabError } from "../../model/errors.ts";
import type { Params } from "../../model/fault-params.ts";
import { choose } from "../../model/nearest.ts";
import type { Undo } from "../../model/undo.ts";
import { databasesOf } from "../database/find.ts";
import { askSql, loneStatement, refusal, sqlFunction, trySql } from "../database/sql.ts";
import type { Fault, Strike } from "../fault.ts";
import { serviceNames } from "../states.ts";

/** What goes wrong: a table that is renamed away, or a statement with what undoes it; without `undo` it stays. */
export type Slip =
  | { do: "rename"; table: string; lost: string }
  | { do: "statement"; statement: string; undo: string | undefined };

const refuse = (what: string, next: string) => new LabError("usage", what, { next });

/** What the parameters ask for. Throws LabError `usage` when they do not go together. */
export function slipOf(params: Params, id: string): Slip {
  const { statement: written, undo, table } = params;
  if (written === undefined) {
    if (undo !== undefined) {
      throw refuse("undo is given, but no statement that it undoes", "give the statement, too");
    }
    // with _lost_ and the id behind it, it is 64 characters at most
    if (!/^[A-Za-z0-9_]{1,50}$/.test(String(table))) {
      throw refuse(`table=${table} is no name of a table`, "1 to 50 of A-Z, a-z, 0-9 and _");
    }
    return { do: "rename", table: String(table), lost: `${table}_lost_${id}` };
  }
  const statement = loneStatement(String(written));
  if (!statement) throw refuse(`statement=${written}: one statement is wanted`, "leave out what is after it");
  if (undo === undefined) {
    throw refuse(
      "a statement needs what undoes it",
      "give it as undo=…, or undo=none when the damage is meant to stay",
    );
  }
  return { do: "statement", statement, undo: undo === "none" ? undefined : String(undo) };
}

// neither we nor those behind us in the queue wait for ever
const patience = "SET SESSION lock_wait_timeout = 5, innodb_lock_wait_timeout = 5;";

export const renameSql = (from: string, to: string): string =>
  `${patience} RENAME TABLE \`${from}\` TO \`${to}\``;

// $1 the table, $2 the name that it was given
const tables = `${sqlFunction}
count() { sql --execute="SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = '$1'"; }`;

const renameBack = `${tables}
if [ "$(count "$2")" = 1 ] && [ "$(count "$1")" = 0 ]; then sql --execute="$3"; fi`;

const renamedBack = `${tables}
test "$(count "$2")" = 0`;

// The mark says that the statement may have been carried out and was not undone yet. $1 the mark, $2 what undoes it.
const carryOut = `${sqlFunction}
touch "$MARK" && sql --execute="$SQL" || { code=$?; rm -f "$MARK"; exit $code; }`;

const undoOnce = `${sqlFunction}
if [ -e "$1" ] && sql --execute="$2"; then rm -f "$1"; fi`;

const markOf = (id: string): string => `/tmp/.stagecraft-${id}`;

function undoOf(slip: Slip, id: string, container: string): Undo[] {
  const act = (script: string, done: string, args: string[]): Undo => ({
    do: "command",
    container,
    command: ["sh", "-c", script, "undo", ...args],
    done: ["sh", "-c", done, "undone", ...args],
  });
  if (slip.do === "rename") {
    return [act(renameBack, renamedBack, [slip.table, slip.lost, renameSql(slip.lost, slip.table)])];
  }
  if (slip.undo === undefined) return [];
  return [act(undoOnce, `test ! -e "$1"`, [markOf(id), `${patience} ${slip.undo}`])];
}

async function carryOutIn(container: string, slip: Slip, { id, reach }: Strike): Promise<void> {
  if (slip.do === "rename") {
    await askSql(container, renameSql(slip.table, slip.lost), reach);
    return;
  }
  const SQL = `${patience} ${slip.statement}`;
  if (slip.undo === undefined) {
    await askSql(container, SQL, reach);
    return;
  }
  const env = { SQL, MARK: markOf(id) };
  const { code, output } = await reach.containers.exec(container, ["sh", "-c", carryOut], env);
  if (code !== 0) throw refusal(output.trim());
}

/** Databases of the target; the table that is to go must be there. */
async function databasesFor(strike: Omit<Strike, "id">, slip: Slip) {
  const databases = await databasesOf(strike);
  if (slip.do === "statement") return databases;
  for (const { id, service } of databases) {
    const known = await askSql(id, "SHOW TABLES", strike.reach);
    if (known.includes(slip.table)) continue;
    throw new LabError("fault", `the database of ${service} has no table ${slip.table}`, {
      next: choose(slip.table, known, "tables"),
    });
  }
  return databases;
}

/** True when reading the table fails because there is none. */
async function isAway(container: string, table: string, { reach }: Strike): Promise<boolean> {
  const { running, paused } = await reach.containers.state(container);
  if (!running || paused) return false;
  const { code, output } = await trySql(container, `SELECT 1 FROM \`${table}\` LIMIT 1`, reach);
  return code !== 0 && output.includes("ERROR 1146");
}

const databases = "databases";

const areAway = (table: string, strike: Strike): Promise<boolean[]> =>
  Promise.all(
    strike.notes
      .get(databases)!
      .split(" ")
      .map((one) => isAway(one, table, strike)),
  );

/** A wrong statement on the database, run as root as an operator's slip would be. */
export const operatorError: Fault = {
  kind: "operator-error",
  async warm(strike) {
    await databasesFor(strike, slipOf(strike.params, "00000000"));
  },
  async plan(strike) {
    const slip = slipOf(strike.params, strike.id);
    const found = await databasesFor(strike, slip);
    strike.notes.set(databases, found.map((one) => one.id).join(" "));
    return found.flatMap((one) => undoOf(slip, strike.id, one.id));
  },
  async inject(strike) {
    const { id, target, params, notes } = strike;
    const slip = slipOf(params, id);
    const struck = target.containers.filter((one) => notes.get(databases)!.split(" ").includes(one.id));
    for (const one of struck) await carryOutIn(one.id, slip, strike);
    notes.set("done", "yes");
    const where = serviceNames(struck);
    if (slip.do === "rename") return `renamed the table ${slip.table} to ${slip.lost} on ${where}`;
    const stays = slip.undo === undefined ? "; the damage is meant to stay" : "";
    return `ran on ${where}: ${slip.statement}${stays}`;
  },
  async verify(strike) {
    const slip = slipOf(strike.params, strike.id);
    if (slip.do === "statement") return strike.notes.get("done") === "yes";
    return (await areAway(slip.table, strike)).every(Boolean);
  },
  async gone(strike) {
    const slip = slipOf(strike.params, strike.id);
    // a statement's damage is known by its undo alone
    return slip.do === "statement" || !(await areAway(slip.table, strike)).some(Boolean);
  },
};
