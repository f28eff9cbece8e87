import type { UserRule } from "../model/load.ts";

export interface Account {
  name: string;
  password: string;
}

/** Account number `index` (0 … count − 1) of the rule. */
export function accountOf(rule: UserRule, index: number): Account {
  const n = String(index + (rule.first ?? 0)).padStart(rule.digits ?? 1, "0");
  return { name: rule.name.replaceAll("{n}", n), password: rule.password.replaceAll("{n}", n) };
}

/** The account with that name, or undefined when the rule makes none such. */
export function accountNamed(rule: UserRule, name: string): Account | undefined {
  for (let index = 0; index < rule.count; index++) {
    const account = accountOf(rule, index);
    if (account.name === name) return account;
  }
  return undefined;
}
