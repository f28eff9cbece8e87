# Run in namespaces of its own (network, mounts, processes): a machine within the machine, so that the real engine's
# firewall stays untouched. Prints `name=value` lines. $1 project folder, $2 whole engine root, $3 new home.
mount -t tmpfs none /run
ip link set lo up
cd "$1" || exit 1
export STAGECRAFT_HOME="$3" STAGECRAFT_ENGINE=private STAGECRAFT_DEBIAN_MIRROR=http://127.0.0.1:1/debian CI=true
unset DOCKER_HOST DOCKER_CONFIG

# everything an engine changes on a host
host() {
  for command in iptables ip6tables; do
    for table in filter nat mangle raw; do
      echo "$command $table"
      $command -w -t $table -S
    done
  done
  ip -o link show | cut -d: -f2
  grep "$STAGECRAFT_HOME" /proc/self/mounts
  cat /proc/sys/net/ipv4/ip_forward
}
# names of the processes that are not this script's own
others() { ps -e -o comm= | grep -E 'docker|containerd|runc|flock' | sort -u | tr '\n' ' '; }
check() { host | diff "$STAGECRAFT_HOME/before" - >&2 && echo "$1=same" || echo "$1=changed"; }
start() { ./lab engine start --yes >&2; }
stop() { ./lab engine stop --yes >&2; }

iptables -t nat -S >/dev/null
ip6tables -t nat -S >/dev/null
mkdir -p "$STAGECRAFT_HOME/engine/root/usr/sbin" "$STAGECRAFT_HOME/run"
host >"$STAGECRAFT_HOME/before"

# a broken download is not taken for an engine; here it cannot be repeated either
echo half >"$STAGECRAFT_HOME/engine/root/usr/sbin/dockerd"
mkdir "$STAGECRAFT_HOME/engine/staging"
echo half >"$STAGECRAFT_HOME/engine/staging/docker.io.deb"
echo "unreachable=$(./lab engine start --yes 2>&1 >/dev/null | grep -c 'cannot be read.*\|check the network')"
ls "$STAGECRAFT_HOME/engine" | tr '\n' ' ' | sed 's/^/kept=/; s/$/\n/'

rm -rf "$STAGECRAFT_HOME/engine"
mkdir "$STAGECRAFT_HOME/engine"
cp -al "$2" "$STAGECRAFT_HOME/engine/root"
[ -e "$STAGECRAFT_HOME/engine/root/.complete" ] || echo '{"packages":{}}' >"$STAGECRAFT_HOME/engine/root/.complete"

# stale files, the number in them now another process's
sleep 1000 &
bystander=$!
echo $bystander >"$STAGECRAFT_HOME/run/dockerd.pid"
touch "$STAGECRAFT_HOME/run/docker.sock"
echo "stale=$(./lab engine status --json | grep -c '"running": false')"

# two clones at once
start &
first=$!
start &
second=$!
wait $first
echo "first=$?"
wait $second
echo "second=$?"
echo "daemons=$(pgrep -xc dockerd)"
start
echo "again=$?"
STAGECRAFT_HOME="$3-other" ./lab engine start --yes 2>/dev/null
echo "otherhome=$?"

# an environment with nothing in it, then what runs on the engine
docker="$STAGECRAFT_HOME/bin/docker"
echo "compose=$(env -i DOCKER_HOST="unix://$STAGECRAFT_HOME/run/docker.sock" "$docker" compose version --short)"
tar -c -T /dev/null | "$docker" import - nothing >&2
"$docker" network create net >&2
echo "subnet=$("$docker" network inspect net -f '{{(index .IPAM.Config 0).Subnet}}')"
serve() {
  "$docker" run -d --init --restart "$1" --network net -p 127.0.0.1::80 \
    -v /bin:/bin:ro -v /lib:/lib:ro -v /lib64:/lib64:ro -v /usr:/usr:ro nothing sleep 1000 >&2
}
serve no && serve always
echo "up=$("$docker" ps -q | grep -c .)"
stop
echo "stop=$?"
check stopped
echo "leftrunning=$(others)"

# killed, then mended
start
kill -KILL "$(pgrep -x dockerd)"
while pgrep -x dockerd >/dev/null; do sleep 0.05; done
echo "orphans=$(others | grep -c shim)"
stop
echo "mend=$?"
check mended
echo "mendedrunning=$(others)"

# killed, then simply started again
start
kill -KILL "$(pgrep -x dockerd)"
while pgrep -x dockerd >/dev/null; do sleep 0.05; done
start
echo "restart=$?"
echo "uninstall=$(./lab uninstall --yes 2>&1 | tail -1)"
[ -e "$STAGECRAFT_HOME/data" ] || [ -e "$STAGECRAFT_HOME/engine" ] || echo "gone=yes"
echo "bystander=$(kill -0 $bystander && echo alive)"
