# What the backup server's words share. On its disk, and in the cloud, there is the same tree:
#   dumps/NAME/dump.sql.zst, dumps/NAME/about    a dump, and what must be known of it
#   dumps/newest                                 NAME of the one to restore; changed last, when all else is there
#   logs/NAME/                                   the primary's binary logs since that dump
#   uploads/, weblogs/                           the app server's images, the web server's log in pieces
. /usr/local/lib/databases.sh
set -o pipefail
home=/backups
cloud=s3:site
keep=3

# alone: one job at a time; waits for the one that runs.
alone() {
    exec 9>/run/backup.lock
    flock -w 120 9 || fail 'another backup job has been running for two minutes: look at it (schedule log)'
}

# newest TREE: the name of its newest dump; empty when there is none.
newest() { cat "$1/dumps/newest" 2>/dev/null; }

# about TREE NAME FIELD
about() { sed -n "s/^$3=//p" "$1/dumps/$2/about" 2>/dev/null; }

# point TREE NAME: in one step, so that there is never half of it.
point() { echo "$2" >"$1/dumps/.newest" && mv "$1/dumps/.newest" "$1/dumps/newest"; }

# because FILE: the last thing that a program said, and of that the end, where the reason is.
because() { tail -n 1 "$1" | awk -F': ' '{ print (NF > 1 ? $(NF - 1) ": " : "") $NF }'; }
