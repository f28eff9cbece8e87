import type { Database } from "./database.ts";
import { codeOf } from "./database.ts";

export interface StoredUser {
  id: number;
  name: string;
  passwordHash: string;
}

export interface Users {
  /** Returns the new user's number, or undefined when the name is taken. */
  add(name: string, passwordHash: string): Promise<number | undefined>;
  named(name: string): Promise<StoredUser | undefined>;
}

export function createUsers(database: Database): Users {
  return {
    async add(name, passwordHash) {
      try {
        const result = await database.write("INSERT INTO users (name, password_hash) VALUES (?, ?)", [
          name,
          passwordHash,
        ]);
        return result.insertId;
      } catch (thrown) {
        if (codeOf(thrown) === "ER_DUP_ENTRY") return undefined;
        throw thrown;
      }
    },
    async named(name) {
      const found = await database.rows<StoredUser>(
        "SELECT id, name, password_hash AS passwordHash FROM users WHERE name = ?",
        [name],
      );
      return found[0];
    },
  };
}
