#!/bin/sh
# The untouched default server also listens on IPv6, where the container has it.
set -e
conf=/etc/nginx/conf.d/default.conf
[ -f /proc/net/if_inet6 ] || exit 0
[ -w "$conf" ] || exit 0
grep -q 'listen  *\[' "$conf" && exit 0
grep -q '^    root /usr/share/nginx/html;$' "$conf" || exit 0
sed -i 's/^    listen 80;$/    listen 80;\n    listen [::]:80;/' "$conf"
