// Networks of this namespace without the loopback, the first of each device: device, own address, network.
const prelude = `
import ipaddress, json, os, select, socket, struct, subprocess, sys, time

ID = os.environ["ID"]

def networks():
    shown = subprocess.run(["ip", "-j", "-4", "addr", "show", "up"], capture_output=True, check=True).stdout
    for link in json.loads(shown):
        info = next(iter(link.get("addr_info", [])), None)
        if info and link["ifname"] != "lo":
            net = ipaddress.ip_network(f"{info['local']}/{info['prefixlen']}", strict=False)
            yield link["ifname"], info["local"], net

def checksum(data):
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
`;

/** A probe's shell script that runs a Python program. */
export function python(program: string): string {
  return `python3 -IS - <<'PROGRAM'\n${prelude}${program}\nPROGRAM`;
}
