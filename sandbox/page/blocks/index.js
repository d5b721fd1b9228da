/** Which drawing belongs to which Block Kit block. A block this page does not know is shown as a labelled box, never left out. */
import { h } from "../dom.js";
import { drawActions, drawContextActions } from "./actions.js";
import { drawAlert, drawPlan, drawTaskCard } from "./agent.js";
import { drawCard, drawCarousel, drawContainer } from "./card.js";
import { drawInput } from "./input.js";
import { drawFileBlock, drawImageBlock, drawVideo } from "./media.js";
import { drawRichText } from "./rich_text.js";
import { drawDataTable, drawTable } from "./table.js";
import { drawContext, drawDivider, drawHeader, drawMarkdown, drawSection } from "./text.js";

/** @typedef {import("../actions.js").Context} Context */

/** @type {Record<string, (block: any, ctx: Context, blockId: string) => Node>} */
const DRAW = {
  section: drawSection,
  header: drawHeader,
  divider: drawDivider,
  context: drawContext,
  markdown: drawMarkdown,
  rich_text: drawRichText,
  image: drawImageBlock,
  video: drawVideo,
  file: drawFileBlock,
  table: drawTable,
  data_table: drawDataTable,
  actions: drawActions,
  context_actions: drawContextActions,
  input: drawInput,
  task_card: drawTaskCard,
  plan: drawPlan,
  alert: drawAlert,
  card: drawCard,
  carousel: drawCarousel,
  container: drawContainer,
};

/** @param {any[] | undefined} blocks @param {Context} ctx @param {string} [parentId] @returns {HTMLElement[]} */
export function drawBlocks(blocks, ctx, parentId) {
  return (blocks ?? []).map((block, index) => drawBlock(block, ctx, block?.block_id ?? parentId ?? `block-${index}`));
}

/** @param {any} block @param {Context} ctx @param {string} blockId @returns {HTMLElement} */
export function drawBlock(block, ctx, blockId) {
  const kind = String(block?.type ?? "without a type");
  return h("div", { class: ["block", `block-${kind.replace(/\W/g, "")}`], data: { blockId, blockType: kind } }, DRAW[kind]?.(block, ctx, blockId) ?? drawUnknown(kind, block));
}

/** @param {string} kind @param {any} block @returns {HTMLElement} */
function drawUnknown(kind, block) {
  return h("details", { class: "unknown-box" }, h("summary", null, `Block “${kind}” is not drawn by this page. Show its JSON`), h("pre", { class: "code-block", dir: "ltr" }, JSON.stringify(block, null, 2)));
}
