// What a control holds: an option's value, a text, a person's id, a list of those, or null for nothing.

/** What a control holds now: as filled in but not sent, as the server has it, or as the bot set it at first. */
export function current(block, element, context) {
  const held = context.held?.get(nameOf(block, element));
  if (held !== undefined) return held;
  const known = context.values?.[block.block_id]?.[element.action_id];
  return known ? firstOf(known, "selected_", "value") : firstOf(element, "initial_");
}

/** The name under which what is filled in is held. */
export const nameOf = (block, element) => `${block.block_id} ${element.action_id}`;

function firstOf(object, ...prefixes) {
  const key = Object.keys(object).find((each) => prefixes.some((prefix) => each.startsWith(prefix)));
  return simple(object[key]) ?? null;
}

function simple(value) {
  if (Array.isArray(value)) return value.map(simple);
  return value && typeof value === "object" ? value.value : value;
}
