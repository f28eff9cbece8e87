#!/bin/bash
# compare-policies: four patterns of reads on Redis servers with room for about 250 posts, one for each policy; hit-ratio
# tells the results afterwards. Takes nine seconds: Redis tells the age of a key in whole seconds, so the reads must take
# some. FIFO is a stand-in written here (awk), with as much room as LRU had: Redis has none.
rounds=6
value=4096 room=$((250 * (4096 + 1350)))
out=/tmp/policies
rm -rf "$out" && mkdir "$out" && awk -v DIR="$out" -v ROUNDS="$rounds" -f /usr/local/lib/patterns.awk

# cache-aside as one command: 1 is a hit; on a miss the post is put there
read_post="if redis.call('GET',KEYS[1]) then return 1 end redis.call('SET',KEYS[1],string.rep('x',$value)) return 0"
port=7000
servers=()
for pattern in crawler trickle news turn; do
    for policy in allkeys-lru allkeys-lfu allkeys-random ample; do
        servers+=("$((++port)) $pattern $policy")
        redis-server --port "$port" --save '' --daemonize yes --dir /tmp --hz 10 >/dev/null
    done
done
trap 'for server in "${servers[@]}"; do redis-cli -p "${server%% *}" shutdown nosave; done >/dev/null 2>&1' EXIT
for server in "${servers[@]}"; do
    read -r port pattern policy <<<"$server"
    until redis-cli -p "$port" ping >/dev/null 2>&1; do sleep 0.02; done
    sha=$(redis-cli -p "$port" script load "$read_post")
    # ample: as much memory as it wants
    [ "$policy" = ample ] || {
        used=$(redis-cli -p "$port" info memory | tr -d '\r' | sed -n 's/^used_memory://p')
        redis-cli -p "$port" config set maxmemory-policy "$policy" maxmemory $((used + room))
    } >/dev/null
done
for round in $(seq $((rounds + 2))); do
    sleep 1 &
    pace=$!
    readers=
    for server in "${servers[@]}"; do
        read -r port pattern policy <<<"$server"
        sed "s/.*/EVALSHA $sha 1 &/" "$out/$pattern.$round" | redis-cli -p "$port" >"$out/$pattern.$round.$policy" &
        readers+=" $!"
    done
    wait $readers
    wait "$pace"
done
declare -A held
for server in "${servers[@]}"; do
    read -r port pattern policy <<<"$server"
    held[$pattern.$policy]=$(redis-cli -p "$port" dbsize)
    echo "$pattern $policy: ${held[$pattern.$policy]} posts at the end"
done
for pattern in crawler trickle news turn; do
    for round in $(seq $((rounds + 2))); do
        awk -v room="${held[$pattern.allkeys-lru]}" -v state="$out/$pattern.fifo" '
            BEGIN { while ((getline key < state) > 0) { held[key] = 1; queue[++last] = key } first = 1; close(state) }
            $0 in held { print 1; next }
            { print 0; held[$0] = 1; queue[++last] = $0; if (last - first + 1 > room) { delete held[queue[first]]; first++ } }
            END { printf "" > state; for (at = first; at <= last; at++) print queue[at] > state }
        ' "$out/$pattern.$round" >"$out/$pattern.$round.fifo"
    done
done
