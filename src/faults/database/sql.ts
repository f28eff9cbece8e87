import { LabError } from "../../model/errors.ts";
import type { Executed } from "../../model/fault-ports.ts";
import type { Reach } from "../fault.ts";

/**
 * A shell function inside the database's container: `sql` speaks as root, on the stage's database. The password comes
 * from the container's own environment and stays out of every command line.
 */
export const sqlFunction = `
sql() {
  MYSQL_PWD="$MYSQL_ROOT_PASSWORD" mysql --user=root --connect-timeout=5 --batch --skip-column-names --comments "$@" "$MYSQL_DATABASE"
}
`;

/** Runs SQL in a database's container to its end; what it printed may be an error message. */
export async function trySql(container: string, sql: string, reach: Reach): Promise<Executed> {
  const { code, output } = await reach.containers.exec(
    container,
    ["sh", "-c", `${sqlFunction} sql --execute="$SQL"`],
    { SQL: sql },
  );
  return { code, output: output.trim() };
}

/** The database's own words about what it did not do. */
export const refusal = (words: string): LabError =>
  new LabError("fault", `the database refuses: ${words}`, {
    next: "try it by hand, in its container: mysql --user=root --password=…",
  });

/** The rows that it answers, a line each. Throws LabError `fault` with the database's own words. */
export async function askSql(container: string, sql: string, reach: Reach): Promise<string[]> {
  const { code, output } = await trySql(container, sql, reach);
  if (code !== 0) throw refusal(output);
  return output.split("\n").filter(Boolean);
}

/** A lone statement without its semicolon; undefined for several of them. */
export function loneStatement(text: string): string | undefined {
  const statement = text.trim().replace(/\s*;$/, "");
  const unquoted = statement.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`/gs, "");
  return unquoted.includes(";") ? undefined : statement;
}
