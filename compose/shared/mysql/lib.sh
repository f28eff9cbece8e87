# What the operator's words share. DATABASES names the servers; all are asked as root, over the network.
export MYSQL_PWD=$MYSQL_ROOT_PASSWORD
database=stagecraft

fail() {
    echo "$*" >&2
    exit 1
}

# on SERVER SQL [OPTION…]: rows without names. A server that is silent is not waited for longer than five seconds.
on() {
    timeout "${patience:-5}" mysql -h"$1" -uroot --connect-timeout=2 -BN "${@:3}" -e "$2"
}

answers() { on "$1" 'DO 0' 2>/dev/null; }

# Those of DATABASES that answer.
answering() {
    local server
    for server in $DATABASES; do if answers "$server"; then echo "$server"; fi; done
}

# replica_says SERVER FIELD: of SHOW REPLICA STATUS; empty on a server that follows nobody.
replica_says() {
    timeout 5 mysql -h"$1" -uroot --connect-timeout=2 -B -e 'SHOW REPLICA STATUS' 2>/dev/null |
        awk -F'\t' -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) column = i } NR == 2 { gsub(/\\n/, "", $column); print $column }'
}

follows() { replica_says "$1" Source_Host; }
executed() { on "$1" 'SELECT REPLACE(@@global.gtid_executed, "\n", "")'; }
term_of() { on "$1" "SELECT COALESCE(MAX(term), 0) FROM $database.promotions" 2>/dev/null || echo 0; }

# What a server has: applied, or received and not yet applied.
has() {
    local received
    received=$(replica_says "$1" Retrieved_Gtid_Set)
    echo "$(executed "$1")${received:+,$received}"
}

# lacks SERVER SET: what of the set it has not; empty when it has all.
lacks() { on "$1" "SELECT REPLACE(GTID_SUBTRACT('$2', '$(has "$1")'), '\n', '')"; }

takes_writes() { [ "$(on "$1" 'SELECT @@global.read_only' 2>/dev/null)" = 0 ]; }

# The one that takes writes and knows of the newest promotion, as the app sees it, too.
primary() {
    local server term best=-1 name=
    for server in $(answering); do
        term=$(term_of "$server")
        if [ "$term" -gt "$best" ]; then best=$term name=; fi
        if [ "$term" = "$best" ] && takes_writes "$server"; then name=$server; fi
    done
    [ -n "$name" ] && echo "$name"
}

# must_answer SERVER: one of DATABASES, and there.
must_answer() {
    case " $DATABASES " in *" $1 "*) ;; *) fail "${1:-no server}: the servers are $DATABASES" ;; esac
    answers "$1" || fail "$1 does not answer"
}

# follow SERVER PRIMARY: copies it from now on, from where it is, as a read-only server.
follow() {
    local semi=OFF
    [ "$SEMI_SYNC" != yes ] || semi=ON
    on "$1" "SET PERSIST super_read_only=ON; SET PERSIST rpl_semi_sync_source_enabled=OFF;
        SET PERSIST rpl_semi_sync_replica_enabled=$semi; STOP REPLICA;
        CHANGE REPLICATION SOURCE TO SOURCE_HOST='$2', SOURCE_USER='replication', SOURCE_PASSWORD='$MYSQL_ROOT_PASSWORD',
          SOURCE_AUTO_POSITION=1, GET_SOURCE_PUBLIC_KEY=1, SOURCE_CONNECT_RETRY=1, SOURCE_RETRY_COUNT=86400;
        START REPLICA"
}

# trouble SERVER: in plain words why a copy does not follow, if so.
trouble() {
    local source io sql error number
    source=$(follows "$1")
    io=$(replica_says "$1" Replica_IO_Running)
    sql=$(replica_says "$1" Replica_SQL_Running)
    if [ "$sql" != Yes ]; then
        error=$(replica_says "$1" Last_SQL_Error)
        # the reason itself is in the server's log alone, without the performance schema
        number=$(sed -n "s/.*failed executing transaction '\([^']*\)'.*/ at transaction \1; its log says why/p" <<<"$error")
        echo "replication stopped${error:+ by an error${number:-: $error}}"
    elif [ "$io" != Yes ]; then
        error=$(replica_says "$1" Last_IO_Error)
        number=$(replica_says "$1" Last_IO_Errno)
        case "$number" in
            0) if [ "$io" = No ]; then echo "it does not listen to $source: held back"; else echo "it is connecting to $source"; fi ;;
            13114 | 1236) echo "GTID gap: what it needs $source no longer has, or it has what $source lacks: rebuild it ($error)" ;;
            *) echo "it cannot connect to $source: $error" ;;
        esac
    fi
}

# until_follows SERVER: waits until it copies; says why not when it does not come to that.
until_follows() {
    local again why
    for again in $(seq 100); do
        why=$(trouble "$1")
        [ -n "$why" ] || return 0
        case "$why" in 'replication stopped by'* | 'GTID gap'*) break ;; esac
        sleep 0.1
    done
    fail "$1 does not follow: $why"
}
