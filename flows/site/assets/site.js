// What every page has: the switch of language that keeps the place, the menu of small screens, the search.

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
