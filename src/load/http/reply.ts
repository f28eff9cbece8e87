/** What came of one request on the wire, before it is judged. */
export interface Reply {
  /** Absent: an answer came. */
  failure?: "connect-error" | "reset" | "timeout" | "http-error";
  /** For failures: the socket's own code, or which timeout. */
  detail: string;
  /** The request was written to a connection: only then can the service have acted on it. */
  sent: boolean;
  /** The failure is the generator's own want of ports, descriptors or memory. */
  local: boolean;
  /** 0 when no answer came. */
  status: number;
  servedBy: string;
  cookies: readonly string[];
  /** Bytes received. */
  bytes: number;
}

const localCodes = new Set(["EMFILE", "ENFILE", "EADDRNOTAVAIL", "ENOBUFS", "ENOMEM"]);

export function failedReply(
  failure: NonNullable<Reply["failure"]>,
  detail: string,
  sent: boolean,
  bytes: number,
): Reply {
  return {
    failure,
    detail,
    sent,
    local: localCodes.has(detail),
    status: 0,
    servedBy: "",
    cookies: [],
    bytes,
  };
}
