#!/bin/bash
# verify-backup local|cloud: restores the newest backup on the spare machine, as one would have to, and looks whether
# every table that the primary has is in it. Fails when the backup is no backup.
. /usr/local/lib/backups.sh
said=$(restore "$1" --drill 2>&1) || problem="the backup does not restore: $said"
tables() { on "$1" "SELECT table_name FROM information_schema.tables WHERE table_schema='$database' ORDER BY 1"; }
first=$(primary)
missing=$([ -z "$first" ] || comm -23 <(tables "$first" | sort) <(tables "$SPARE" | sort) | paste -sd' ')
[ -z "$problem$missing" ] || fail "${problem:-the backup restores}${missing:+; tables that it lacks: $missing}"
echo "$said"
echo "verified: $(tables "$SPARE" | wc -l) tables, $(on "$SPARE" "SELECT COUNT(*) FROM $database.posts") posts"
