#!/bin/sh
# Words are versitygw's; without any, VGW_BACKEND, VGW_BACKEND_ARG, VGW_ARGS (before it) and VGW_BACKEND_ARGS (after it) make them.
set -euf
versitygw=${VGW_BINARY:-/usr/local/bin/versitygw}

fail() {
    echo "[entrypoint] error: $*" >&2
    exit 1
}

[ -x "$versitygw" ] || fail "VGW_BINARY: nothing to run at $versitygw"
[ $# = 0 ] || exec "$versitygw" "$@"

case "${VGW_BACKEND:-}" in
    posix | scoutfs | s3 | azure | plugin | iam) ;;
    '') fail 'nothing to do: give words for versitygw, or VGW_BACKEND (posix, scoutfs, s3, azure, plugin, iam)' ;;
    *) fail "VGW_BACKEND: there is no $VGW_BACKEND (posix, scoutfs, s3, azure, plugin, iam)" ;;
esac
# the two with an S at their end are lists of words: they are split on purpose
exec "$versitygw" ${VGW_ARGS:-} "$VGW_BACKEND" ${VGW_BACKEND_ARG:+"$VGW_BACKEND_ARG"} ${VGW_BACKEND_ARGS:-}
