import { LabError } from "../../model/errors.ts";
import type { Params } from "../../model/fault-params.ts";
import { databasesOf } from "../database/find.ts";
import { askSql, loneStatement, sqlFunction, trySql } from "../database/sql.ts";
import type { Fault, Strike } from "../fault.ts";
import { serviceNames } from "../states.ts";

// every post with every post with every post: billions of rows, none of them sent to anybody
const everyPost =
  "SELECT MAX(CONCAT(a.write_id, b.write_id, c.write_id)) FROM posts AS a CROSS JOIN posts AS b CROSS JOIN posts AS c";

/** The SELECT that is run. Throws LabError `usage` for anything else: only a SELECT can be given a time limit. */
export function statementOf(params: Params): string {
  const written = params.statement === undefined ? everyPost : String(params.statement);
  const statement = loneStatement(written);
  if (statement !== undefined && /^(select|with)\b/i.test(statement)) return statement;
  throw new LabError("usage", `statement=${written}: slow-query runs one SELECT`, {
    next: "any other statement is an operator-error",
  });
}

/** What one session runs: the database itself ends it when the time is up, and it cannot change anything. */
export function sessionSql(id: string, ttlMs: number, statement: string): string {
  return [
    `SET SESSION max_execution_time = ${Math.ceil(ttlMs)}`,
    "SET SESSION transaction_read_only = ON",
    `/* stagecraft ${id} */ ${statement}`,
  ].join("; ");
}

/** Ids of the sessions that run the fault's query. The mark is in two pieces here: it must not find itself. */
export const listSql = (id: string): string =>
  `SELECT ID FROM information_schema.processlist WHERE INFO LIKE CONCAT('%stage', 'craft ${id}%')`;

const startScript = `${sqlFunction}
for _ in $(seq "$SESSIONS"); do sql --execute="$SQL" </dev/null >/dev/null 2>&1 & done
wait`;

// Clients first: one that is not connected yet must not begin after the sessions were ended.
// $1 is the fault, $2 what lists its sessions.
const clients = `
clients() {
  for dir in /proc/[0-9]*; do
    if grep -qs "[s]tagecraft $1" "$dir/cmdline"; then echo "\${dir#/proc/}"; fi
  done
}`;

const endScript = `${sqlFunction}${clients}
for pid in $(clients "$1"); do kill "$pid"; done
for session in $(sql --execute="$2"); do sql --execute="KILL CONNECTION $session"; done`;

const endedScript = `${sqlFunction}${clients}
test -z "$(clients "$1")" && left=$(sql --execute="$2") && test -z "$left"`;

/** Sessions with the fault's query on each database; none on one that does not run. */
function counts({ id, reach, notes }: Strike): Promise<number[]> {
  const count = async (container: string) => {
    const state = await reach.containers.state(container);
    if (!state.running || state.paused) return 0;
    return (await askSql(container, listSql(id), reach)).length;
  };
  return Promise.all(notes.get("databases")!.split(" ").map(count));
}

/** The database has to plan the statement, so what is wrong with it comes out before anything is started. */
async function databasesThatTakeIt(strike: Omit<Strike, "id">) {
  const statement = statementOf(strike.params);
  const databases = await databasesOf(strike);
  for (const { id, service } of databases) {
    const { code, output } = await trySql(id, `EXPLAIN ${statement}`, strike.reach);
    if (code === 0) continue;
    throw new LabError("fault", `the database of ${service} does not take the query: ${output}`, {
      next: "give another one as statement=…",
    });
  }
  return databases;
}

/** Sessions that keep the database busy with one heavy query each. */
export const slowQuery: Fault = {
  kind: "slow-query",
  async warm(strike) {
    await databasesThatTakeIt(strike);
  },
  async plan(strike) {
    const databases = await databasesThatTakeIt(strike);
    strike.notes.set("databases", databases.map((one) => one.id).join(" "));
    const args = [strike.id, listSql(strike.id)];
    return databases.map(({ id }) => ({
      do: "command",
      container: id,
      command: ["sh", "-c", endScript, "end", ...args],
      done: ["sh", "-c", endedScript, "ended", ...args],
      endsWithContainer: true,
    }));
  },
  async inject({ id, target, params, ttlMs, reach, notes }) {
    const ids = notes.get("databases")!.split(" ");
    const SQL = sessionSql(id, ttlMs, statementOf(params));
    const env = { SQL, SESSIONS: String(params.sessions) };
    // by its name it is found, too, should it still be starting clients
    const mark = `stagecraft ${id}`;
    await Promise.all(ids.map((each) => reach.containers.launch(each, ["sh", "-c", startScript, mark], env)));
    const databases = target.containers.filter((one) => ids.includes(one.id));
    return `${params.sessions} sessions of a heavy query on ${serviceNames(databases)}`;
  },
  async verify(strike) {
    return (await counts(strike)).every((count) => count >= Number(strike.params.sessions));
  },
  async gone(strike) {
    return (await counts(strike)).every((count) => count === 0);
  },
};
