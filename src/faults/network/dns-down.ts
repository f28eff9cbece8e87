import { chainOf } from "./frame.ts";
import { lookUp } from "./look-up.ts";
import { networkFault } from "./network-fault.ts";

/** Answers to name look-ups vanish. The questions still go out: a question that is held back is an error at once. */
export const dnsDown = networkFault({
  kind: "dns-down",
  rules({ id }) {
    const chain = chainOf(id);
    // the connection's own port, whatever the engine's address translation has made of it
    const answers = "-m conntrack --ctorigdstport 53 --ctdir REPLY -j DROP";
    return {
      rules: [
        "*filter",
        `:${chain} - [0:0]`,
        `-I INPUT 1 -j ${chain}`,
        `-A ${chain} -p udp ${answers}`,
        `-A ${chain} -p tcp ${answers}`,
        "COMMIT",
      ].join("\n"),
    };
  },
  // the target's own name: the engine knows it without asking anybody
  probe: lookUp,
  asks: ({ target }) => ({ NAME: target.networks[0]!.service, WAIT: "0.4" }),
  bites: (seen) => seen === "silence",
  says: ({ target }) => `${target.name} gets no answers to its name look-ups`,
});
