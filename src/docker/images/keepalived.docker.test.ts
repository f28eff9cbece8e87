import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Contract, openContract, type TestContainer, until } from "./contract-harness.ts";

const config = `vrrp_instance test {
  version 3
  state MASTER
  interface eth0
  virtual_router_id 9
  priority 100
  advert_int 0.5
  unicast_peer {
    192.0.2.2
  }
  virtual_ipaddress {
    192.0.2.1/32
  }
}
`;
const flags = ["--cap-add", "NET_ADMIN", "--cap-add", "NET_RAW"];

describe("keepalived moves an address", () => {
  let contract: Contract;
  let server: TestContainer;
  const sh = (command: string) => server.exec(["sh", "-c", command]);
  const held = async () => (await sh("ip -brief address show eth0")).stdout.includes("192.0.2.1/32");

  beforeAll(async () => {
    contract = await openContract("keepalived");
    server = await contract.start({ flags, files: { "/etc/keepalived/keepalived.conf": { text: config } } });
  });
  afterAll(() => contract?.close());

  it("reads /etc/keepalived/keepalived.conf, in the foreground, and takes the address when nobody else is heard", async () => {
    await until("it has the address", held);
    expect((await sh("tr '\\0' ' ' </proc/1/cmdline")).stdout).toMatch(/^keepalived --dont-fork/);
  });

  it("says on its log what it does", async () => {
    const { stdout, stderr } = await server.logs();
    expect(stdout + stderr).toContain("Entering MASTER STATE");
  });

  it("can do by hand what it does by itself", async () => {
    const take = "ip address add 192.0.2.3/32 dev eth0 && arping -q -U -c 1 -I eth0 192.0.2.3";
    expect(await sh(take)).toEqual({ code: 0, stdout: "", stderr: "" });
    const cut = await sh("iptables -A INPUT -p 112 -j DROP && iptables -S INPUT");
    expect(cut).toEqual({ code: 0, stdout: "-P INPUT ACCEPT\n-A INPUT -p 112 -j DROP", stderr: "" });
    expect((await sh("curl --version && ping -V")).code).toBe(0);
  });

  it("gives the address up when it is stopped", async () => {
    expect(await server.stop()).toBe(0);
    const { stdout, stderr } = await server.logs();
    expect(stdout + stderr).toMatch(/sent 0 priority/);
  });
});
