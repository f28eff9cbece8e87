// A server that answers after a fixed time and writes down when it listens: the truth that benches compare with.
// Arguments: port, delay in ms.
import { createServer } from "node:http";

const [port, delayMs] = process.argv.slice(2).map(Number);
const server = createServer((_request, response) => {
  setTimeout(() => response.setHeader("x-served-by", "slow-1").end("hello\n"), delayMs);
});
server.listen(port, "127.0.0.1", () => console.log(Date.now()));
