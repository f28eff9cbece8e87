#!/bin/bash
# fetch-jars.sh REPOSITORY LOCK FOLDER: fetches each jar of the lock file, and refuses what is not the file that was locked.
set -euo pipefail
repository=${1%/} lock=$2 folder=$3
mkdir -p "$folder"
cd "$folder"
sums=$(mktemp) urls=$(mktemp)
while IFS=' :' read -r sum group artifact version; do
    case "$sum" in '#'*) continue ;; esac
    jar=$artifact-$version.jar
    echo "$sum  $jar" >>"$sums"
    printf 'url = "%s"\noutput = "%s"\n' "$repository/${group//.//}/$artifact/$version/$jar" "$jar" >>"$urls"
done <"$lock"
curl --fail --fail-early --location --silent --show-error --retry 5 --parallel --parallel-max 8 --config "$urls"
sha256sum --check --strict --quiet "$sums"
