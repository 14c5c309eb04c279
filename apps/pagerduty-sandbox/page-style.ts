/** Colours carry a severity beside its name, never alone; all texts have a contrast of at least 4.5 in both schemes. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f5f6f8; --card: #fff; --line: #dfe3e8; --text: #16202b; --soft: #5a6673;
  --critical: #c11f2f; --error: #b8480b; --warning: #8a6100; --info: #1f62b5; --good: #157347;
  --critical-ground: #fdecee; --good-ground: #e8f5ee; --shadow: 0 1px 2px rgb(16 24 40 / 6%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e141b; --card: #17202a; --line: #2a3541; --text: #e6ebf0; --soft: #98a5b3;
    --critical: #ff7b86; --error: #ff9c66; --warning: #e9bd4f; --info: #7db4ff; --good: #63cf96;
    --critical-ground: #35181d; --good-ground: #12291f; --shadow: none;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main, header, footer { max-width: 60rem; margin: 0 auto; padding: 0 1.25rem; }
header { display: flex; align-items: baseline; gap: .75rem; padding-top: 1.75rem; }
h1 { font-size: 1.05rem; margin: 0; font-weight: 600; }
h2 { font-size: .8rem; margin: 2.25rem 0 .75rem; font-weight: 600; letter-spacing: .06em; text-transform: uppercase; color: var(--soft); }
h3 { font-size: 1.1rem; line-height: 1.35; margin: .35rem 0; overflow-wrap: anywhere; }
p { margin: .35rem 0; }
a { color: var(--info); overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--info); outline-offset: 2px; border-radius: 4px; }
code, pre, .mono { font: .85em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
pre { background: var(--ground); border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
time { white-space: nowrap; }
.soft { color: var(--soft); }
.small { font-size: .875rem; }
.live { margin-left: auto; }
.live::before { content: ""; display: inline-block; width: .55rem; height: .55rem; margin-right: .4rem; border-radius: 50%; background: var(--soft); }
.live.on::before { background: var(--good); }
.state { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem 1rem; margin-top: 1rem; padding: 1rem 1.25rem; border-radius: 12px; font-size: 1.35rem; font-weight: 650; }
.state .small { font-weight: 400; }
.state.calm { background: var(--good-ground); color: var(--good); }
.state.alarm { background: var(--critical-ground); color: var(--critical); }
.fault { margin-top: .75rem; padding: .6rem 1.25rem; border-radius: 12px; border: 1px dashed var(--error); color: var(--error); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .9rem 1.25rem; margin: .75rem 0; box-shadow: var(--shadow); }
.incident { border-left: 5px solid var(--severity); }
.critical { --severity: var(--critical); } .error { --severity: var(--error); } .warning { --severity: var(--warning); } .info { --severity: var(--info); }
.resolved { border-left-color: var(--line); }
.head { display: flex; flex-wrap: wrap; align-items: center; gap: .35rem .75rem; }
.badge { white-space: nowrap; color: var(--severity, var(--soft)); border: 1px solid; border-radius: 999px; padding: 0 .6rem; font-size: .75rem; font-weight: 600; line-height: 1.6; text-transform: uppercase; letter-spacing: .04em; }
.badge.plain { --severity: var(--soft); } .badge.good { --severity: var(--good); } .badge.bad { --severity: var(--critical); }
.badge.solid { background: var(--severity); border-color: var(--severity); color: var(--card); }
.push { margin-left: auto; }
.links { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
.wide { overflow-x: auto; }
.facts { display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; margin: .35rem 0 0; }
.facts div { display: flex; align-items: baseline; gap: .4rem; min-width: 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
.timeline { list-style: none; margin: .75rem 0 .25rem; padding: 0; border-left: 2px solid var(--line); }
.timeline li { position: relative; padding: .1rem 0 .35rem 1.1rem; overflow-wrap: anywhere; }
.timeline li::before { content: ""; position: absolute; left: -6px; top: .62rem; width: 10px; height: 10px; border-radius: 50%; background: var(--dot, var(--soft)); box-shadow: 0 0 0 3px var(--card); }
.timeline .trigger { --dot: var(--severity); } .timeline .acknowledge { --dot: var(--info); } .timeline .resolve { --dot: var(--good); }
.timeline b { display: inline-block; min-width: 7.5rem; font-weight: 600; }
summary { cursor: pointer; color: var(--soft); font-size: .875rem; }
details[open] > summary { margin-bottom: .35rem; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-size: .8rem; font-weight: 600; color: var(--soft); }
th, td { padding: .35rem 1rem .35rem 0; vertical-align: top; overflow-wrap: break-word; }
tr + tr td, thead + tbody td { border-top: 1px solid var(--line); }
footer { padding-top: 2rem; padding-bottom: 3rem; }
@media (max-width: 40rem) { .push { margin-left: 0; flex-basis: 100%; } .timeline b { display: block; } }
`;
