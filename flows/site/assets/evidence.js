// From a number to the words it was read from: a panel, opened by the number's own address.

import { into } from "./data.js";
import { external, find, h, show } from "./dom.js";
import { printed } from "./printed.js";
import { ruleName, sentences } from "./rules.js";
import { indicatorName, number, t } from "./words.js";

const panel = find("#evidence");

/** Open the panel for a fact of a body: `page` is its document's row, `label` the form's words for its box, or null. */
export function openEvidence(id, fact, codes, { page, findings, walk, label }) {
  const [title, url, fetched, warc, offset, sha256] = page || [];
  const place = fact.table === null
    ? t("evidence/span", { start: fact.down, end: fact.across })
    : t("evidence/cell", { table: fact.table + 1, row: fact.down + 1, column: fact.across + 1 });
  const rows = [
    [t("evidence/indicator"), h("a", { href: `indicator.html?id=${encodeURIComponent(fact.indicator[0])}` }, indicatorName(fact.indicator))],
    [t("evidence/applicant"), fact.applicant && t(`applicant_of/${fact.applicant}`)],
    [t("evidence/value"), `${number(fact.value)} ${fact.indicator[3]}${fact.period === "cumulative" ? ` (${t("agency/cumulative")})` : ""}`],
    [t("status"), [h("b", { class: `status ${fact.status}` }, t(`status_of/${fact.status}`)), " — ", t(`status_means/${fact.status}`)]],
    [t("evidence/place"), [place, label && [h("br"), h("span", { lang: "zh-CN" }, `${fact.form}: ${label}`)]]],
    [t("evidence/page"), url && [h("span", { class: "title" }, title || ""), h("br"), external(url, url)]],
    [t("evidence/archived"), warc && [t("evidence/fetched", { at: fetched }), h("br"), h("code", {}, t("evidence/record", { file: warc, offset }))]],
    [t("evidence/hash"), sha256 && h("code", {}, sha256)],
    [t("evidence/walk"), h("code", {}, walk)],
  ].filter(([, value]) => value);
  const marks = [fact.isApproximate && t("evidence/approximate"), fact.isUnitAssumed && t("evidence/assumed")].filter(Boolean);
  const words = h("div", { id: "words" }, h("blockquote", { lang: "zh-CN" }, h("mark", {}, fact.quote)));
  show(panel,
    closeButton(),
    h("h2", { id: "evidence-title" }, t("evidence/title")),
    h("h3", { class: "quiet" }, t(fact.table === null ? "evidence/words" : "evidence/table")), words,
    marks.length > 0 && h("p", { class: "marks" }, marks.join("; ")),
    h("dl", {}, rows.map(([term, value]) => [h("dt", {}, term), h("dd", {}, value)])),
    findings.map((one) => h("div", { class: "finding" }, h("p", {}, h("b", {}, t("evidence/finding")), " — ", ruleName(codes, one.rule), " ",
      h("code", { class: "quiet" }, one.rule)), sentences(codes, one))),
    h("p", {}, h("a", { href: location.href }, t("evidence/link"))));
  if (!panel.open) panel.showModal();
  return into(words, async () => {
    const around = await printed(id, fact, codes);
    if (around) show(words, around);
  });
}

/** Say that the report does not state the number that the address names. */
export function sayMissing(key) {
  show(panel, closeButton(), h("h2", { id: "evidence-title" }, t("evidence/title")), h("p", {}, t("evidence/missing")), h("p", {}, h("code", {}, key)));
  if (!panel.open) panel.showModal();
}

const closeButton = () => h("form", { method: "dialog" }, h("button", { class: "close", "aria-label": t("evidence/close") }, "×"));

export function onClose(work) {
  panel.addEventListener("close", work);
  panel.addEventListener("click", (event) => { if (event.target === panel) panel.close(); });
}

export const closeEvidence = () => panel.open && panel.close();
