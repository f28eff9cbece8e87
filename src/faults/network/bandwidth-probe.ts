import { python } from "./probe-python.ts";

/**
 * A line for each way and device: packets that the fault's shaper held up, bytes that it let pass, and in how many
 * seconds, while we tried to send twice what it should let pass. Out: frames to ourselves, which end at the network's
 * switch. In: answers to echo requests of ours, which go round the shaper on their way out.
 */
export const bandwidthProbe = python(`
seconds, rate, burst = 0.05, float(os.environ["RATE"]) / 8, int(os.environ["BURST"])
most = 2 * (burst + rate * seconds)

def mac(device):
    with open(f"/sys/class/net/{device}/address") as file:
        return bytes.fromhex(file.read().strip().replace(":", ""))

def frame(target, device, kind, body):
    return target + mac(device) + struct.pack(">H", kind) + body

def wire(device, gets=0, bypass=False):
    opened = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(gets))
    opened.bind((device, gets))
    opened.setblocking(False)
    if bypass:
        opened.setsockopt(263, 20, 1)  # SOL_PACKET, PACKET_QDISC_BYPASS
    return opened

def pour(ways):
    sent, begin = 0, time.monotonic()
    while sent < most and time.monotonic() - begin < seconds:
        for path, packet in ways:
            try:
                sent += path.send(packet)
            except OSError:
                time.sleep(0.001)  # the queue is full

# of the fault's own shaper; without it nobody is held up
def shaper(device):
    said = subprocess.run(["tc", "-s", "-j", "qdisc", "show", "dev", device], capture_output=True).stdout
    for each in json.loads(said or "[]"):
        if each["handle"] == os.environ["HANDLE"]:
            return each["overlimits"] + each["drops"], each["bytes"]
    return 0, 0

def look(way, device, ways):
    begin, before = time.monotonic(), shaper(device)
    pour(ways)
    time.sleep(0.01)
    after = shaper(device)
    print(way, after[0] - before[0], after[1] - before[1], time.monotonic() - begin)

# by a question that no packet filter sees: who is there, and under which hardware address
def live(device, source, near):
    answers, path = wire(device, 0x806), wire(device, bypass=True)
    ask = struct.pack(">HHBBH", 1, 0x800, 6, 4, 1) + mac(device) + socket.inet_aton(source) + bytes(6)
    for each in near:
        path.send(frame(b"\\xff" * 6, device, 0x806, ask + socket.inet_aton(each)))
    found = {}
    while len(found) < len(near) and select.select([answers], [], [], 0.02)[0]:
        said = answers.recv(2048)
        who = socket.inet_ntoa(said[28:32])
        if said[20:22] == b"\\0\\2" and who in near:
            found[who] = said[22:28]
    return found

def echo(source, target):
    icmp = lambda check: struct.pack(">BBHHH", 8, 0, check, 1, 1) + bytes(1400)
    ends = socket.inet_aton(source) + socket.inet_aton(target)
    head = lambda check: struct.pack(">BBHHHBBH", 69, 0, 1428, 0, 0, 64, 1, check) + ends
    return head(checksum(head(0))) + icmp(checksum(icmp(0)))

for number, (device, source, net) in enumerate(networks()):
    if os.environ["OUT"]:
        look("out", device, [(wire(device), frame(mac(device), device, 0x88B5, bytes(1500)))])
    if os.environ["IN"]:
        path = wire(device, bypass=True)
        near = [each for each in os.environ["NEAR"].split() if ipaddress.ip_address(each) in net]
        there = live(device, source, near)
        look("in", os.environ["DEVICE"] + str(number), [
            (path, frame(hardware, device, 0x800, echo(source, address))) for address, hardware in there.items()
        ])
`);
