// Colours with a meaning are in the common frame; these are the report's own. Charts take them by name.
const palette = `
:root { --card: #f6f8fa; --series-1: #0b62c4; --series-2: #b04a00; --series-3: #0f766e; --series-4: #7e22ce; --series-5: #b0175a; --series-6: #4d5560; --good-fill: #4a8ccb; --doubt-fill: #b98600; --bad-fill: #cf222e; --fault: #cf222e14; --hatch: #cf222e4d; --good-back: #dafbe1; --doubt-back: #fff4cc; --bad-back: #ffebe9; --bar: #cfe3f7; }
@media (prefers-color-scheme: dark) {
  :root { --card: #161b22; --series-1: #6cb0ff; --series-2: #f2a65a; --series-3: #4fd1c5; --series-4: #c4a1ff; --series-5: #ff8fc0; --series-6: #b6c0cc; --good-fill: #3d7cba; --doubt-fill: #c9961f; --bad-fill: #f0584f; --fault: #ff7b721f; --hatch: #ff7b7266; --good-back: #12361f; --doubt-back: #3a2d05; --bad-back: #4a1513; --bar: #1f4468; }
}
`;

const layout = `
body { max-width: 76rem; padding: 1rem clamp(1rem, 3vw, 2.5rem) 3rem; overflow-wrap: break-word; }
/* Korean breaks between words, not within them */
:lang(ko) { word-break: keep-all; }
header { border-left: .5rem solid; padding: .25rem 0 .25rem 1.1rem; margin: 1rem 0 1.5rem; }
header.good { border-color: var(--good); } header.bad { border-color: var(--bad); } header.doubt { border-color: var(--doubt); }
header p { margin: .35rem 0; }
h1 { font-size: clamp(1.5rem, 1rem + 2.4vw, 2.3rem); line-height: 1.2; margin: .2rem 0 .7rem; letter-spacing: -.01em; text-wrap: balance; }
h2 { font-size: 1.45rem; margin: 3rem 0 .4rem; padding-top: .9rem; border-top: 2px solid var(--line); }
h3 { font-size: 1.12rem; margin: 1.6rem 0 .4rem; line-height: 1.4; }
h4 { font-size: 1rem; margin: 1.6rem 0 .3rem; }
.kicker { text-transform: none; color: var(--faint); font-size: .9rem; }
.verdict { font-size: 1.1rem; } .verdict .badge { font-size: 1.05rem; }
.lead, .faint, figcaption .faint { color: var(--faint); } .lead { margin: 0 0 1rem; max-width: 65ch; }
.faint { font-size: .9rem; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .9em; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .8rem 1rem; overflow-x: auto; }
nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; list-style: none; padding: 0; margin: 0; font-size: .95rem; }
a { color: var(--series-1); text-underline-offset: .2em; }
:focus-visible { outline: 2px solid var(--series-1); outline-offset: 2px; }
section, article { scroll-margin-top: 1rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--faint); font-size: .9rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; } dt { color: var(--faint); } dd { margin: 0; overflow-wrap: anywhere; }
`;

