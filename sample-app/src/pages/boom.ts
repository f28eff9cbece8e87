import type { RouteTable } from "../http/routes.ts";

/** What a framework shows when nobody took care: made up, so that it tells nothing of this machine. */
const uglyBody = `Unhandled exception: TypeError: Cannot read properties of undefined (reading 'total')
    at Invoice.render (app/invoice.js:88:31)
    at OrderPage.build (app/order-page.js:142:17)
    at async Dispatcher.run (framework/dispatcher.js:57:5)
    at async Server.onRequest (framework/server.js:211:9)
`;

/** An error on purpose, as bare as users must never see one: a proxy may show something kinder instead. */
export function boomRoutes(): RouteTable {
  return {
    "GET /boom": () => ({
      status: 500,
      headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
      body: uglyBody,
    }),
  };
}
