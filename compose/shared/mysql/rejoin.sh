#!/bin/bash
# rejoin SERVER: lets a server that was away follow the primary from where it is. One that has transactions of its own
# is refused: they would stay on it for ever, and it would not be a copy.
. /usr/local/lib/databases.sh
must_answer "$1"
first=$(primary) || fail 'there is no primary to follow: promote one first'
[ "$1" != "$first" ] || fail "$1 is the primary"
on "$1" 'SET GLOBAL super_read_only=ON' || fail "$1 cannot be made read-only"
own=$(on "$first" "SELECT REPLACE(GTID_SUBTRACT('$(executed "$1")', @@global.gtid_executed), '\n', '')")
[ -z "$own" ] || fail "GTID gap: $1 has transactions that $first lacks ($own): recover-rows $1, then rebuild $1"
follow "$1" "$first" || fail "$1 could not be told to follow $first"
(until_follows "$1") && echo "$1 follows $first"
