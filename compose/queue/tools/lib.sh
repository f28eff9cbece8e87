# What the operator's words share: the database is asked as root, the worker by HTTP.
export MYSQL_PWD=$MYSQL_ROOT_PASSWORD

fail() {
    echo "$*" >&2
    exit 1
}

# sql QUERY: rows without names.
sql() { timeout 5 mysql -hdb -uroot --connect-timeout=2 -BN stagecraft -e "$1"; }

# worker METHOD PATH: the body of its answer; fails when that is no 200.
worker() {
    exec 3<>/dev/tcp/worker/8080 || fail 'worker does not answer: is it down?'
    printf '%s %s HTTP/1.0\r\nContent-Length: 0\r\n\r\n' "$1" "$2" >&3
    local answer
    answer=$(timeout 8 tr -d '\r' <&3)
    exec 3<&-
    sed '1,/^$/d' <<<"$answer"
    [[ $answer == 'HTTP/1.1 200 '* ]]
}

# Jobs that wait: accepted, and not noted as done.
lag() {
    local said
    said=$(worker GET /lag 2>/dev/null) || fail "the lag cannot be told: ${said:-worker does not answer}"
    sed -n 's/.*"lag":\(-\{0,1\}[0-9]*\).*/\1/p' <<<"$said"
}

sent() { sql 'SELECT COUNT(*) FROM notifications'; }

# until_settled: every partition is some member's, and twice in a row the same one's.
until_settled() {
    local again before= now
    for again in $(seq 60); do
        now=$(worker GET /members 2>/dev/null)
        if [ "$now" = "$before" ] && grep -q '\[[0-9]' <<<"$now"; then return; fi
        before=$now
        sleep 0.5
    done
    fail "the group does not settle: $now"
}
