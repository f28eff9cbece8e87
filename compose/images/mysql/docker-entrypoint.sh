#!/bin/bash
# MySQL's start: on an empty data directory unpack the seed, set root, user and database, run the init files; then mysqld as PID 1.
set -eo pipefail

note() { echo "[entrypoint] $*"; }
fail() {
    echo "[entrypoint] error: $*" >&2
    exit 1
}

# NAME from the environment or from the file that NAME_FILE points at; both at once is an error.
from_file() {
    local name=$1 file="$1_FILE"
    [ -z "${!name:-}" ] || [ -z "${!file:-}" ] || fail "$name and $file are both set: keep one"
    [ -z "${!file:-}" ] || export "$name=$(<"${!file}")"
    unset "$file"
}

# A setting as mysqld would see it, from its files and the command line.
setting() {
    "${command[@]}" --verbose --help --log-bin-index="$(mktemp -u)" 2>/dev/null |
        awk -v name="$1" '$1 == name && /^[^ ]/ { print $2; exit }'
}

quoted() {
    local text=${1//\\/\\\\}
    printf "'%s'" "${text//\'/\\\'}"
}

# Runs SQL from stdin on the temporary server as root; init scripts that are sourced may call it too.
docker_process_sql() {
    local password=${root_password//\\/\\\\}
    mysql --defaults-extra-file=<(printf '[client]\npassword="%s"\n' "${password//\"/\\\"}") \
        --protocol=socket --socket="$socket" --user=root --host=localhost --comments ${MYSQL_DATABASE:+--database="$MYSQL_DATABASE"} "$@"
}

run_init_files() {
    local file
    for file in /docker-entrypoint-initdb.d/*; do
        case "$file" in
            *.sh)
                if [ -x "$file" ]; then
                    note "running $file"
                    "$file"
                else
                    note "sourcing $file"
                    . "$file"
                fi
                ;;
            *.sql) note "running $file" && docker_process_sql <"$file" ;;
            *.sql.gz) note "running $file" && gunzip -c "$file" | docker_process_sql ;;
            *.sql.zst) note "running $file" && zstd -dcq "$file" | docker_process_sql ;;
            */\*) ;;
            *) note "ignoring $file" ;;
        esac
    done
}

check_environment() {
    if [ -z "$MYSQL_ROOT_PASSWORD$MYSQL_ALLOW_EMPTY_PASSWORD$MYSQL_RANDOM_ROOT_PASSWORD" ]; then
        fail "the database is new and has no root password: set MYSQL_ROOT_PASSWORD, MYSQL_ALLOW_EMPTY_PASSWORD or MYSQL_RANDOM_ROOT_PASSWORD"
    fi
    [ "$MYSQL_USER" != root ] || fail 'MYSQL_USER must not be root: root exists already, MYSQL_ROOT_PASSWORD sets its password'
    if [ -n "$MYSQL_RANDOM_ROOT_PASSWORD" ]; then
        MYSQL_ROOT_PASSWORD=$(head -c 24 /dev/urandom | base64)
        note "GENERATED ROOT PASSWORD: $MYSQL_ROOT_PASSWORD"
    fi
}

set_accounts() {
    local root_host=${MYSQL_ROOT_HOST:-%} database=$MYSQL_DATABASE password user
    password=$(quoted "$MYSQL_ROOT_PASSWORD")
    # a database that does not exist yet can't be the client's default one
    MYSQL_DATABASE='' docker_process_sql <<SQL
SET @@SESSION.SQL_LOG_BIN=0;
ALTER USER root@localhost IDENTIFIED BY $password;
$([ "$root_host" = localhost ] || echo "CREATE USER root@$(quoted "$root_host") IDENTIFIED BY $password;
GRANT ALL ON *.* TO root@$(quoted "$root_host") WITH GRANT OPTION;")
SQL
    root_password=$MYSQL_ROOT_PASSWORD
    [ -z "$database" ] || MYSQL_DATABASE='' docker_process_sql <<<"CREATE DATABASE IF NOT EXISTS \`$database\`"
    if [ -n "$MYSQL_USER" ] && [ -n "$MYSQL_PASSWORD" ]; then
        user="$(quoted "$MYSQL_USER")@'%'"
        docker_process_sql <<<"CREATE USER $user IDENTIFIED BY $(quoted "$MYSQL_PASSWORD")"
        [ -z "$database" ] || docker_process_sql <<<"GRANT ALL ON \`${database//_/\\_}\`.* TO $user"
    elif [ -n "$MYSQL_USER$MYSQL_PASSWORD" ]; then
        note 'warning: MYSQL_USER and MYSQL_PASSWORD only work together: no user is made'
    fi
}

# The marker makes a first start that was cut short begin again instead of counting as done.
initialise() {
    check_environment
    if [ -e "$datadir/.initialising" ]; then
        note 'the last first start was cut short: beginning again'
        find "$datadir" -mindepth 1 ! -name .initialising -delete
    fi
    [ -z "$(find "$datadir" -mindepth 1 ! -name .initialising ! -name lost+found -print -quit)" ] ||
        fail "$datadir is neither empty nor a database"
    touch "$datadir/.initialising"
    note 'unpacking the empty database'
    tar --extract --sparse --zstd --file /usr/share/mysql-seed.tar.zst --directory "$datadir" --no-same-owner
    note 'starting the temporary server'
    "${command[@]}" --daemonize --skip-networking --mysqlx=OFF --default-time-zone=SYSTEM --socket="$socket"
    set_accounts
    run_init_files
    [ -z "$MYSQL_ONETIME_PASSWORD" ] || MYSQL_DATABASE='' docker_process_sql <<<"ALTER USER root@'${MYSQL_ROOT_HOST:-%}' PASSWORD EXPIRE"
    note 'stopping the temporary server'
    docker_process_sql <<<'SHUTDOWN'
    while [ -e "$pidfile" ]; do sleep 0.05; done
    rm "$datadir/.initialising"
    note 'the database is ready for its first start'
}

[ "${1:0:1}" != - ] || set -- mysqld "$@"
if [ "$1" = mysqld ] && [[ " $* " != *' --help '* && " $* " != *' -? '* && " $* " != *' --version '* && " $* " != *' -V '* ]]; then
    command=("$@")
    datadir=$(setting datadir)
    datadir=${datadir%/}
    socket=$(setting socket)
    pidfile=$(setting pid-file)
    [ -n "$datadir" ] || { "$@" --validate-config; fail 'mysqld does not accept its settings'; }
    if [ "$(id -u)" = 0 ]; then
        mkdir -p "$datadir"
        find "$datadir" "$(dirname "$socket")" ! -user mysql -exec chown mysql:mysql {} +
        exec setpriv --reuid=mysql --regid=mysql --clear-groups -- "$0" "$@"
    fi
    if [ ! -d "$datadir/mysql" ] || [ -e "$datadir/.initialising" ]; then
        root_password=''
        for name in MYSQL_ROOT_PASSWORD MYSQL_ROOT_HOST MYSQL_DATABASE MYSQL_USER MYSQL_PASSWORD; do from_file "$name"; done
        initialise
    fi
fi
exec "$@"
