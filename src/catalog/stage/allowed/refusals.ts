const newer = (since: string) => `needs Compose ${since}, and a stage must come up with 2.24`;

// What authors try most, with what is wrong about it and what to write instead.
const known: Record<string, { what: string; next: string }> = {
  container_name: { what: "a fixed container name clashes with other runs", next: "leave it out" },
  devices: { what: "a stage gets no device of the host", next: "leave it out" },
  env_file: { what: "a stage takes its environment from its own file", next: "environment: {NAME: value}" },
  external: {
    what: "this would be an object of somebody else's",
    next: "leave it out: each run makes its own",
  },
  include: {
    what: "a stage includes no other file",
    next: "use a variant, or `extends` of a file of the same stage",
  },
  interface_name: {
    what: `interface_name ${newer("2.36")}`,
    next: "look the interface up by its address: ip address show to SUBNET",
  },
  gw_priority: { what: `gw_priority ${newer("2.33")}`, next: "leave it out" },
  label_file: { what: `label_file ${newer("2.32")}`, next: "leave it out" },
  labels: { what: "labels are ours: by them a run finds what it made", next: "leave it out" },
  models: { what: `models ${newer("2.38")}`, next: "leave it out" },
  name: { what: "a fixed name clashes with other runs", next: "leave it out" },
  post_start: { what: `post_start ${newer("2.30")}`, next: "leave it out" },
  pre_stop: { what: `pre_stop ${newer("2.30")}`, next: "leave it out" },
  privileged: { what: "a stage takes no privileges over the host", next: "cap_add what is needed" },
  provider: { what: `provider ${newer("2.36")}`, next: "leave it out" },
  use_api_socket: { what: "no container gets the engine's socket", next: "whoever has it owns the host" },
  volumes_from: { what: "these would be volumes of another run", next: "volumes: [NAME:/path]" },
};

/** Why a key is not on the list, and what to do. */
export function refusal(key: string): { what: string; next: string } {
  return (
    known[key] ?? {
      what: `"${key}" is not among what a stage may say here`,
      next: "leave it out; docs/authoring.md has the list",
    }
  );
}
