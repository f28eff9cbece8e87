import { codeOf, type Queries } from "../database.ts";

/** What one server of the database says of itself. */
export interface Look {
  /** It refuses writes, as replicas do. */
  readOnly: boolean;
  /** The number of the last promotion that it knows of: its own, or one that it copied. */
  term: number;
  /** The transactions that it has, as MySQL writes such sets. */
  transactions: string;
  /** Whether it has all of those that it was asked for. */
  caughtUp: boolean;
}

/** Asks a server what it is, and whether it has the transactions `wanted`: two short queries, no privileges. */
export async function lookAt(queries: Queries, wanted: string): Promise<Look> {
  const [state] = await queries.text<{ readOnly: number; transactions: string; caughtUp: number }>(
    `SELECT @@global.read_only AS readOnly, @@global.gtid_executed AS transactions,
       GTID_SUBSET(?, @@global.gtid_executed) AS caughtUp`,
    [wanted],
  );
  return {
    readOnly: state!.readOnly === 1,
    term: await lastTerm(queries),
    transactions: state!.transactions,
    caughtUp: state!.caughtUp === 1,
  };
}

async function lastTerm(queries: Queries): Promise<number> {
  try {
    const [last] = await queries.text<{ term: number | null }>("SELECT MAX(term) AS term FROM promotions");
    return last?.term ?? 0;
  } catch (thrown) {
    // a database that nobody has prepared yet
    if (codeOf(thrown) === "ER_NO_SUCH_TABLE") return 0;
    throw thrown;
  }
}
