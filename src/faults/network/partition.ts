import { chainOf } from "./frame.ts";
import { networkFault } from "./network-fault.ts";

/** Packets vanish, in both directions or one, from everybody or from some. */
export const partition = networkFault({
  kind: "partition",
  rules({ id, params }, { others }) {
    const [into, out] = [`${chainOf(id)}-in`, `${chainOf(id)}-out`];
    const from = params.from === undefined ? [undefined] : others;
    const lines = ["*filter"];
    if (params.direction !== "out") {
      lines.push(`:${into} - [0:0]`, `-I INPUT 1 ! -i lo -j ${into}`);
      for (const address of from) lines.push(`-A ${into}${address ? ` -s ${address}` : ""} -j DROP`);
    }
    if (params.direction !== "in") {
      lines.push(`:${out} - [0:0]`, `-I OUTPUT 1 ! -o lo -j ${out}`);
      for (const address of from) lines.push(`-A ${out}${address ? ` -d ${address}` : ""} -j DROP`);
    }
    return { rules: [...lines, "COMMIT"].join("\n") };
  },
  // packets of our own to be dropped, on their way out or as the answers to them
  probe: `
dropped() { iptables-save -c -t filter | awk -v c="SC-$ID" 'index($3, c) == 1 && / -j DROP/ { split(substr($1, 2), n, ":"); sum += n[1] } END { print sum + 0 }'; }
if ! iptables-save -t filter | grep -q -e "SC-$ID"; then echo 0; exit; fi
before=$(dropped)
for each in $NEAR; do ping -n -c1 -W0.2 "$each" >/dev/null 2>&1 & done
tries=0
until [ "$(dropped)" -gt "$before" ] || [ $tries -ge 10 ]; do tries=$((tries + 1)); sleep 0.05; done
echo $(($(dropped) - before))
`,
  bites: (seen) => Number(seen) > 0,
  says({ target, params }) {
    const from = params.from === undefined ? "its networks" : params.from;
    const way =
      params.direction === "both"
        ? ""
        : ` (${params.direction === "in" ? "what it should get" : "what it sends"})`;
    return `cut ${target.name} off from ${from}${way}`;
  },
});
