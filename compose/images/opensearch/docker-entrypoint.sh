#!/bin/bash
# A flag first means flags for opensearch; every variable with a dot in its name is a setting (cluster.name=x). Never as root.
set -euo pipefail

fail() {
    echo "[entrypoint] error: $*" >&2
    exit 1
}

if [ $# = 0 ] || [ "${1:0:1}" = - ]; then set -- opensearch "$@"; fi
[ "$1" = opensearch ] || exec "$@"

[ "$(id -u)" != 0 ] || fail 'OpenSearch must not run as root: leave out the user, or name another'
# Whoever expects users and TLS must not get an open server instead.
[ "${DISABLE_SECURITY_PLUGIN:-}" = true ] ||
    fail 'this image has no security plugin: say DISABLE_SECURITY_PLUGIN=true, or use the official image'

settings=()
while IFS= read -r -d '' variable; do
    name=${variable%%=*}
    value=${variable#*=}
    case $name in plugins.security.*)
        echo "[entrypoint] leaving out $name: there is no security plugin"
        continue
        ;;
    esac
    if [[ $name =~ ^[a-z0-9_]+\.[a-z0-9_]+ || $name = processors ]] && [ -n "$value" ]; then
        settings+=("-E$name=$value")
    fi
done < <(env --null)

# what the server writes, its group may change
umask 0002
exec "$@" ${settings[@]+"${settings[@]}"}
