#!/usr/bin/env bash
# Every verb once, as a user of this machine: prints its exit code and seconds, and what it said where the code is none of
# those that are allowed. Speed is not judged here: what measures may find itself unsound (3). Run in a checkout.
set -uo pipefail
out=$(mktemp)
wrong=0

# verb ALLOWED-CODES WORDS…
verb() {
    local allowed=" $1 " from=$SECONDS code=0
    shift
    ./lab "$@" >"$out" 2>&1 </dev/null || code=$?
    printf '%-60s %3d %4d s\n' "$*" "$code" $((SECONDS - from))
    [[ $allowed == *" $code "* ]] && return
    wrong=1
    tail -n 8 "$out" | sed 's/^/    /'
}

verb 0 list
verb 0 show 4
verb 0 check --no-run
verb 0 coverage
verb 0 faults
verb 0 metrics
verb 0 schema
verb "0 3" doctor
verb 0 engine status
verb 0 engine env
verb 0 images list
verb 0 images env tools
verb 0 up scale-out --yes
url=$(grep -o "http://127[^ ]*" "$out" | head -n 1)
verb 0 status
verb 0 sh app-1 true
verb 0 logs app-1 --tail 5
verb 0 curl -o /dev/null /feed
verb 0 watch --for 5s
verb 0 break app-1 kill --for 3s
verb 0 storm --for 40s --seed 7 --faults kill
verb 0 heal
verb "0 3" load --url "$url" --for 2s
verb 0 down
verb 0 diff scale-out/one-backend scale-out
verb 0 goto 4
verb 0 hint
verb 0 next
verb 0 predict --help
verb 0 reset 4
verb 0 new machine-test --number 97
rm -rf labs/97-machine-test
verb 0 images check tools
verb "0 3" bench scale-out --quick --yes --seed verbs
verb "0 1 3" matrix scale-out --faults kill --quick --yes --seed verbs
verb "0 1 3" run 5 --quick --yes
verb 0 report
verb 0 report --html -
verb 0 clean
rm -f "$out"
exit "$wrong"
