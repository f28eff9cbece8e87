/**
 * The packet queue that stands in for netem: every packet that comes in is held for DELAY_MS ± JITTER_MS and then let
 * through. Python, because its image holds the binding. It ends with the fault: what it holds passes at once, and with
 * nobody at the queue the rule lets packets pass.
 */
export const delayQueue = `
import ctypes, heapq, os, random, select, signal, socket, struct, time
from netfilterqueue import NetfilterQueue, COPY_META

delay = float(os.environ["DELAY_MS"]) / 1000
jitter = float(os.environ["JITTER_MS"]) / 1000
number = int(os.environ["QUEUE"])
held = []
count = 0
now = time.monotonic

def take(packet):
    global count
    due = now() + delay + (random.uniform(-jitter, jitter) if jitter else 0)
    count += 1
    heapq.heappush(held, (due, count, packet))

queue = NetfilterQueue()
queue.bind(number, take, max_len=65536, mode=COPY_META, range=0, sock_len=16 * 1024 * 1024)
sock = socket.fromfd(queue.get_fd(), socket.AF_NETLINK, socket.SOCK_RAW)

# the binding cannot say it: big packets come whole (a third of the work), and a full queue lets packets pass
fail_open, whole = 1, 4
flags = struct.pack(">I", fail_open | whole)
mask = struct.pack("=HH", 8, 4) + flags
body = struct.pack(">BBH", 0, 0, number) + mask + struct.pack("=HH", 8, 5) + flags
sock.send(struct.pack("=IHHII", 16 + len(body), 3 << 8 | 2, 1, 0, 0) + body)

def leave(*_):
    while held:
        heapq.heappop(held)[2].accept()
    queue.unbind()
    os._exit(0)

signal.signal(signal.SIGTERM, leave)
# timers to the nanosecond instead of 50 microseconds
ctypes.CDLL(None).prctl(29, 1)
open(os.environ["READY"], "w").close()

# Waking up takes some 0.1 ms, when a packet comes as when its time is up: by so much it is let go earlier.
wake = 0
while True:
    wait = None
    if held:
        end = held[0][0] - 2 * wake
        wait = max(0, end - now())
    if select.select([sock], [], [], wait)[0]:
        queue.run(False)
    elif wait:
        wake += 0.1 * (min(now() - end, 0.0005) - wake)
    at = now() + 2 * wake
    while held and held[0][0] <= at:
        heapq.heappop(held)[2].accept()
`;
