import { isIPv4 } from "node:net";
import { LabError } from "../../model/errors.ts";
import { chainOf, queueOf } from "./frame.ts";
import { lieQueue } from "./lie-queue.ts";
import { lookUp } from "./look-up.ts";
import { networkFault } from "./network-fault.ts";

/** Answers about one name are changed on their way in, also those to sockets that have been open for long. */
export const dnsLie = networkFault({
  kind: "dns-lie",
  check({ params: { name, address } }) {
    if (!isIPv4(String(address))) {
      throw new LabError("usage", `address=${address} is no IPv4 address`, { next: "such as 192.0.2.1" });
    }
    if (
      !String(name).split(".").some(Boolean) ||
      String(name)
        .split(".")
        .some((one) => one.length > 63)
    ) {
      throw new LabError("usage", `name=${name} is no name that can be looked up`, { next: "such as db" });
    }
  },
  rules({ id, params }) {
    const chain = chainOf(id);
    return {
      rules: [
        "*mangle",
        `:${chain} - [0:0]`,
        `-I INPUT 1 -p udp -j ${chain}`,
        `-A ${chain} -p udp -m conntrack --ctorigdstport 53 --ctdir REPLY -j NFQUEUE --queue-num ${queueOf(id)} --queue-bypass`,
        "COMMIT",
      ].join("\n"),
      daemon: lieQueue,
      env: {
        QUEUE: String(queueOf(id)),
        NAME: String(params.name),
        ADDRESS: String(params.address),
      },
    };
  },
  // without our rule the truth is the truth, even if somebody lied with it
  probe: `
found=$(${lookUp}
)
if iptables-save -t mangle | grep -q -e "^-A SC-$ID "; then echo "$found"; fi`,
  asks: ({ params }) => ({ NAME: String(params.name), WAIT: "2" }),
  bites: (seen, { params }) => seen === params.address,
  says: ({ target, params }) => `${target.name} is told that ${params.name} is at ${params.address}`,
});
