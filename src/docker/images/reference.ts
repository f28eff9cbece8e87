/** The registry an image reference points at, as host and port. */
export function registryOf(reference: string): { host: string; port: number; name: string } {
  const first = reference.split("/", 1)[0] ?? "";
  const named = reference.includes("/") && (/[.:]/.test(first) || first === "localhost");
  if (!named || first === "docker.io") return { host: "registry-1.docker.io", port: 443, name: "docker.io" };
  const [host = first, port] = first.split(":");
  return { host, port: port === undefined ? 443 : Number(port), name: first };
}

/** With the tag that an untagged reference means. */
export function withTag(reference: string): string {
  const last = reference.slice(reference.lastIndexOf("/") + 1);
  return /[:@]/.test(last) ? reference : `${reference}:latest`;
}
