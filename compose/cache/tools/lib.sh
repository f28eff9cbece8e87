# What the operator's words share.
export MYSQL_PWD=$MYSQL_ROOT_PASSWORD

fail() {
    echo "$*" >&2
    exit 1
}

# sql STATEMENT: rows without names
sql() { timeout 5 mysql -hdb-1 -uroot --connect-timeout=2 -BN -e "$1" stagecraft; }

# How many reads the database has answered, by its own count; and how many since then. A look counts itself, too.
selects_so_far() { sql "SHOW GLOBAL STATUS LIKE 'Com_select'" | cut -f2; }
selects_since() { local now; now=$(selects_so_far) && [ -n "$now" ] && echo $((now - $1 - 1)); }

# ask SERVER METHOD PATH [BODY]: the whole answer; with a cookie in $cookie as who it says.
ask() {
    local body=$4
    exec 3<>"/dev/tcp/$1/8080" || return
    printf '%s %s HTTP/1.0\r\ncookie: %s\r\ncontent-type: application/json\r\ncontent-length: %s\r\n\r\n%s' \
        "$2" "$3" "$cookie" "${#body}" "$body" >&3
    tr -d '\r' <&3
    exec 3<&-
}

body() { sed '1,/^$/d'; }

# log_in NAME: sets $cookie
log_in() {
    cookie=$(ask app-1 POST /login "{\"name\":\"$1\",\"password\":\"stagecraft-demo\"}" | sed -n 's/^set-cookie: \([^;]*\).*/\1/Ip')
    [ -n "$cookie" ] || fail "$1 could not log in"
}

# redis COMMAND…: to the first Redis
redis() {
    exec 4<>/dev/tcp/redis-1/6379 || return
    printf '%s\r\nQUIT\r\n' "$*" >&4
    cat <&4 >/dev/null
    exec 4<&-
}

now_ms() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }
