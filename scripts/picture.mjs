// The picture in README.md, drawn from the stages of some labs: node scripts/picture.mjs > docs/evolution.svg
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Labs, and the stage of each that is drawn. */
export const drawn = { "01": "single", "02": "split", "04": "scale-out", "08": "async" };

const box = { width: 84, height: 42, gap: 12, rise: 40 };
const margin = { top: 84, side: 24, between: 44 };
const colours = { entry: "#2563a8", app: "#2f7d4f", database: "#9a5b13", other: "#5b6470" };

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const family = (name) => name.replace(/-\d+$/, "");

/** Servers from users inwards: each one row below who asks it, or beside its like. */
function rowsOf({ entry, servers }) {
  const depth = new Map();
  const visit = (name, at) => {
    if ((depth.get(name) ?? -1) >= at) return;
    depth.set(name, at);
    for (const asked of servers.find((one) => one.name === name)?.asks ?? []) visit(asked, at + 1);
  };
  visit(entry.server, 0);
  for (const { name } of servers) {
    if (depth.has(name)) continue;
    const like = [...depth.keys()].find((one) => family(one) === family(name));
    depth.set(name, like === undefined ? 0 : depth.get(like));
  }
  return Array.from({ length: Math.max(...depth.values()) + 1 }, (_, at) =>
    servers.filter(({ name }) => depth.get(name) === at),
  );
}

const kindOf = ({ name, services }, { entry }) => {
  if (services.length > 1 || /^(web|lb)/.test(name)) return name === entry.server ? "entry" : "other";
  if (name.startsWith("app")) return "app";
  return name.startsWith("db") ? "database" : "other";
};

function panel({ number, title, topology }, left) {
  const rows = rowsOf(topology);
  const width = Math.max(...rows.map((row) => row.length * (box.width + box.gap) - box.gap), 112);
  const middle = left + width / 2;
  const users = { x: middle, y: margin.top };
  const places = new Map();
  rows.forEach((row, at) => {
    const used = row.length * (box.width + box.gap) - box.gap;
    row.forEach(({ name }, index) => {
      const x = middle - used / 2 + index * (box.width + box.gap);
      places.set(name, { x, y: margin.top + 30 + at * (box.height + box.rise) });
    });
  });
  const inside = topology.servers.filter(({ networks }) => !networks.includes("internet"));
  const lines = topology.servers.flatMap(({ name, asks }) =>
    asks.map((asked) => {
      const [from, to] = [places.get(name), places.get(asked)];
      return `<path d="M${from.x + box.width / 2} ${from.y + box.height}L${to.x + box.width / 2} ${to.y}"/>`;
    }),
  );
  const first = places.get(topology.entry.server);
  lines.unshift(`<path d="M${users.x} ${users.y}L${first.x + box.width / 2} ${first.y}"/>`);
  const boxes = topology.servers.map((server) => {
    const { x, y } = places.get(server.name);
    const more = server.services.length > 1 ? server.services.join(" + ") : server.type;
    const text = (label, down, size) =>
      `<text x="${x + box.width / 2}" y="${y + down}" font-size="${size}">${escaped(label)}</text>`;
    const colour = colours[kindOf(server, topology)];
    return `<g fill="#fff"><rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="5" fill="${colour}"/>${text(server.name, 18, 13)}${text(more, 33, 10)}</g>`;
  });
  const words = title.split(" ");
  const half = Math.ceil(words.length / 2);
  const heads = [`lab ${number}`, words.slice(0, half).join(" "), words.slice(half).join(" ")].map(
    (line, at) =>
      `<text x="${middle}" y="${24 + at * 16}" font-size="13"${at === 0 ? ' font-weight="bold"' : ""}>${escaped(line)}</text>`,
  );
  const svg = [
    ...(inside.length > 0 ? [privateNetwork(inside.map(({ name }) => places.get(name)))] : []),
    ...heads,
    `<text x="${users.x}" y="${users.y - 5}" font-size="12" fill="#5b6470">users</text>`,
    `<g stroke="#5b6470" stroke-width="1.5" marker-end="url(#arrow)">${lines.join("")}</g>`,
    ...boxes,
  ];
  return { svg, width, bottom: Math.max(...[...places.values()].map(({ y }) => y)) + box.height };
}

function privateNetwork(places) {
  const xs = places.map(({ x }) => x);
  const ys = places.map(({ y }) => y);
  const [x, y] = [Math.min(...xs) - 8, Math.min(...ys) - 22];
  const [right, bottom] = [Math.max(...xs) + box.width + 8, Math.max(...ys) + box.height + 10];
  return `<rect x="${x}" y="${y}" width="${right - x}" height="${bottom - y}" rx="8" fill="#e8edf3" stroke="#b8c2cf" stroke-dasharray="4 3"/><text x="${x + 6}" y="${y + 13}" font-size="10" text-anchor="start" fill="#5b6470">private</text>`;
}

/** Stages beside each other: who reaches whom, in which network, on which machine. */
export function picture(panels) {
  let left = margin.side;
  const drawings = panels.map((one) => {
    const drawing = panel(one, left);
    left += drawing.width + margin.between;
    return drawing;
  });
  const width = left - margin.between + margin.side;
  const height = Math.max(...drawings.map(({ bottom }) => bottom)) + 30;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" text-anchor="middle" role="img">`,
    `<title>${escaped(panels.map(({ title }) => title).join("; "))}</title>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0L8 4L0 8z" fill="#5b6470"/></marker></defs>',
    // a ground of its own, so that it reads on a dark page, too
    `<rect width="${width}" height="${height}" rx="10" fill="#fbfcfd"/>`,
    '<g fill="#1c2733">',
    ...drawings.flatMap(({ svg }) => svg),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lab = join(import.meta.dirname, "../lab");
  const panels = Object.entries(drawn).map(([number, alias]) => {
    const shown = JSON.parse(execFileSync(lab, ["show", number, "--json"], { encoding: "utf8" }));
    const stage = shown.stages.find((one) => one.alias === alias);
    return { number, title: shown.title.en, topology: stage.topology };
  });
  process.stdout.write(picture(panels));
}
