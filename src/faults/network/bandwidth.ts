import { LabError } from "../../model/errors.ts";
import type { Params } from "../../model/fault-params.ts";
import { chainOf, handleOf } from "./frame.ts";
import { networkFault } from "./network-fault.ts";
import { python } from "./probe-python.ts";

/** Bytes that may pass at once, after a silence: ten milliseconds' worth on the way out, fifty on the way in. */
const burstOut = (rate: number): number => Math.max(16_384, Math.ceil(rate / 800));
// one packet may have 64 KiB here, and must have a chance
const burstIn = (rate: number): number => Math.max(65_536, Math.ceil(rate / 160));

const goes = ({ direction }: Params, way: "in" | "out"): boolean => direction === "both" || direction === way;

/** Out: a shaper, which holds packets. In: a policer, which drops them; their senders slow down. */
export const bandwidth = networkFault({
  kind: "bandwidth",
  check({ params }) {
    if (Number(params.rate) < 8000) {
      throw new LabError("usage", `rate=${params.rate}bit is as good as nothing`, {
        next: "give at least 8kbit, or cut the server off: partition",
      });
    }
  },
  rules({ id, params }) {
    const rate = Number(params.rate);
    const commands: string[] = [];
    if (goes(params, "out")) {
      commands.push(`for dev in $(devices); do
  tc qdisc add dev "$dev" root handle ${handleOf(id)} tbf rate ${rate}bit burst ${burstOut(rate)} latency 200ms
done`);
    }
    if (goes(params, "in")) {
      commands.push(`nft -f - <<'TABLE'
table ip ${chainOf(id)} {
  chain in {
    type filter hook input priority filter; policy accept;
    iifname "lo" accept
    counter
    limit rate over ${Math.round(rate / 8)} bytes/second burst ${burstIn(rate)} bytes counter drop
  }
}
TABLE`);
    }
    return { commands: commands.join("\n") };
  },
  // For each way: bytes that were held up, bytes that passed, in how many seconds, after what burst. Out: frames to
  // ourselves, which end at the network's switch. In: answers to echo requests that go round the shaper.
  probe: python(`
seconds, rate = 0.1, float(os.environ["RATE"]) / 8

def eth(target, device, kind):
    return target + mac(device) + struct.pack(">H", kind)

def mac(device):
    with open(f"/sys/class/net/{device}/address") as file:
        return bytes.fromhex(file.read().strip().replace(":", ""))

def wire(device, gets=0, bypass=False):
    opened = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(gets))
    opened.bind((device, gets))
    opened.setblocking(False)
    if bypass:
        opened.setsockopt(263, 20, 1)  # SOL_PACKET, PACKET_QDISC_BYPASS
    return opened

def pour(sockets, frame_of, most):
    begin, sent, held = time.monotonic(), 0, 0
    while sent < most and time.monotonic() - begin < seconds:
        for each in sockets:
            frame = frame_of(each)
            try:
                each[0].send(frame)
                sent += len(frame)
            except OSError:
                held += len(frame)  # the queue is full
                time.sleep(0.001)
    return held, begin

def out(device, burst):
    def sent():
        with open(f"/sys/class/net/{device}/statistics/tx_bytes") as file:
            return int(file.read())
    before, frame = sent(), eth(mac(device), device, 0x88B5) + bytes(1500)
    held, begin = pour([(wire(device),)], lambda _: frame, 4 * (burst + rate * seconds))
    print("out", held, sent() - before, time.monotonic() - begin, burst)

def live(device, source, near):
    arp, direct = wire(device, 0x806), wire(device, bypass=True)
    ask = struct.pack(">HHBBH", 1, 0x800, 6, 4, 1) + mac(device) + socket.inet_aton(source) + bytes(6)
    for each in near:
        direct.send(eth(b"\\xff" * 6, device, 0x806) + ask + socket.inet_aton(each))
    found, left = {}, len(near)
    while len(found) < left and select.select([arp], [], [], 0.02)[0]:
        frame = arp.recv(2048)
        if frame[20:22] == b"\\0\\2" and socket.inet_ntoa(frame[28:32]) in near:
            found[socket.inet_ntoa(frame[28:32])] = frame[22:28]
    return found

def counters():
    listed = subprocess.run(["nft", "-j", "list", "table", "ip", f"SC-{ID}"], capture_output=True).stdout
    entries = json.loads(listed or "{}").get("nftables", [])
    return [each["counter"]["bytes"] for one in entries for each in one.get("rule", {}).get("expr", []) if "counter" in each]

def echo(source, target):
    icmp = lambda check: struct.pack(">BBHHH", 8, 0, check, 1, 1) + bytes(1400)
    head = lambda check: struct.pack(">BBHHHBBH4s4s", 69, 0, 1428, 0, 0, 64, 1, check, socket.inet_aton(source), socket.inet_aton(target))
    return head(checksum(head(0))) + icmp(checksum(icmp(0)))

def into(burst):
    before, near, paths = counters(), os.environ["NEAR"].split(), []
    for device, source, net in networks():
        here = [each for each in near if ipaddress.ip_address(each) in net]
        sender = wire(device, bypass=True)
        for address, hardware in live(device, source, here).items():
            paths.append((sender, eth(hardware, device, 0x800) + echo(source, address)))
    _, begin = pour(paths, lambda each: each[1], 4 * (burst + rate * seconds)) if paths else (0, 0)
    time.sleep(0.02)
    after = counters()
    if before and after:
        met, dropped = (new - old for new, old in zip(after, before))
        print("in", dropped, met - dropped, time.monotonic() - begin, burst)

if os.environ["OUT"]:
    for device, _, _ in networks():
        out(device, int(os.environ["OUT"]))
if os.environ["IN"]:
    into(int(os.environ["IN"]))
`),
  asks: ({ params }) => ({
    RATE: String(params.rate),
    OUT: goes(params, "out") ? String(burstOut(Number(params.rate))) : "",
    IN: goes(params, "in") ? String(burstIn(Number(params.rate))) : "",
  }),
  bites(seen, { params }) {
    const ways = seen.split("\n").map((line) => line.split(" "));
    const limited = ways.map(([, ...figures]) => {
      const [held, passed, seconds, burst] = figures.map(Number);
      return held! > 0 && passed! <= 1.3 * (burst! + (Number(params.rate) / 8) * seconds!);
    });
    const all = (["in", "out"] as const).every(
      (way) => !goes(params, way) || ways.some(([seenWay]) => seenWay === way),
    );
    return all && limited.every(Boolean);
  },
  says({ target, params }) {
    const way = { both: "sends, and what it gets, is", in: "gets is", out: "sends is" }[
      params.direction as "both"
    ];
    return `what ${target.name} ${way} limited to ${Number(params.rate) / 1e6} Mbit/s`;
  },
});
