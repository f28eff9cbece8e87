import type { LoginRule, UserRule } from "../model/load.ts";

/** The accounts that the sample app is seeded with (sample-app/README.md): user0001 … user1000, one password. */
export const sampleAccounts: UserRule = {
  name: "user{n}",
  password: "stagecraft-demo",
  count: 1000,
  first: 1,
  digits: 4,
};

/** How the sample app wants to be asked for a log-in. */
export const sampleLogin: LoginRule = {
  path: "/login",
  format: "json",
  nameField: "name",
  passwordField: "password",
};
