const start = performance.now();
const subnewton = require("subnewton");

import("./smoke.mjs").then(({ first, smoke }) => {
  first(subnewton);
  console.log(JSON.stringify({ coldStart: performance.now() - start, report: smoke(subnewton) }));
});