const pieces = `
.badge { display: inline-block; border-radius: 1rem; padding: 0 .65rem; font-weight: 700; font-size: .85rem; line-height: 1.6rem; white-space: nowrap; }
.badge.good { background: var(--good-back); } .badge.bad { background: var(--bad-back); } .badge.doubt { background: var(--doubt-back); }
.badge.good, td .good { color: var(--good); } .badge.bad, td .bad { color: var(--bad); } .badge.doubt, td .doubt { color: var(--doubt); }
:is(.badge, td .good, td .bad, td .doubt) { font-weight: 600; }
.card { border: 1px solid var(--line); border-radius: .6rem; background: var(--card); padding: .2rem 1.1rem .6rem; margin: 0 0 1rem; }
.card h3 { font-size: 1.05rem; margin: .7rem 0 .2rem; } .card h3 .badge { margin-right: .3rem; } .card p { margin: .2rem 0 .4rem; }
.card tbody th, .card table { background: none; } .card table { width: 100%; } .card tr:last-child td { border-bottom: 0; }
table { font-size: .92rem; margin: .2rem 0 .6rem; } th, td { padding: .32rem .7rem; }
thead th, thead td { color: var(--faint); font-weight: 600; vertical-align: bottom; border-bottom-width: 2px; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
td, tbody th { white-space: nowrap; } .number { text-align: right; }
.card table { table-layout: fixed; min-width: 34rem; } .card :is(th, td):nth-child(-n+2) { width: 17%; } .card :is(th, td):nth-child(3) { width: 13%; } .card :is(th, td):nth-child(5) { width: 20%; } td.scale { vertical-align: middle; } .card td { white-space: normal; } .card td.number { white-space: nowrap; }
.track { display: block; position: relative; height: .8rem; border-radius: .2rem; background: linear-gradient(currentColor, currentColor) 0 / var(--part) 100% no-repeat, var(--back); box-shadow: inset 0 0 0 1px var(--line); }
td .track.good { color: var(--good-fill); } td .track.bad { color: var(--bad-fill); } td .track.doubt { color: var(--doubt-fill); }
.track::after { content: ""; position: absolute; left: min(var(--mark), calc(100% - 2px)); top: -.25rem; bottom: -.25rem; width: 2px; background: var(--text); }
.bar { background: linear-gradient(var(--bar), var(--bar)) 0 / var(--part) 100% no-repeat; min-width: 7rem; }
figure { margin: 0; min-width: 0; } figcaption { font-weight: 600; margin: .4rem 0 .3rem; } figcaption h3 { display: inline; margin: 0; } figcaption .faint { font-weight: 400; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1rem 2rem; }
.charts figure { max-width: 30rem; } svg.chart { display: block; width: 100%; height: auto; }
.stages { display: flex; flex-wrap: wrap; gap: 1.5rem 2.5rem; align-items: flex-start; } .stages figure { max-width: 100%; } .stages p { margin: .2rem 0; max-width: 28rem; }
svg.topology { display: block; margin: .4rem 0; }
.topology text { text-anchor: middle; font-size: 11px; fill: var(--faint); } .topology .name { font-size: 12px; font-weight: 600; fill: var(--text); } .topology .fault { fill: var(--bad); font-weight: 600; }
.topology .server { fill: var(--card); stroke: var(--faint); } .topology .users { fill: var(--bar); } .topology .edge { fill: none; stroke: var(--faint); stroke-width: 1.3; } .topology .tip { fill: var(--faint); }
.topology .hit { stroke-width: 4; } .topology .ground { fill: var(--card); } .topology .stripe { fill: var(--bad); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; padding: 0; margin: .3rem 0 .8rem; font-size: .9rem; color: var(--faint); } .legend li { display: inline-flex; align-items: center; gap: .45rem; }
.swatch { width: 1rem; height: .8rem; border-radius: .15rem; display: inline-block; } .swatch.ok { background: var(--good-fill); }
.swatch.refused { background: radial-gradient(circle, var(--back) 1.2px, transparent 1.5px) 0 0 / 5px 5px, var(--doubt-fill); }
.swatch.failed { background: repeating-linear-gradient(135deg, var(--bad-fill) 0 3px, var(--back) 3px 5px); }
.swatch.fault-on { background: repeating-linear-gradient(45deg, var(--hatch) 0 2px, var(--fault) 2px 6px); box-shadow: inset 0 0 0 1px var(--hatch); }
.step { margin: 0 0 2.5rem; } .step > h3 { font-size: 1.2rem; font-family: ui-monospace, monospace; margin-bottom: .1rem; }
.after { max-width: 65ch; } details { margin: .5rem 0; } summary { cursor: pointer; color: var(--series-1); } ul { padding-left: 1.2rem; margin: .3rem 0; }
`;

const others = `
@media (max-width: 40rem) {
  table { font-size: .85rem; } th, td { padding: .3rem .5rem; } .card table { min-width: 0; table-layout: auto; } .scale { display: none; }
  .card { padding: .2rem .8rem .5rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; }
}
@media print {
  :root { color-scheme: light; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { max-width: none; padding: 0; font-size: 10pt; } nav { display: none; }
  h2, h3, h4, figcaption { break-after: avoid; } figure, .card, tr, pre { break-inside: avoid; }
  .wide { overflow: visible; } td, thead th, tbody th { white-space: normal; } tbody th { position: static; } a { color: inherit; text-decoration: none; }
  .charts { grid-template-columns: repeat(2, 1fr); } .stages figure { max-width: 47%; } svg.topology { max-width: 100%; height: auto; }
}
`;

/** The report's look: by day and by night, on a phone and on paper. */
export const style = palette + layout + pieces + others;
