/** Where a fault's process ids and logs are inside the helper. */
export const folder = "/run/stagecraft";

/**
 * What every script begins with; $ID is the fault. Ours are: chains called SC-<id>, jumps to those chains; root qdiscs
 * with the fault's handle; devices called sc-<id>-N, and filters that redirect to them; processes whose ids are in the
 * fault's folder. Nothing else is touched.
 */
export const functions = `
handle=$(printf %s "$ID" | cut -c1-4):
pref=$((0x\${handle%:}))
dir=${folder}/$ID

# devices with an address, without the loopback
devices() { ip -o -4 addr show up | awk '$2 != "lo" && !seen[$2]++ { print $2 }'; }

# what is left in the namespace, a thing a line; an error is not "nothing"
left() {
  chains=$(iptables-save) && qdiscs=$(tc qdisc show) && links=$(ip -o link show) || return 1
  printf '%s\\n' "$chains" | grep -e "SC-$ID"
  printf '%s\\n' "$qdiscs" | awk -v h="$handle" '$3 == h && / root/ { print "qdisc " $5 }'
  for dev in $(printf '%s\\n' "$qdiscs" | awk '$2 == "ingress" { print $5 }'); do
    if tc filter show dev "$dev" ingress | grep -q -e "to device sc-$ID-"; then echo "ingress $dev"; fi
  done
  printf '%s\\n' "$links" | awk -v n="sc-$ID-" '{ sub(/[@:].*/, "", $2); if (index($2, n) == 1) print "link " $2 }'
  return 0
}

# in one stroke for each table: either everything of ours goes, or nothing
unchain() {
  iptables-save | awk -v c="SC-$ID" '
    /^\\*/ { table = $0; jumps = flushes = ends = "" }
    /^:/ && index($1, ":" c) == 1 { chain = substr($1, 2); flushes = flushes "-F " chain "\\n"; ends = ends "-X " chain "\\n" }
    /^-A/ && index($2, c) != 1 && $(NF - 1) == "-j" && index($NF, c) == 1 { sub(/^-A/, "-D"); jumps = jumps $0 "\\n" }
    /^COMMIT/ && flushes != "" { printf "%s\\n%s%s%sCOMMIT\\n", table, jumps, flushes, ends }
  ' | iptables-restore -w --noflush
}

# an ingress qdisc without filters does nothing to anybody: one that is there may be used, an empty one goes
redirect() {
  tc qdisc add dev "$1" handle ffff: ingress 2>/dev/null || tc qdisc show dev "$1" | grep -q ' ingress ffff:'
  tc filter add dev "$1" parent ffff: protocol ip pref $pref u32 match u32 0 0 action mirred egress redirect dev "$2"
}
stop_redirect() {
  tc filter del dev "$1" parent ffff: protocol ip pref $pref
  if [ -z "$(tc filter show dev "$1" ingress)" ]; then tc qdisc del dev "$1" ingress; fi
}

# again, should somebody else be sweeping or changing rules at the same moment
sweep_rules() {
  for try in 1 2 3 4 5; do
    seen=$(left) || return 1
    if [ -z "$seen" ]; then return 0; fi
    printf '%s\\n' "$seen" | while read -r what name _; do
      case $what in
        qdisc) tc qdisc del dev "$name" root handle "$handle" ;;
        ingress) stop_redirect "$name" ;;
        link) ip link del "$name" ;;
      esac
    done
    unchain
  done 2>"$dir/sweep.log"
  seen=$(left) || return 1
  if [ -n "$seen" ]; then cat "$dir/sweep.log"; printf '%s\\n' "$seen"; return 1; fi
}

runs() { [ -f "$dir/$1.pid" ] && kill -0 "$(cat "$dir/$1.pid")" 2>/dev/null; }

# with its children; the group is there a moment after the process
stop() {
  tries=0
  while runs "$1" && [ $tries -lt 100 ]; do
    if [ $tries -lt 50 ]; then signal=TERM; else signal=KILL; fi
    pid=$(cat "$dir/$1.pid")
    kill -$signal "-$pid" 2>/dev/null || kill -$signal "$pid" 2>/dev/null
    tries=$((tries + 1))
    sleep 0.02
  done
  rm -f "$dir/$1.pid"
}

# an order to inject that comes late, or is still being carried out, finds the mark and takes its own things away
mark_over() { mkdir -p "$dir" && : >"$dir/over"; }

sweep() {
  mark_over
  sweep_rules
  swept=$?
  stop daemon
  stop holder
  return $swept
}

residue() {
  left || return 1
  for name in daemon holder; do
    if runs $name; then echo "process $name"; fi
  done
  return 0
}
`;

/** Injects: $TTL seconds, $HOLDER, $DAEMON, $RULES, $COMMANDS. The holder is there before the first rule. */
export const injectScript = `${functions}
give_up() { echo "$1" >&2; sweep; exit 1; }
too_late="the fault was taken away before it was there"
if [ -f "$dir/over" ]; then give_up "$too_late"; fi
if [ -n "$(ip -6 -o addr show scope global up)" ]; then
  give_up "the server has an IPv6 address, which this fault would leave alone: set enable_ipv6: false on its networks"
fi
mkdir -p "$dir"
setsid sh -c "$HOLDER" >"$dir/holder.log" 2>&1 &
echo $! >"$dir/holder.pid"
if [ -n "$DAEMON" ]; then
  setsid python3 -c "$DAEMON" >"$dir/daemon.log" 2>&1 &
  echo $! >"$dir/daemon.pid"
  tries=0
  until [ -f "$dir/ready" ]; do
    tries=$((tries + 1))
    if [ $tries -gt 500 ] || ! runs daemon; then give_up "$(tail -n1 "$dir/daemon.log")"; fi
    sleep 0.01
  done
fi
if [ -n "$RULES" ]; then
  said=$(printf '%s\\n' "$RULES" | iptables-restore -w --noflush 2>&1) || give_up "$said"
fi
if [ -n "$COMMANDS" ]; then
  said=$(sh -ec "$COMMANDS" 2>&1) || give_up "$said"
fi
if [ -f "$dir/over" ]; then give_up "$too_late"; fi
`;

/** The lease: sweeps when the time is up, whoever else is dead by then. */
export const holderScript = `${functions}
sleep "$TTL"
mark_over
until sweep_rules; do sleep 0.5; done
stop daemon
rm -f "$dir/holder.pid"
`;

/** Every fault that left anything in this namespace or this helper. */
export const everythingScript = `
ids() {
  ls ${folder} 2>/dev/null
  iptables-save | sed -n 's/^:SC-\\([0-9a-f]\\{8\\}\\).*/\\1/p'
  ip -o link show | sed -n 's/.* sc-\\([0-9a-f]\\{8\\}\\)-[0-9]*:.*/\\1/p'
}
for ID in $(ids | sort -u); do
  ${functions}
  found=$(residue)
  sweep
  if [ -n "$found" ]; then echo "$ID"; fi
done
`;
