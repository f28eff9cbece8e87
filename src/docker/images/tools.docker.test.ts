import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Contract, openContract, type TestContainer } from "./contract-harness.ts";

/** What helpers rely on: each must work in a network namespace of its own with NET_ADMIN. */
const uses: [string, string, RegExp][] = [
  ["addresses", "ip -brief address show lo", /^lo/],
  ["traffic control", "tc qdisc show dev lo", /qdisc/],
  ["sockets", "ss -ltn", /^State/],
  ["iptables", "iptables -A INPUT -s 192.0.2.1 -j DROP && iptables -S INPUT", /-s 192\.0\.2\.1\/32 -j DROP/],
  [
    "packet queue rule",
    "iptables -A INPUT ! -i lo -j NFQUEUE --queue-num 5 --queue-bypass && iptables -S INPUT",
    /NFQUEUE --queue-num 5 --queue-bypass/,
  ],
  ["nftables", "nft add table inet t && nft list tables", /table inet t/],
  ["ping", "ping -c 1 -W 2 127.0.0.1", /1 received/],
  ["processes", "pgrep -x sleep && ps -o comm= -p 1", /^1\nsleep$/],
  ["kernel settings", "sysctl -n net.ipv4.ip_forward", /^[01]$/],
  ["HTTP", "curl --version", /^curl/],
  [
    "packet queue from Python",
    'python3 -c "from netfilterqueue import NetfilterQueue, COPY_META; print(COPY_META)"',
    /^1$/,
  ],
];

describe("tools has what fault helpers need", () => {
  let contract: Contract;
  let helper: TestContainer;
  beforeAll(async () => {
    contract = await openContract("tools");
    helper = await contract.start({ flags: ["--cap-add", "NET_ADMIN", "--network", "none"] });
  });
  afterAll(() => contract?.close());

  it.each(uses)("%s", async (_, command, expected) => {
    const { code, stdout, stderr } = await helper.exec(["sh", "-c", command]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(expected);
  });
});
