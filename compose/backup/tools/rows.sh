#!/bin/bash
# rows SERVER TABLE: how many rows it has there; fails when there is no such table.
. /usr/local/lib/databases.sh
must_answer "$1"
on "$1" "SELECT COUNT(*) FROM $database.$2"
