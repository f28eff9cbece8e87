# A Sentinel writes down what it learns, so its configuration is a file of its own. It must find the first primary once.
while ! redis-cli -h redis-1 ping >/dev/null 2>&1; do sleep 0.1; done
cat >/tmp/sentinel.conf <<'END'
sentinel resolve-hostnames yes
sentinel monitor main redis-1 6379 2
# silent for so long is dead, as one of them sees it; two must see it
sentinel down-after-milliseconds main 2000
sentinel failover-timeout main 6000
END
exec redis-server /tmp/sentinel.conf --sentinel --protected-mode no
