#!/bin/bash
# kafka-server-start.sh FILE [--override PROPERTY=VALUE]...: becomes a broker or controller on storage that is formatted already.
set -eu
if [ $# = 0 ]; then
    echo "usage: $0 server.properties [--override property=value]..." >&2
    exit 1
fi
export KAFKA_HEAP_OPTS=${KAFKA_HEAP_OPTS:--Xmx1G -Xms1G}
export KAFKA_LOG4J_OPTS=${KAFKA_LOG4J_OPTS:--Dlog4j2.configurationFile=/opt/kafka/config/log4j2.yaml}
exec /opt/kafka/bin/kafka-run-class.sh kafka.Kafka "$@"
