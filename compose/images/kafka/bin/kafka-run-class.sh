#!/bin/bash
# kafka-run-class.sh CLASS [ARGUMENT]...: becomes a JVM that runs a class of Kafka's. CLASSPATH and KAFKA_HEAP_OPTS,
# KAFKA_JVM_PERFORMANCE_OPTS, KAFKA_GC_LOG_OPTS, KAFKA_JMX_OPTS, KAFKA_LOG4J_OPTS and KAFKA_OPTS go to it, split at spaces.
set -eu
jars=(/opt/kafka/libs/*.jar)
set -f
classpath=$(IFS=:; echo "${CLASSPATH:+$CLASSPATH:}${jars[*]}")

# least memory and the quickest start on a share of a CPU
performance=${KAFKA_JVM_PERFORMANCE_OPTS:--XX:+UseSerialGC -XX:TieredStopAtLevel=1}
# classes as the build loaded them; a JVM that can't use them loads its own, silently
archive='-XX:AOTCache=/opt/kafka/kafka.aot -Xlog:aot*=off,cds*=off'
case "$performance ${KAFKA_OPTS:-}" in *-XX:AOT* | *-Xshare* | *-XX:SharedArchive* | *-XX:ArchiveClasses*) archive= ;; esac

# what is not quoted is to be split
exec "${JAVA_HOME:-/opt/java/openjdk}/bin/java" ${KAFKA_HEAP_OPTS:--Xmx256M} $performance $archive -Djava.awt.headless=true \
    ${KAFKA_GC_LOG_OPTS:-} ${KAFKA_JMX_OPTS:-} -Dkafka.logs.dir="${LOG_DIR:-/opt/kafka/logs}" \
    ${KAFKA_LOG4J_OPTS:--Dlog4j2.configurationFile=/opt/kafka/config/tools-log4j2.yaml} -cp "$classpath" ${KAFKA_OPTS:-} "$@"
