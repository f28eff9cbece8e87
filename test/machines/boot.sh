#!/usr/bin/env bash
# Boots a machine on a copy of the disk and waits for its end: boot.sh HOME DISK JOB MEMORY [kernel parameters]
# Without io_uring, whose shared pages this kernel does not bear (Node's children crash). What it says on its console goes to stdout. Its memory is a file of a file system of this process alone.
set -euo pipefail
home=$1 disk=$2 job=$3 memory=$4
shift 4
exec unshare -m bash -c '
    mkdir -p "$1.memory"
    mount -t tmpfs -o "size=$4,exec" tmpfs "$1.memory"
    TMPDIR="$1.memory" exec "$0" "mem=$4" ncpus=2 seccomp=on "ubd0=$1,$2" root=/dev/ubda rw \
        con=null con0=fd:0,fd:1 ssl=null sysctl.kernel.io_uring_disabled=2 "job=$3" "${@:5}"
' "$home/kernel" "$disk" "$home/base.img" "$job" "$memory" "$@" </dev/null
