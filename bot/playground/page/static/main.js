// The page: who looks and where, and which part shows what.

import { drawClock } from "./clock.js";
import { drawConversation } from "./conversation.js";
import { h } from "./dom.js";
import { drawHome } from "./home.js";
import { drawLog, setUpLog } from "./log.js";
import { drawModal } from "./modal.js";
import { drawSidebar, setUpSidebar } from "./sidebar.js";
import { all, get, me, onChange, watch } from "./store.js";
import { setUpTheme } from "./theme.js";
import { drawThread } from "./thread.js";
import { go, onMove, place } from "./where.js";

const FIRST = "product-images";
let watched = null;

/** Receives what the person in the address sees. */
function look() {
  const person = place().as ?? "";
  if (person === watched) return draw();
  watched = person;
  watch(person);
}

function draw() {
  if (!me()) return;
  const { as, in: where } = place();
  if (as !== me()) {
    watched = me();
    return go({ as: me() });
  }
  if (where !== "app" && !get(`channel/${where}`)) return go({ in: firstChannel(), thread: null, tab: null });
  drawTop();
  drawSidebar();
  drawMain();
  drawThread();
  drawModal();
  drawLog();
}

function firstChannel() {
  const mine = all("channel/").filter((room) => room.mine && room.room !== "im");
  return (mine.find((room) => room.name === FIRST) ?? mine[0])?.id ?? "app";
}

function drawMain() {
  const { in: where, tab } = place();
  if (where === "app" && tab !== "messages") drawHome();
  else drawConversation();
}

function drawTop() {
  const team = get("team");
  document.getElementById("team").textContent = team.name;
  document.title = `${team.name} · Pennyworth`;
  const select = document.querySelector("#who select");
  if (select.dataset.people !== team.people.join()) {
    select.dataset.people = team.people.join();
    select.replaceChildren(...team.people.map(personOption));
  }
  select.value = me();
  drawClock();
}

function personOption(id) {
  const { real_name: name, kind } = get(`user/${id}`);
  return h("option", { value: id }, `${name}, ${kind}`);
}

document.querySelector("#who select").addEventListener("change", (event) => {
  go({ as: event.target.value, thread: null });
});
setUpTheme();
setUpSidebar();
setUpLog();
onChange(draw);
onMove(look);
look();
