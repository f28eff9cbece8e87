#!/bin/sh
# Fills /etc/nginx/templates/**/*.template into /etc/nginx/conf.d, replacing defined variables only:
# nginx's own $host and the like stay as they are.
set -e
templates=${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
suffix=${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}
output=${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}
[ -d "$templates" ] || exit 0
if [ ! -w "$output" ]; then
    echo "docker-entrypoint: $output is not writable, templates are left out" >&2
    exit 0
fi
defined=$(awk -v want="${NGINX_ENVSUBST_FILTER:-}" \
    'BEGIN { for (name in ENVIRON) if (name ~ /^[A-Za-z_][A-Za-z0-9_]*$/ && name ~ want) printf "${%s} ", name }' </dev/null)
find "$templates" -follow -type f -name "*$suffix" -print | while IFS= read -r template; do
    target=$output/${template#"$templates"/}
    target=${target%"$suffix"}
    mkdir -p "$(dirname "$target")"
    envsubst "$defined" <"$template" >"$target"
done
