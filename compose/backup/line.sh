#!/bin/bash
# line run: the building's line to the cloud. What arrives at port 7070 goes on to the object storage, and each way takes
# LINE_RATE at most. line down: packets vanish. line up. line 16mbit: another rate.
port=7070

# a queue on each network's way out is one for each direction
rate() {
    local device
    for device in $(ls /sys/class/net); do
        [ "$device" = lo ] || tc qdisc replace dev "$device" root tbf rate "$1" burst 32kb latency 200ms || return
    done
}

forward() {
    nft -f - <<RULES
table ip line
delete table ip line
table ip line {
  chain arriving {
    type nat hook prerouting priority dstnat;
    tcp dport $port dnat to $1:$port
  }
  chain passing {
    type filter hook forward priority filter;
  }
  chain leaving {
    type nat hook postrouting priority srcnat;
    ct status dnat masquerade
  }
}
RULES
}

run() {
    local known= found
    trap 'exit 0' TERM INT
    rate "$LINE_RATE" || exit 1
    while :; do
        found=$(getent ahostsv4 s3 | awk 'NR == 1 { print $1 }')
        if [ -n "$found" ] && [ "$found" != "$known" ]; then
            forward "$found" && known=$found && touch /run/line-ready
        fi
        sleep 1 &
        wait
    done
}

case "$1" in
    run) run ;;
    down) nft flush chain ip line passing && nft add rule ip line passing drop ;;
    up) nft flush chain ip line passing ;;
    [0-9]*) rate "$1" ;;
    *) echo 'line down, line up, or a rate such as line 16mbit' >&2 && exit 2 ;;
esac
