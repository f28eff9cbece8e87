#!/bin/sh
# A flag or a *.conf first is for redis-server; root hands /data over and becomes redis; protected mode is off unless somebody asks for it.
set -e
case "${1:-}" in -* | *.conf) set -- redis-server "$@" ;; esac

case "${1:-}" in redis-server | redis-sentinel)
    if [ "$(id -u)" = 0 ]; then
        find . ! -user redis -exec chown redis:redis {} +
        exec setpriv --reuid=redis --regid=redis --clear-groups -- "$0" "$@"
    fi
    # what it keeps is nobody else's to read
    [ "$(umask)" != 0022 ] || umask 0077
    ;;
esac

# The official build has protected mode off by default, Debian's on. A default may be overridden: by the file or by a later flag.
if [ "${1:-}" = redis-server ]; then
    shift
    case "${1:-}" in
        -v | --version | -h | --help | --test-memory | --check-system | -) set -- redis-server "$@" ;;
        '' | -*) set -- redis-server --protected-mode no "$@" ;;
        *)
            file=$1
            shift
            grep -qi '^[[:space:]]*protected-mode' "$file" 2>/dev/null || set -- --protected-mode no "$@"
            set -- redis-server "$file" "$@"
            ;;
    esac
fi
exec "$@"
