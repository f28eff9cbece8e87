#!/bin/sh
# Runs /docker-entrypoint.d in version order, then the command as PID 1.
# *.envsh is sourced (its exports reach nginx), *.sh is executed; both must be executable.
set -e

note() {
    [ -n "${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ] || echo "docker-entrypoint: $*"
}

case "${1:-}" in nginx | nginx-debug)
    # a file list, not a pipe: what .envsh exports must stay in this shell
    list=$(mktemp)
    find /docker-entrypoint.d/ -follow -type f -print | sort -V >"$list"
    while IFS= read -r script <&3; do
        case "$script" in
            *.envsh | *.sh)
                if [ ! -x "$script" ]; then
                    note "ignoring $script: not executable"
                elif [ "${script%.envsh}" != "$script" ]; then
                    note "sourcing $script"
                    . "$script"
                else
                    note "running $script"
                    "$script"
                fi
                ;;
            *) note "ignoring $script" ;;
        esac
    done 3<"$list"
    rm -f "$list"
    ;;
esac

exec "$@"
