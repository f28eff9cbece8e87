// a file of its own, so that the bundle has one of this name
import { Base, kGetConnection, NetworkError } from "@platformatic/kafka";

const connect = Base.prototype[kGetConnection];
/**
 * The client looks for a connection to "nobody" when a partition is led by none, or by a broker that has gone since. It
 * throws then where nobody can catch it, and the call is never answered. Here such a call fails, as with any broker
 * that is away.
 */
Base.prototype[kGetConnection] = function (broker, callback) {
  if (broker) connect.call(this, broker, callback);
  else callback(new NetworkError("no broker of those that are up leads this"));
};

/** Ends a client at once, whatever it waits for: all that is still under way fails. */
export const cut = (client: Base): Promise<void> => Base.prototype.close.call(client) as Promise<void>;

export { Admin, Consumer, Producer } from "@platformatic/kafka";
