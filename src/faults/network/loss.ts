import { chainOf } from "./frame.ts";
import { networkFault } from "./network-fault.ts";
import { percent } from "./share.ts";

/** So many of our own packets that about fifty of them are dropped; kept within what is cheap. */
const burst = (share: number): number => Math.min(3000, Math.max(200, Math.ceil(50 / share)));

/** Packets that come in vanish at random. */
export const loss = networkFault({
  kind: "loss",
  rules({ id, params }) {
    const chain = chainOf(id);
    return {
      rules: [
        "*filter",
        `:${chain} - [0:0]`,
        `-I INPUT 1 ! -i lo -j ${chain}`,
        `-A ${chain} -m statistic --mode random --probability ${params.share} -j DROP`,
        "COMMIT",
      ].join("\n"),
    };
  },
  // packets that met the rule while our burst ran, and those of them that it dropped
  probe: `
counts() {
  iptables-save -c -t filter | awk -v c="SC-$ID" '
    { split(substr($1, 2), n, ":") }
    / -j / && $NF == c { met = n[1] }
    $3 == c && / -j DROP/ { dropped = n[1] }
    END { print met + 0, dropped + 0 }'
}
if ! iptables-save -t filter | grep -q -e "SC-$ID"; then echo 0 0; exit; fi
before=$(counts)
for each in $NEAR; do ping -n -q -l "$BURST" -c "$BURST" -s 16 -W 0.2 "$each" >/dev/null 2>&1 & done
wait
# a fault beside this one may hold them up
tries=0
until [ $(($(counts | cut -d' ' -f1) - \${before% *})) -ge "$BURST" ] || [ $tries -ge 20 ]; do tries=$((tries + 1)); sleep 0.05; done
echo "$before $(counts)" | awk '{ print $3 - $1, $4 - $2 }'`,
  asks: ({ params }) => ({ BURST: String(burst(Number(params.share))) }),
  bites(seen, { params }) {
    const [met, dropped] = seen.split(" ").map(Number);
    if (!met || !dropped) return false;
    const ratio = dropped / met / Number(params.share);
    return ratio > 0.3 && ratio < 3;
  },
  says: ({ target, params }) =>
    `${percent(Number(params.share))} of the packets that reach ${target.name} vanish`,
});
