// What every page has: the switch of language that keeps the place, the search, the menu of small screens.

import { find } from "./dom.js";
import { attachSearch } from "./search.js";
import { address } from "./data.js";

const other = find("#language");
const page = other.getAttribute("href");
const follow = () => other.setAttribute("href", page + location.search + location.hash);
for (const event of ["hashchange", "popstate"]) addEventListener(event, follow);
document.addEventListener("placechange", follow);
follow();

attachSearch(find("#search"), (id) => { location.href = address("agency", { id }); });

// On a small screen the sections lie in one row that scrolls: the reader's own comes into sight.
const sections = find(".masthead nav");
const current = sections.querySelector("[aria-current]");
if (current) sections.scrollLeft = current.offsetLeft - (sections.clientWidth - current.offsetWidth) / 2;
