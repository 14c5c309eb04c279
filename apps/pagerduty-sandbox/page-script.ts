/**
 * Runs in the browser. The page is made by the server alone; this only asks for it again when something has changed, keeps open
 * what the reader has opened, and shows ages and local times. Without it the page reloads itself every ten seconds.
 */
export const SCRIPT = `
const UNITS = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
function age(from) {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(from)) / 1000));
  const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? UNITS[3];
  return Math.floor(seconds / size) + " " + unit + " ago";
}
function showTimes() {
  for (const time of document.querySelectorAll("time")) {
    time.title = new Date(time.dateTime).toLocaleString();
    if (time.classList.contains("ago")) time.textContent = age(time.dateTime);
  }
}
let isLoading = false;
let isStale = false;
async function refresh() {
  isStale = true;
  if (isLoading) return;
  isLoading = true;
  while (isStale) {
    isStale = false;
    try { show(await (await fetch("/")).text()); } catch { break; }
  }
  isLoading = false;
}
function show(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  for (const open of document.querySelectorAll("details[open]")) {
    const same = fresh.getElementById(open.id);
    if (same) same.open = true;
  }
  const focused = document.activeElement?.closest("details")?.id;
  document.title = fresh.title;
  document.querySelector("link[rel=icon]").href = fresh.querySelector("link[rel=icon]").href;
  const state = document.getElementById("state");
  const freshState = fresh.getElementById("state");
  if (state.textContent !== freshState.textContent) state.replaceChildren(...freshState.childNodes);
  document.getElementById("content").replaceWith(fresh.getElementById("content"));
  if (focused) document.getElementById(focused)?.querySelector("summary").focus();
  showTimes();
}
function setLive(isOn) {
  const live = document.getElementById("live");
  live.classList.toggle("on", isOn);
  live.textContent = isOn ? "live" : "no connection: this may be old";
}
const stream = new EventSource("/api/stream");
stream.addEventListener("change", refresh);
stream.onopen = () => { setLive(true); refresh(); };
stream.onerror = () => setLive(false);
setInterval(showTimes, 1000);
showTimes();
`;
