/** Labels on everything we make, so that `clean` finds it without any file of ours. */
export const labels = {
  run: "io.stagecraft.run",
  lab: "io.stagecraft.lab",
  role: "io.stagecraft.role",
  home: "io.stagecraft.home",
} as const;
