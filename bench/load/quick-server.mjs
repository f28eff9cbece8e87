// A server as cheap as Node makes one: answers any request at once, without parsing it. For CPU figures of
// generators, where a heavier server would take the cores they are measured on. Argument: port.
import { createServer } from "node:net";

const answer =
  "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 6\r\nx-served-by: quick-1\r\n\r\nhello\n";
const server = createServer({ noDelay: true }, (socket) => {
  socket.on("error", () => {});
  socket.on("data", (chunk) => {
    let requests = 0;
    for (let at = chunk.indexOf("\r\n\r\n"); at !== -1; at = chunk.indexOf("\r\n\r\n", at + 4)) requests++;
    socket.write(answer.repeat(requests));
  });
});
server.listen(Number(process.argv[2]), "127.0.0.1", () => console.log(Date.now()));
