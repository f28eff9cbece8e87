import { chainOf } from "./frame.ts";
import { networkFault } from "./network-fault.ts";
import { python } from "./probe-python.ts";
import { percent } from "./share.ts";

/** So many packets of our own that some ten of them are answered. */
const tries = (share: number): number => Math.min(2000, Math.ceil(10 / share));

/** TCP packets in both directions are answered with a reset, those of connections that are open too. */
export const reset = networkFault({
  kind: "reset",
  rules({ id, params: { port, share } }) {
    const [into, out] = [`${chainOf(id)}-in`, `${chainOf(id)}-out`];
    const some = Number(share) < 1 ? ` -m statistic --mode random --probability ${share}` : "";
    const at = (side: "dport" | "sport") => (port === undefined ? "" : ` --${side} ${port}`);
    // resets themselves pass: else the kernel would hold back the very answer that the rule makes it send
    const rule = (chain: string, side: "dport" | "sport") =>
      `-A ${chain} -p tcp -m tcp${at(side)} ! --tcp-flags RST RST${some} -j REJECT --reject-with tcp-reset`;
    return {
      rules: [
        "*filter",
        `:${into} - [0:0]`,
        `:${out} - [0:0]`,
        `-I INPUT 1 ! -i lo -p tcp -j ${into}`,
        `-I OUTPUT 1 ! -o lo -p tcp -j ${out}`,
        rule(into, "dport"),
        rule(out, "sport"),
        "COMMIT",
      ].join("\n"),
    };
  },
  // Asks for a connection with an address of the own network, from the port that the fault is about: resets that come
  // back although the rule has counted the packets are its own.
  probe: python(`
def counted():
    text = subprocess.run(["iptables-save", "-c", "-t", "filter"], capture_output=True, text=True).stdout
    lines = [line for line in text.splitlines() if f"SC-{ID}-out" in line and "REJECT" in line]
    return sum(int(line[1:].split(":")[0]) for line in lines)

def segment(source, target, port, to):
    tcp = lambda check: struct.pack(">HHIIBBHHH", port, to, 1, 0, 5 << 4, 2, 1024, check, 0)
    pseudo = socket.inet_aton(source) + socket.inet_aton(target) + struct.pack(">BBH", 0, 6, 20)
    return tcp(checksum(pseudo + tcp(0)))

count = int(os.environ["TRIES"])
port = int(os.environ["PORT"] or 61000)
device, source, net = next(networks())
target = str(net[-2])
wire = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP)
wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
before = counted()
resets = set()

# a busy server's packets must not keep us here
def listen(seconds):
    end = time.monotonic() + seconds + 0.01
    while time.monotonic() < end and select.select([wire], [], [], seconds)[0]:
        packet = wire.recv(65535)
        head = (packet[0] & 15) * 4
        back, to = struct.unpack(">HH", packet[head:head + 4])
        if to == port and packet[head + 13] & 4 and socket.inet_ntoa(packet[12:16]) == target:
            resets.add(back)

for each in range(count):
    try:
        wire.sendto(segment(source, target, port, 1 + each), (target, 0))
    except OSError:
        pass  # what a rule takes away is told to the sender, too
    listen(0)
listen(0.05)
print(count, len(resets), counted() - before)
`),
  asks: ({ params: { port, share } }) => ({ PORT: String(port ?? ""), TRIES: String(tries(Number(share))) }),
  bites(seen, { params }) {
    const [sent, resets, counted] = seen.split(" ").map(Number);
    if (!sent || !resets || !counted) return false;
    return resets / sent > 0.2 * Number(params.share);
  },
  says({ target, params: { port, share } }) {
    const what = port === undefined ? "TCP packets" : `packets of TCP port ${port}`;
    return `${percent(Number(share))} of the ${what} of ${target.name} are answered with a reset`;
  },
});
