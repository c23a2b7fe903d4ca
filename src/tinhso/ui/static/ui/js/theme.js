// Loaded before anything is painted, and not as a module: says that JavaScript runs, and nothing else.
// Colours, text size and contrast are the server's business (a cookie), so they hold without JavaScript too.
"use strict";
document.documentElement.classList.add("js");
