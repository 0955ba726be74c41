// Pictures: those that were uploaded to the workspace. This page loads nothing from elsewhere.

import { h } from "../dom.js";
import { get } from "../store.js";
import { link } from "./text.js";

/** An image block or element. */
export function picture(image, size = "picture") {
  const file = image.slack_file?.id ?? image.slack_file?.url?.match(/F[A-Z0-9]{8,}/)?.[0];
  if (file)
    return h("img", { class: size, src: `/file/${file}?as=${encodeURIComponent(get("me"))}`, alt: image.alt_text });
  return h("span", { class: "elsewhere" }, "🖼 ", link(image.image_url ?? "", image.alt_text));
}
