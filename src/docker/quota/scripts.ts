import { quotaRoot } from "./place.ts";

// Each script takes: path below the root of the tree, name for systemd, quota and period in µs, bytes.

const readBack = `
same() { # file value
  [ "$(cat "$1" 2>/dev/null)" = "$2" ] || { echo "$1 is \\"$(cat "$1" 2>/dev/null)\\", not $2"; exit 1; }
}
if [ -f $base/cgroup.controllers ]; then
  same "$base$path/cpu.max" "$quota $period"
  same "$base$path/memory.max" "$bytes"
else
  same "$base/cpu$path/cpu.cfs_quota_us" "$quota"
  same "$base/memory$path/memory.limit_in_bytes" "$bytes"
fi`;

const begin = `
set -eu
path=$1 name=$2 quota=$3 period=$4 bytes=$5
base=/sys/fs/cgroup`;

/** Directories of our own; ancestors must hand the controllers down on v2. What would be swapped out is killed. */
export const cgroupfsScript = `${begin}
if [ -f $base/cgroup.controllers ]; then
  at=$base
  for part in $(echo "$path" | tr / ' '); do
    echo "+cpu +memory" > $at/cgroup.subtree_control
    at=$at/$part
    mkdir -p $at
  done
  echo "$quota $period" > $at/cpu.max
  echo "$bytes" > $at/memory.max
  [ ! -f $at/memory.swap.max ] || echo 0 > $at/memory.swap.max
else
  mkdir -p $base/cpu$path $base/memory$path
  echo "$period" > $base/cpu$path/cpu.cfs_period_us
  echo "$quota" > $base/cpu$path/cpu.cfs_quota_us
  echo "$bytes" > $base/memory$path/memory.limit_in_bytes
fi
${readBack}`;

const systemctl = "nsenter -t 1 -m -p -u -i -n -- systemctl";

/** A slice whose limits systemd itself keeps, until the next boot; the host's first process must be systemd. */
export const systemdScript = `${begin}
percent() { echo "$((quota * 10000 / period / 100)).$(printf %02d $((quota * 10000 / period % 100)))%"; }
${systemctl} start "$name"
${systemctl} set-property --runtime "$name" "CPUQuota=$(percent)" "CPUQuotaPeriodSec=\${period}us" \\
  "MemoryMax=$bytes" MemorySwapMax=0
${readBack}`;

/**
 * Takes runs; prints a line for each: \`removed RUN\` or \`left RUN\`. Containers are gone before, so that slices are
 * empty: a slice that is stopped ends whatever is in it, and waits for that.
 */
export const removeScript = `
set -u
base=/sys/fs/cgroup
for run in "$@"; do
  slice=${quotaRoot}_$(echo "$run" | tr - _)
  if [ -n "$(find $base -type d -name "$slice.slice" | head -n 1)" ]; then
    timeout 20 ${systemctl} stop "$slice.slice" >/dev/null 2>&1
  fi
  # what was set goes with the slice
  nsenter -t 1 -m -- sh -c "rm -rf /run/systemd/system.control/$slice.slice.d /run/systemd/system.control/$slice-*.slice.d /run/systemd/transient/$slice*.slice" 2>/dev/null
  find $base -depth -type d -path "*/${quotaRoot}/$run*" -exec rmdir {} + 2>/dev/null
  if [ -n "$(find $base -type d \\( -path "*/${quotaRoot}/$run" -o -name "$slice.slice" \\) | head -n 1)" ]; then
    echo "left $run"
  else
    echo "removed $run"
  fi
done
find $base -maxdepth 2 -type d -name ${quotaRoot} -exec rmdir {} + 2>/dev/null
exit 0`;
