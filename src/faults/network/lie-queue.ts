/**
 * Answers to name look-ups come by here: in those about NAME the address is put in place of whatever was there; all
 * others pass as they are. With nobody at the queue the rule lets packets pass.
 */
export const lieQueue = `
import os, signal, socket, struct
from netfilterqueue import NetfilterQueue

name = [label.lower().encode() for label in os.environ["NAME"].split(".") if label]
address = socket.inet_aton(os.environ["ADDRESS"])

def lie(dns):
    at, labels = 12, []
    while dns[at]:
        labels.append(dns[at + 1:at + 1 + dns[at]].lower())
        at += 1 + dns[at]
    end = at + 5
    if labels != name or len(dns) < end:
        return None
    asked = struct.unpack(">H", dns[at + 1:at + 3])[0]
    # only IPv4 addresses are lied about; of everything else that name has nothing
    record = b"\\xc0\\x0c" + struct.pack(">HHIH", 1, 1, 1, 4) + address if asked == 1 else b""
    flags = bytes([dns[2] & 0x79 | 0x80, 0x80])
    return dns[:2] + flags + struct.pack(">HHHH", 1, 1 if record else 0, 0, 0) + dns[12:end] + record

def take(packet):
    data = packet.get_payload()
    head = (data[0] & 15) * 4
    try:
        answer = lie(data[head + 8:])
    except IndexError:
        answer = None  # cut short: not ours to judge
    if answer is not None:
        # no UDP checksum: IPv4 allows it, and the packet never leaves the machine again
        udp = data[head:head + 4] + struct.pack(">HH", 8 + len(answer), 0)
        ip = data[:2] + struct.pack(">H", head + 8 + len(answer)) + data[4:10] + b"\\0\\0" + data[12:head]
        total = sum(struct.unpack(f">{head // 2}H", ip))
        total = (total & 0xFFFF) + (total >> 16)
        check = struct.pack(">H", ~(total + (total >> 16)) & 0xFFFF)
        packet.set_payload(ip[:10] + check + ip[12:] + udp + answer)
    packet.accept()

queue = NetfilterQueue()
queue.bind(int(os.environ["QUEUE"]), take)
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
open(os.environ["READY"], "w").close()
queue.run()
`;
