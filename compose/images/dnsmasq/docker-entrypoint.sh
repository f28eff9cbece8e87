#!/bin/bash
# Serves /etc/names as DNS records. A line is an address or a service's name, and then the names it has:
#   10.77.0.100  www.commons.test
#   app-1        api.commons.test        # the service's address, as the engine knows it
# Several lines for one name are several addresses. DNS_TTL: seconds that others may keep an answer (default 10).
# Words after the image's name are further options for dnsmasq. SIGHUP: /etc/names is read again.
set -uo pipefail
names=/etc/names
records=/run/names.hosts
touch "$names" "$records"

# A service that is dead keeps the address it had: a name server does not look whether anybody is alive.
look() {
    local target=$1 address
    [[ $target =~ ^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$ ]] && echo "$target" && return
    address=$(getent ahostsv4 "$target" | awk 'NR == 1 { print $1 }')
    [ -n "$address" ] && known[$target]=$address
    [ -n "${known[$target]:-}" ] && echo "${known[$target]}"
}

declare -A known
write() {
    local target rest address missing=0
    : >"$records.new"
    while read -r target rest; do
        case $target in '' | '#'*) continue ;; esac
        # in this shell, not in a subshell: what is known must stay known
        address=
        look "$target" >"$records.one" && address=$(<"$records.one")
        if [ -n "$address" ]; then
            echo "$address ${rest%%#*}" >>"$records.new"
        else
            echo "names: nobody here is called $target" >&2
            missing=1
        fi
    done <"$names"
    # the same file, so that dnsmasq, which may have given up root, can still read it
    cat "$records.new" >"$records"
    return $missing
}

# the services may be a moment later than we are
for _ in $(seq 50); do
    write 2>/dev/null && break
    sleep 0.2
done
write || exit 1

dnsmasq --keep-in-foreground --user=root --log-facility=- --no-hosts --addn-hosts="$records" \
    --local-ttl="${DNS_TTL:-10}" --no-negcache "$@" &
server=$!
trap 'write; kill -HUP $server' HUP
trap 'kill -TERM $server' TERM INT
# a trapped signal ends the wait, not the server
while kill -0 $server 2>/dev/null; do
    wait $server
    code=$?
done
exit "${code:-0}"
